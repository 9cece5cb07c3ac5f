import { randomUUID } from 'node:crypto'
import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { env } from '@/lib/core/env'
import { type RecordedHead, recordedHead } from './schema'

/** Beside the data and outside of the database, whose owner could take the end of the log back. */
export const auditHeadFile = (): string => resolve(env().dataDir, 'audit-head.json')

/** There is a file, and it says nothing that could be a head. */
export class UnreadableHead extends Error {
  override readonly name = 'UnreadableHead'
}

/** The head that was last recorded on this machine; null where none was. @throws UnreadableHead */
export async function readRecordedHead(file = auditHeadFile()): Promise<RecordedHead | null> {
  try {
    return recordedHead.parse(JSON.parse(await readFile(file, 'utf8')))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw new UnreadableHead(`The recorded head of the audit log in ${file} can't be read.`, { cause: error })
  }
}

/**
 * Puts a head in the place of the one before: whole or not at all, and on the disk when this answers. The caller holds the lock of
 * record-head.ts and has seen that it goes forward.
 */
export async function writeRecordedHead(head: RecordedHead, file = auditHeadFile()): Promise<void> {
  const folder = dirname(file)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  await removeUnfinished(file)
  const unfinished = `${file}.${randomUUID()}`
  const handle = await open(unfinished, 'wx', 0o600)
  try {
    await handle.writeFile(`${JSON.stringify(head)}\n`)
    await handle.sync()
  } finally {
    await handle.close()
  }
  await rename(unfinished, file)
  await syncFolder(folder)
}

/** Of workers that were killed: nobody else writes while the lock is held. */
async function removeUnfinished(file: string): Promise<void> {
  const prefix = `${basename(file)}.`
  const names = (await readdir(dirname(file))).filter((name) => name.startsWith(prefix))
  await Promise.all(names.map((name) => rm(join(dirname(file), name), { force: true })))
}

/** So that a power cut does not bring the earlier name back. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
