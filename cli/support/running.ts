import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { commandLine } from '@/lib/core/processes'

const FILE = 'runtime.json'

/** What a running `npm start` tells the other commands, in a file that only its owner reads. */
const runningSchema = z.object({
  /** Of the supervisor. */
  pid: z.number().int().positive(),
  startedAt: z.iso.datetime(),
  url: z.string(),
  /** The app's login. */
  databaseUrl: z.string(),
  /** The login that owns the schema. */
  ownerUrl: z.string(),
  secret: z.string(),
})
export type Running = z.output<typeof runningSchema>

export async function noteRunning(dataDir: string, running: Running): Promise<void> {
  await mkdir(dataDir, { recursive: true })
  await rm(join(dataDir, FILE), { force: true })
  await writeFile(join(dataDir, FILE), JSON.stringify(running), { mode: 0o600 })
}

export const forgetRunning = (dataDir: string): Promise<void> => rm(join(dataDir, FILE), { force: true })

/** The `npm start` that runs on this data folder now; a note left by one that was killed doesn't count. */
export async function findRunning(dataDir: string): Promise<Running | null> {
  const text = await readFile(join(dataDir, FILE), 'utf8').catch(() => null)
  if (text === null) return null
  const running = runningSchema.safeParse(JSON.parse(text))
  if (!running.success) return null
  // After a power cut the number may belong to another process.
  return (await commandLine(running.data.pid)).includes('guildhall') ? running.data : null
}
