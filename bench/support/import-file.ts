/** A process that imports one CSV file and prints what it found, how long it took and how much memory it had at most. */

import { existsSync, readFileSync } from 'node:fs'
import { importMessages } from '@/lib/community/import/import-messages'
import { createProgressMeter } from '@/lib/community/import/progress'
import { createDb, createPool } from '@/lib/core/db/client'

const STATUS = '/proc/self/status'

/**
 * The most memory that this process had, in MB. What Linux reports as `maxRSS` begins at what the parent had when it
 * started the process, and a test runner has more than an import.
 */
function peakMegabytes(): number {
  const kilobytes = existsSync(STATUS)
    ? Number(/^VmHWM:\s+(\d+)/m.exec(readFileSync(STATUS, 'utf8'))?.[1])
    : process.resourceUsage().maxRSS
  return kilobytes / 1024
}

const [path = ''] = process.argv.slice(2)
const pool = createPool(process.env.DATABASE_URL ?? '', 4)
const started = performance.now()
const { counts } = await importMessages(createDb(pool), {
  kind: 'csv',
  path,
  source: 'bench',
  rejectedPath: `${path}.rejected`,
  isDryRun: false,
  withBackfill: false,
  now: new Date(),
  signal: new AbortController().signal,
  meter: createProgressMeter(() => performance.now()),
})
const seconds = (performance.now() - started) / 1000
process.stdout.write(JSON.stringify({ counts, seconds, megabytes: peakMegabytes() }))
await pool.end()
