import { execFile } from 'node:child_process'
import { cp, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { sql } from 'kysely'
import { Client } from 'pg'
import { onTestFinished } from 'vitest'
import { findPostmaster } from '@/lib/core/db/embedded/postmaster'
import { startEmbedded } from '@/lib/core/db/embedded/start'
import { expect, test } from '../support/database'
import { isRunning, until } from '../support/processes'
import { makeDataDir, runGuildhall } from '../support/running-guildhall'

const run = promisify(execFile)
const SECRET = '0123456789abcdef0123456789abcdef'
const isRoot = process.getuid?.() === 0

async function aDataDir(): Promise<string> {
  const dataDir = await makeDataDir()
  onTestFinished(() => rm(dataDir, { recursive: true, force: true }))
  return dataDir
}

async function query(url: string, text: string): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query(text)).rows
  } finally {
    await client.end()
  }
}

test('is made with scram, on loopback, without JIT, its passwords in files for their owner alone', async () => {
  const dataDir = await aDataDir()
  const database = await startEmbedded({ dataDir })
  onTestFinished(() => database.stop())
  const [row] = await query(
    database.ownerUrl,
    `select current_setting('jit') jit, current_setting('listen_addresses') host, current_setting('password_encryption') kind,
       current_setting('is_superuser') super, version() version`,
  )
  expect(row).toMatchObject({
    jit: 'off',
    host: '127.0.0.1',
    kind: 'scram-sha-256',
    super: 'off',
    version: expect.stringContaining('PostgreSQL 18'),
  })
  const password = join(dataDir, 'postgres.password')
  expect((await stat(password)).mode & 0o777).toBe(0o600)
  expect((await readFile(password, 'utf8')).trim()).toMatch(/^[0-9a-f]{64}$/)
  const wrong = new URL(database.ownerUrl)
  wrong.password = 'wrong'
  await expect(query(wrong.href, 'select 1')).rejects.toMatchObject({ code: '28P01' })
})

test('comes back with its data after a power cut, also where its pid belongs to another process by now', async () => {
  const dataDir = await aDataDir()
  const first = await startEmbedded({ dataDir })
  await query(first.ownerUrl, 'create table kept as select 7 as number')
  const pidFile = join(dataDir, 'postgres', 'postmaster.pid')
  const lines = (await readFile(pidFile, 'utf8')).split('\n')
  const pid = Number(lines[0])
  process.kill(pid, 'SIGKILL')
  await until('the server is gone', async () => !(await isRunning(pid)))
  await writeFile(pidFile, [process.pid, ...lines.slice(1)].join('\n'))

  const second = await startEmbedded({ dataDir })
  onTestFinished(() => second.stop())
  expect(await query(second.ownerUrl, 'select number from kept')).toEqual([{ number: 7 }])
})

test('refuses a data directory of another major version in one sentence', async () => {
  const dataDir = await aDataDir()
  await mkdir(join(dataDir, 'postgres'))
  await writeFile(join(dataDir, 'postgres', 'PG_VERSION'), '14\n')
  const refused = await runGuildhall(['migrate'], { GUILDHALL_DATA: dataDir })
  expect(refused.code).toBe(1)
  expect(refused.stderr).toMatch(
    /^The data directory \S+ was created by PostgreSQL 14, but this version of Guildhall has PostgreSQL 18\. .+\n$/,
  )
})

test('refuses a schema newer than the code in one sentence', async ({ ownerDb, ownerConnectionString }) => {
  await sql`insert into kysely_migration (name, timestamp) values ('29990101000000-later', '2999-01-01')`.execute(
    ownerDb,
  )
  const refused = await runGuildhall(['migrate'], { DATABASE_URL: ownerConnectionString, GUILDHALL_SECRET: SECRET })
  expect(refused).toEqual({
    code: 1,
    stdout: '',
    stderr:
      "The database schema is newer than this version of Guildhall, which doesn't have the migration 29990101000000-later. Start the newer version.\n",
  })
})

test.runIf(isRoot && process.platform === 'linux')(
  'works as root in a folder that others can not enter, with data and programs where PostgreSQL reaches them',
  async () => {
    await mkdir('test-results', { recursive: true })
    const closed = await mkdtemp(resolve('test-results', 'closed-'))
    onTestFinished(() => rm(closed, { recursive: true, force: true }))
    await Promise.all(
      ['cli', 'lib', 'db', 'workers'].map((folder) => cp(folder, join(closed, folder), { recursive: true })),
    )
    await Promise.all(
      ['package.json', 'package-lock.json', 'tsconfig.json', 'server.ts'].map((file) => cp(file, join(closed, file))),
    )
    // The real thing, and not only a link to it: PostgreSQL's programs have to be out of reach too.
    await run('cp', ['-al', resolve('node_modules'), closed])

    const launcher = join(closed, 'cli', 'guildhall.mjs')
    const env = { ...process.env, DATABASE_URL: '', GUILDHALL_DATA: '', GUILDHALL_SECRET: '' }
    const first = await run(process.execPath, [launcher, 'migrate', '--json'], { env })
    const home = (await readFile(join(closed, '.guildhall', 'location'), 'utf8')).trim()
    onTestFinished(() => rm(home, { recursive: true, force: true }))
    expect(home).toMatch(/^\/var\/lib\/guildhall\/[0-9a-f]{16}$/)
    expect(JSON.parse(first.stdout).applied.length).toBeGreaterThan(0)
    const second = await run(process.execPath, [launcher, 'migrate', '--json'], { env })
    expect(JSON.parse(second.stdout)).toEqual({ applied: [] })
    expect(await findPostmaster(join(home, 'postgres'))).toBeUndefined()
  },
  120_000,
)
