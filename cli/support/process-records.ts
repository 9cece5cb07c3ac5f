import { lstat, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { startOf } from '@/lib/core/processes'

const FOLDER = 'processes'

const noteSchema = z.object({
  /** What it is: `web`, `worker`. */
  name: z.string(),
  pid: z.number().int().positive(),
  /** When it began, as startOf() says it. */
  since: z.string(),
})
export type ProcessRecord = z.output<typeof noteSchema>

const fileOf = (dataDir: string, pid: number): string => join(dataDir, FOLDER, `${pid}.json`)

/** Notes a process that was just started on a data folder, so that it is found also after whoever started it was killed. */
export async function recordProcess(dataDir: string, name: string, pid: number): Promise<void> {
  const since = await startOf(pid)
  if (!since) return
  await mkdir(join(dataDir, FOLDER), { recursive: true, mode: 0o700 })
  await writeFile(fileOf(dataDir, pid), JSON.stringify({ name, pid, since } satisfies ProcessRecord), { mode: 0o600 })
}

export const deleteProcessRecord = (dataDir: string, pid: number): Promise<void> =>
  rm(fileOf(dataDir, pid), { force: true })

/** What else lies there is not ours to read or to remove. */
const NOTE_NAME = /^\d{1,10}\.json$/

/** The noted processes that still run, by name; notes of others are removed, also where their number is another's by now. */
export async function listProcesses(dataDir: string): Promise<ProcessRecord[]> {
  if (!(await isOwnFolder(join(dataDir, FOLDER)))) return []
  const files = (await readdir(join(dataDir, FOLDER))).filter((file) => NOTE_NAME.test(file))
  const notes = await Promise.all(files.map((file) => readLiveNote(join(dataDir, FOLDER, file))))
  return notes.filter((note) => note !== null).toSorted((a, b) => a.name.localeCompare(b.name))
}

/** Whoever owns the folder says which processes are ended: nobody but the user whose processes these are, and no link elsewhere. */
async function isOwnFolder(folder: string): Promise<boolean> {
  const found = await lstat(folder).catch(() => null)
  if (!found?.isDirectory()) return false
  return process.getuid === undefined || found.uid === process.getuid()
}

async function readLiveNote(file: string): Promise<ProcessRecord | null> {
  const text = await readFile(file, 'utf8').catch(() => '')
  const { data: note } = noteSchema.safeParse(parse(text))
  if (note && (await startOf(note.pid)) === note.since) return note
  await rm(file, { force: true })
  return null
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // Cut short by a power cut.
    return null
  }
}
