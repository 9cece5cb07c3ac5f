import { spawn } from 'node:child_process'
import { mkdir, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Client } from 'pg'
import { beforeAll, onTestFinished } from 'vitest'
import { ensureBuild } from '@/cli/start/build'
import { findPostmaster } from '@/lib/core/db/embedded/postmaster'
import { startOf } from '@/lib/core/processes'
import { expect, test } from '../support/database'
import { childrenOf, isRunning, until } from '../support/processes'
import { type Guildhall, makeDataDir, runGuildhall, startGuildhall } from '../support/running-guildhall'

const BUILD_MS = 300_000
const SECRET = '0123456789abcdef0123456789abcdef'

const clusterOf = async (dataDir: string): Promise<string> =>
  join((await readFile(join(dataDir, 'location'), 'utf8').catch(() => dataDir)).trim(), 'postgres')

async function processesOf({ pid, dataDir }: Guildhall) {
  const [web = 0] = await childrenOf(pid, 'web.js')
  const [worker = 0] = await childrenOf(pid, 'worker.js')
  return { web, worker, database: (await findPostmaster(await clusterOf(dataDir)))?.pid ?? 0 }
}

const stop = (dataDir: string, env: Record<string, string> = {}) =>
  runGuildhall(['stop', '--json'], { GUILDHALL_DATA: dataDir, ...env })

interface Stopped {
  stopped: { name: string; pid: number; isKilled: boolean }[]
}
const stoppedOf = (stdout: string) => (JSON.parse(stdout) as Stopped).stopped

async function aDataDir(): Promise<string> {
  const dataDir = await makeDataDir()
  onTestFinished(() => rm(dataDir, { recursive: true, force: true }))
  return dataDir
}

beforeAll(() => ensureBuild(process.cwd()), BUILD_MS)

test('ends what runs here in order, and is content where nothing does', async () => {
  const guildhall = await startGuildhall()
  onTestFinished(guildhall.remove)
  const parts = await processesOf(guildhall)
  const { code, stdout } = await stop(guildhall.dataDir)
  expect(code).toBe(0)
  expect(stoppedOf(stdout)).toEqual([
    { name: 'supervisor', pid: guildhall.pid, isKilled: false },
    { name: 'web', pid: parts.web, isKilled: false },
    { name: 'worker', pid: parts.worker, isKilled: false },
    { name: 'database', pid: parts.database, isKilled: false },
  ])
  for (const pid of [guildhall.pid, ...Object.values(parts)]) expect(await isRunning(pid)).toBe(false)
  const again = await stop(guildhall.dataDir)
  expect([again.code, stoppedOf(again.stdout)]).toEqual([0, []])
}, 120_000)

test('ends what a supervisor that was killed left, also what hangs, and the data is there at the next start', async () => {
  const first = await startGuildhall()
  onTestFinished(first.remove)
  const env = { GUILDHALL_DATA: first.dataDir }
  expect((await runGuildhall(['settings', 'set', 'name', 'Kept'], env)).code).toBe(0)
  const parts = await processesOf(first)
  // They would end by themselves once the supervisor is gone.
  for (const pid of [parts.web, parts.worker]) process.kill(pid, 'SIGSTOP')
  await first.stop('SIGKILL')
  for (const pid of Object.values(parts)) expect(await isRunning(pid)).toBe(true)

  expect(await readdir(first.dataDir)).toContain('runtime.json')
  // By another spelling of the folder.
  const alias = `${first.dataDir}-alias`
  await symlink(first.dataDir, alias)
  onTestFinished(() => rm(alias, { force: true }))
  const { code, stdout } = await stop(alias)
  expect([code, stoppedOf(stdout)]).toEqual([
    0,
    [
      { name: 'web', pid: parts.web, isKilled: true },
      { name: 'worker', pid: parts.worker, isKilled: true },
      { name: 'database', pid: parts.database, isKilled: false },
    ],
  ])
  for (const pid of Object.values(parts)) expect(await isRunning(pid)).toBe(false)
  expect(await readdir(first.dataDir)).not.toContain('runtime.json')

  const second = await startGuildhall({ dataDir: first.dataDir })
  onTestFinished(second.remove)
  expect((await processesOf(second)).database).not.toBe(parts.database)
  expect((await runGuildhall(['settings', 'get', 'name'], env)).stdout).toBe('Kept\n')
  expect((await runGuildhall(['stop'], env)).stdout).toMatch(/^Stopped the supervisor, web, worker, database\.\n$/)
}, 180_000)

test('leaves the database of DATABASE_URL alone', async ({ ownerConnectionString }) => {
  const env = { DATABASE_URL: ownerConnectionString, GUILDHALL_SECRET: SECRET }
  const guildhall = await startGuildhall({ env })
  onTestFinished(guildhall.remove)
  const { web, worker } = await processesOf(guildhall)
  const client = new Client({ connectionString: ownerConnectionString })
  await client.connect()
  const { code, stdout } = await stop(guildhall.dataDir, env)
  expect([code, stoppedOf(stdout).map(({ name }) => name)]).toEqual([0, ['supervisor', 'web', 'worker']])
  for (const pid of [guildhall.pid, web, worker]) expect(await isRunning(pid)).toBe(false)
  // On the connection from before: the server never went away.
  expect((await client.query('select 1 as one')).rows).toEqual([{ one: 1 }])
  await client.end()
}, 120_000)

test('two at once end it together, and both are content', async () => {
  const guildhall = await startGuildhall()
  onTestFinished(guildhall.remove)
  const parts = await processesOf(guildhall)
  await guildhall.stop('SIGKILL')
  const both = await Promise.all([stop(guildhall.dataDir), stop(guildhall.dataDir)])
  expect(both.map(({ code }) => code)).toEqual([0, 0])
  for (const pid of Object.values(parts)) expect(await isRunning(pid)).toBe(false)
}, 120_000)

test('where nothing ever ran it makes nothing', async () => {
  const dataDir = join(await aDataDir(), 'never')
  expect(await runGuildhall(['stop'], { GUILDHALL_DATA: dataDir })).toMatchObject({
    code: 0,
    stdout: 'Guildhall is not running here.\n',
  })
  await expect(readdir(dataDir)).rejects.toMatchObject({ code: 'ENOENT' })
})

test('never signals a process that has the number of one that has ended', async () => {
  const dataDir = await aDataDir()
  const cluster = join(dataDir, 'postgres')
  // It even has the folder in its arguments, as an editor of a file in it would.
  const program =
    'process.on("SIGTERM",()=>process.exit(9)).on("SIGINT",()=>process.exit(9));setInterval(()=>{},1e6);process.send("up")'
  const other = spawn(process.execPath, ['-e', program, join(cluster, 'postgresql.conf')], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  onTestFinished(() => void other.kill('SIGKILL'))
  await new Promise((resolve) => other.once('message', resolve))
  const pid = other.pid ?? 0
  const since = (await startOf(pid))?.replace(/\d$/, (digit) => String((Number(digit) + 1) % 10))
  await mkdir(join(dataDir, 'processes'))
  await mkdir(cluster)
  const reach = { url: 'http://localhost:3000', databaseUrl: 'postgres://a', ownerUrl: 'postgres://o', secret: 's' }
  await writeFile(join(dataDir, 'runtime.json'), JSON.stringify({ pid, since, reach }))
  await writeFile(join(dataDir, 'processes', `${pid}.json`), JSON.stringify({ name: 'web', pid, since }))
  await writeFile(join(cluster, 'postmaster.pid'), [pid, cluster, 1_700_000_000, 5432, '', '127.0.0.1', ''].join('\n'))

  const { code, stdout } = await stop(dataDir)
  expect([code, stoppedOf(stdout)]).toEqual([0, []])
  expect(await isRunning(pid)).toBe(true)
  expect(await findPostmaster(cluster)).toBeUndefined()
  // The same notes with its real start: it is what was meant.
  await writeFile(
    join(dataDir, 'processes', `${pid}.json`),
    JSON.stringify({ name: 'web', pid, since: await startOf(pid) }),
  )
  expect(stoppedOf((await stop(dataDir)).stdout)).toEqual([{ name: 'web', pid, isKilled: false }])
  await until('it has ended', async () => !(await isRunning(pid)))
})
