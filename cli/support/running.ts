import { randomUUID } from 'node:crypto'
import { link, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { startOf } from '@/lib/core/processes'
import { StartError } from '@/lib/core/start-error'

const FILE = 'runtime.json'

/** What other commands need of a Guildhall that runs. */
const reachSchema = z.object({
  url: z.string(),
  /** The app's login. */
  databaseUrl: z.string(),
  /** The login that owns the schema. */
  ownerUrl: z.string(),
  secret: z.string(),
})
type Reach = z.output<typeof reachSchema>

/** What the process that holds a data folder tells the others, in a file that only its owner reads. */
const holderSchema = z.object({
  pid: z.number().int().positive(),
  /** When the process began, as startOf() says it: its number alone may be another's by now. */
  since: z.string(),
  /** Null until the database is there and migrated. */
  reach: reachSchema.nullable(),
  /** It is a `guildhall stop` at its work. */
  isStopping: z.boolean().optional(),
})
export type DataDirOwner = z.output<typeof holderSchema>

/**
 * Makes this process the one that starts, stops and migrates on a data folder, until `release`.
 * @throws StartError where another process does
 */
export async function lockDataDir(dataDir: string, { isStopping = false } = {}): Promise<void> {
  await mkdir(dataDir, { recursive: true, mode: 0o700 })
  const file = join(dataDir, FILE)
  const note = await writeNote(dataDir, null, isStopping)
  try {
    while (!(await linkOnce(note, file))) {
      const holder = await findDataDirOwner(dataDir)
      if (holder) throw new StartError(describeDataDirOwner(holder))
      await rm(file, { force: true })
    }
  } finally {
    await rm(note, { force: true })
  }
}

/** Tells the other commands how to reach what runs here now; only for the process that holds the folder. */
export async function recordAddress(dataDir: string, reach: Reach): Promise<void> {
  await rename(await writeNote(dataDir, reach), join(dataDir, FILE))
}

export const unlockDataDir = (dataDir: string): Promise<void> => rm(join(dataDir, FILE), { force: true })

/** The process that holds a data folder now; a note left by one that was killed doesn't count. */
export async function findDataDirOwner(dataDir: string): Promise<DataDirOwner | null> {
  const text = await readFile(join(dataDir, FILE), 'utf8').catch(() => '')
  const { data: holder } = holderSchema.safeParse(parse(text))
  return holder && (await startOf(holder.pid)) === holder.since ? holder : null
}

export function describeDataDirOwner({ pid, reach, isStopping }: DataDirOwner): string {
  if (reach) return `Guildhall is already running here at ${reach.url} (process ${pid}).`
  const work = isStopping ? 'stopped' : 'started or migrated'
  return `Guildhall is being ${work} here (process ${pid}). Wait until it is done.`
}

async function writeNote(dataDir: string, reach: Reach | null, isStopping = false): Promise<string> {
  const note = join(dataDir, `${FILE}.${randomUUID()}`)
  const holder: DataDirOwner = { pid: process.pid, since: (await startOf(process.pid)) ?? '', reach, isStopping }
  await writeFile(note, JSON.stringify(holder), { mode: 0o600 })
  return note
}

/** Gives a file a second name, whole and at once; false where something has that name. */
async function linkOnce(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to)
    return true
  } catch (error) {
    if ((error as { code?: string }).code === 'EEXIST') return false
    throw error
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // Cut short by a power cut.
    return null
  }
}
