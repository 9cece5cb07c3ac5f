import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { startOf } from '@/lib/core/processes'
import { findDataDirOwner, lockDataDir, recordAddress, unlockDataDir } from './running'

const reach = { url: 'http://localhost:3000', databaseUrl: 'postgres://app', ownerUrl: 'postgres://owner', secret: 's' }

async function aDataDir(): Promise<string> {
  const dataDir = await mkdtemp(join(tmpdir(), 'guildhall-running-'))
  onTestFinished(() => rm(dataDir, { recursive: true }))
  return dataDir
}

const noteOf = (dataDir: string): string => join(dataDir, 'runtime.json')

test('one process holds a data folder, and says more once the database is there', async () => {
  const dataDir = await aDataDir()
  await lockDataDir(dataDir)
  expect(await findDataDirOwner(dataDir)).toMatchObject({ pid: process.pid, reach: null })
  await expect(lockDataDir(dataDir)).rejects.toThrow(/^Guildhall is being started or migrated here/)
  await recordAddress(dataDir, reach)
  expect(await findDataDirOwner(dataDir)).toMatchObject({ reach })
  expect((await stat(noteOf(dataDir))).mode & 0o777).toBe(0o600)
  await expect(lockDataDir(dataDir)).rejects.toThrow(/^Guildhall is already running here at http:\/\/localhost:3000/)
  await unlockDataDir(dataDir)
  expect(await findDataDirOwner(dataDir)).toBeNull()
})

test('of many that come at once one holds it', async () => {
  const dataDir = await aDataDir()
  const outcomes = await Promise.allSettled(Array.from({ length: 20 }, () => lockDataDir(dataDir)))
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
})

const notes: [string, string][] = [
  ['of a process that has ended', JSON.stringify({ pid: 2 ** 22 + 1, since: 'x', reach })],
  // A container numbers its processes alike at each start, so that it may be this very process.
  ['whose number is this process’s by now', JSON.stringify({ pid: process.pid, since: 'another boot 1', reach })],
  ['that a power cut has cut short', '{"pid":12'],
  ['of an older version', JSON.stringify({ pid: process.pid, url: 'http://localhost:3000' })],
]

test.for(notes)('a note %s holds nobody up', async ([, note]) => {
  const dataDir = await aDataDir()
  await writeFile(noteOf(dataDir), note)
  expect(await findDataDirOwner(dataDir)).toBeNull()
  await lockDataDir(dataDir)
  expect(JSON.parse(await readFile(noteOf(dataDir), 'utf8'))).toMatchObject({ since: await startOf(process.pid) })
})
