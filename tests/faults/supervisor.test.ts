import { readdir, readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { ensureBuild } from '@/cli/start/build'
import { findPostmaster } from '@/lib/core/db/embedded/postmaster'
import { freePorts } from '../support/free-ports'
import { childrenOf, isRunning, until } from '../support/processes'
import { type Guildhall, makeDataDir, runGuildhall, startGuildhall } from '../support/running-guildhall'

const BUILD_MS = 300_000
const STOP_MS = 10_000

/** What a start consists of: the supervisor, web, worker and PostgreSQL. */
async function processesOf({ pid, dataDir }: Guildhall): Promise<Record<'web' | 'worker' | 'database', number>> {
  const [web = 0] = await childrenOf(pid, 'web.js')
  const [worker = 0] = await childrenOf(pid, 'worker.js')
  const postmaster = await findPostmaster(await clusterOf(dataDir))
  return { web, worker, database: postmaster?.pid ?? 0 }
}

const clusterOf = async (dataDir: string): Promise<string> =>
  join((await readFile(join(dataDir, 'location'), 'utf8').catch(() => dataDir)).trim(), 'postgres')

const isLive = (guildhall: Guildhall): Promise<boolean> =>
  fetch(`http://127.0.0.1:${guildhall.port}/api/health/live`).then(
    (answer) => answer.ok,
    () => false,
  )

describe('a running Guildhall', () => {
  beforeAll(() => ensureBuild(process.cwd()), BUILD_MS)

  test('becomes ready, restarts what is killed, and SIGTERM ends all of it within ten seconds', async () => {
    const guildhall = await startGuildhall()
    onTestFinished(guildhall.remove)
    const before = await processesOf(guildhall)
    expect(Object.values(before).every((pid) => pid > 0)).toBe(true)
    await until('ready', () => fetch(`${guildhall.url}/api/health/ready`).then((answer) => answer.ok))

    process.kill(before.web, 'SIGKILL')
    await until('the web is there again', async () => (await childrenOf(guildhall.pid, 'web.js'))[0] !== before.web)
    await until('the web answers again', () => isLive(guildhall))

    const after = await processesOf(guildhall)
    const startedAt = performance.now()
    expect(await guildhall.stop()).toBe(0)
    expect(performance.now() - startedAt).toBeLessThan(STOP_MS)
    for (const pid of Object.values(after)) expect(await isRunning(pid)).toBe(false)
  }, 120_000)

  test('ends in order when its terminal is closed, though nobody takes its last words', async () => {
    const guildhall = await startGuildhall()
    onTestFinished(guildhall.remove)
    const processes = Object.values(await processesOf(guildhall))
    const startedAt = performance.now()
    expect(await guildhall.hangUp()).toBe(0)
    expect(performance.now() - startedAt).toBeLessThan(STOP_MS)
    for (const pid of processes) expect(await isRunning(pid)).toBe(false)
    expect(await readdir(guildhall.dataDir)).not.toContain('runtime.json')
  }, 120_000)

  test('killed outright leaves neither web nor worker, and the next start takes its database over', async () => {
    const first = await startGuildhall()
    onTestFinished(first.remove)
    const before = await processesOf(first)
    await first.stop('SIGKILL')
    await until('the web is gone', async () => !(await isRunning(before.web)))
    await until('the worker is gone', async () => !(await isRunning(before.worker)))
    expect(await isRunning(before.database)).toBe(true)

    const second = await startGuildhall({ dataDir: first.dataDir })
    onTestFinished(second.remove)
    expect((await processesOf(second)).database).toBe(before.database)
    expect(await isLive(second)).toBe(true)
    await second.stop()
    expect(await isRunning(before.database)).toBe(false)
  }, 120_000)

  test('prints a new set-up link at each start until there is an operator, and writes it to no log', async () => {
    const first = await startGuildhall()
    onTestFinished(first.remove)
    const [, token = 'none'] = first.setupLink?.split('#') ?? []
    expect(first.setupLink).toMatch(/\/setup#[\w-]{43}$/)
    expect(first.stderr()).not.toContain(token)

    const twice = await runGuildhall(['start'], {
      GUILDHALL_DATA: first.dataDir,
      PORT: String((await freePorts(1))[0]),
    })
    expect(twice).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^Guildhall is already running here at .+\n$/),
    })

    await first.stop()
    const second = await startGuildhall({ dataDir: first.dataDir })
    onTestFinished(second.remove)
    expect(second.setupLink).toMatch(/\/setup#/)
    expect(second.setupLink).not.toBe(first.setupLink)
    const operator = ['--email', 'o@example.org', '--name', 'O', '--role', 'operator', '--password-stdin', '--json']
    const added = await runGuildhall(
      ['staff', 'add', ...operator],
      { GUILDHALL_DATA: first.dataDir },
      'a few words to test',
    )
    expect(added).toMatchObject({ code: 0 })
    const doctor = await runGuildhall(['doctor', '--json'], { GUILDHALL_DATA: first.dataDir })
    expect(JSON.parse(doctor.stdout)).toMatchObject({ isHealthy: true })
    await second.stop()
    const third = await startGuildhall({ dataDir: first.dataDir })
    onTestFinished(third.remove)
    expect(third.setupLink).toBeNull()
  }, 120_000)
})

describe('a start that can not be', () => {
  test('names a taken port of web or worker', async () => {
    const server = createServer()
    const [free = 0] = await freePorts(1)
    await new Promise<void>((resolve) => server.listen(free, '127.0.0.1', resolve))
    onTestFinished(() => void server.close())
    const [other = 0] = await freePorts(1)
    const taken = String(free)
    const web = await runGuildhall(['start'], { PORT: taken })
    expect(web).toEqual({
      code: 1,
      stdout: '',
      stderr: `Port ${taken} on 127.0.0.1 is already in use. Stop the program that uses it, or set PORT to another port.\n`,
    })
    const worker = await runGuildhall(['start'], { PORT: String(other), GUILDHALL_WORKER_PORT: taken })
    expect(worker).toMatchObject({ code: 1, stderr: expect.stringContaining('set GUILDHALL_WORKER_PORT') })
  })

  test('names a wrong setting', async () => {
    expect(await runGuildhall(['start'], { GUILDHALL_ZONE: 'Mars/Olympus' })).toEqual({
      code: 1,
      stdout: '',
      stderr: 'The environment variable GUILDHALL_ZONE is invalid: is not an IANA time zone.\n',
    })
  })

  test('says that the database of DATABASE_URL is not there, or that the secret is missing', async () => {
    const [nobody] = await freePorts(1)
    const address = { DATABASE_URL: `postgres://someone@127.0.0.1:${nobody}/there` }
    const secret = { GUILDHALL_SECRET: '0123456789abcdef0123456789abcdef' }
    const unreachable = await runGuildhall(['migrate'], { ...address, ...secret })
    expect(unreachable.code).toBe(1)
    expect(unreachable.stderr).toMatch(
      /^Can't reach the database at 127\.0\.0\.1:\d+ \(.*ECONNREFUSED.*\)\. Check DATABASE_URL\.\n$/,
    )
    expect(await runGuildhall(['migrate'], address)).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^GUILDHALL_SECRET is not set/),
    })
  })

  test('keeps the demo to this machine and to a database of its own', async () => {
    const open = await runGuildhall(['demo'], { HOST: '0.0.0.0' })
    expect(open).toMatchObject({ code: 1, stderr: expect.stringMatching(/^The demo signs in every visitor/) })
    const foreign = await runGuildhall(['demo'], { DATABASE_URL: 'postgres://127.0.0.1/real' })
    expect(foreign).toMatchObject({ code: 1, stderr: expect.stringMatching(/^The demo uses its own database/) })
  })

  test('tells the other commands that nothing runs, and what wrong use is', async () => {
    const dataDir = await makeDataDir()
    onTestFinished(() => rm(dataDir, { recursive: true }))
    const idle = await runGuildhall(['doctor'], { GUILDHALL_DATA: dataDir })
    expect(idle).toMatchObject({ code: 1, stderr: expect.stringMatching(/^Guildhall is not running here/) })
    expect(await runGuildhall(['nonsense'], {})).toMatchObject({ code: 2, stdout: '' })
    expect(await runGuildhall(['help'], {})).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('Usage: guildhall'),
    })
  })
})
