import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createReadStream, createWriteStream } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { sql } from 'kysely'
import { from as copyFrom, to as copyTo } from 'pg-copy-streams'
import { withSession } from '@/lib/core/db/session'
import { type BenchDatabase, makeFolder, withBenchDatabase } from './support/database'
import { onEnd } from './support/endings'
import { bundleImporter } from './support/importer'
import type { BenchContext } from './support/report'

export const diskGigabytes = 4

const COPY_BAR = 4
const MEMORY_BAR_MB = 300
const ROUNDS = 3
const MEMBERS = 5_000
const CHANNELS = 50
const YEARS_MS = 6 * 365 * 86_400_000
const LINES_A_CHUNK = 5_000
const COLUMNS = sql.raw('id, sent_at, channel_id, member_id, topic, text, length')

/** Import of a CSV file against COPY of the same rows into the same table with its indexes, and its memory at two sizes. */
export async function run({ quick, report, say }: BenchContext): Promise<void> {
  const [lines, manyLines] = quick ? [50_000, 150_000] : [600_000, 3_000_000]
  const { path: folder, remove } = await makeFolder('import')
  try {
    await withBenchDatabase(async (database) => {
      const file = await writeCsv(join(folder, 'messages.csv'), lines)
      const ratios: number[] = []
      let memory = 0
      for (let round = 1; round <= ROUNDS; round += 1) {
        const imported = await importInChild(database, file)
        const copySeconds = await copyRows(database, join(folder, 'rows.copy'))
        say(`round ${round}: import ${imported.seconds.toFixed(1)} s, COPY ${copySeconds.toFixed(1)} s`)
        ratios.push(imported.seconds / copySeconds)
        memory = Math.max(memory, imported.megabytes)
      }
      ratios.sort((a, b) => a - b)
      report({ figure: 'csv_vs_copy', value: ratios[1] ?? Number.NaN, bar: COPY_BAR, unit: 'ratio', n: lines })
      report({ figure: 'peak_memory', value: memory, bar: MEMORY_BAR_MB, unit: 'megabytes', n: lines })
      const large = await importInChild(database, await writeCsv(join(folder, 'many.csv'), manyLines))
      say(`${manyLines} lines: import ${large.seconds.toFixed(1)} s`)
      report({
        figure: 'peak_memory_large',
        value: large.megabytes,
        bar: MEMORY_BAR_MB,
        unit: 'megabytes',
        n: manyLines,
      })
    })
  } finally {
    await remove()
  }
}

/** Six years of messages, ids ascending with time, and a repeat every hundred lines. */
async function writeCsv(path: string, lines: number): Promise<string> {
  const first = Date.UTC(2018, 0, 1)
  function* chunks(): Generator<string> {
    yield 'message_id,member_id,channel_id,channel_name,topic_id,sent_at,length\n'
    for (let from = 0; from < lines; from += LINES_A_CHUNK) {
      let text = ''
      for (let n = from; n < Math.min(lines, from + LINES_A_CHUNK); n += 1) {
        const message = n % 100 === 99 ? n - 50 : n
        // Squares of a fraction: few members and channels hold most of the messages.
        const member = Math.floor((((message * 7_919) % 10_007) ** 2 / 10_007 ** 2) * MEMBERS)
        const channel = Math.floor((((message * 104_729) % 1_009) ** 2 / 1_009 ** 2) * CHANNELS)
        const at = new Date(first + Math.floor((message / lines) * YEARS_MS)).toISOString()
        text += `${100_000_000 + message},m${member},${channel},channel ${channel},t${message % 4_000},${at},${message % 300}\n`
      }
      yield text
    }
  }
  await pipeline(Readable.from(chunks()), createWriteStream(path))
  return path
}

/** Runs the command in a process of its own, into an empty mirror. */
async function importInChild(
  { ownerDb, appUrl, settle }: BenchDatabase,
  file: string,
): Promise<{ seconds: number; megabytes: number }> {
  await sql`truncate message, message_key, activity, rollup_dirty, day_dirty, member, channel restart identity cascade`.execute(
    ownerDb,
  )
  await settle()
  const child = spawn(process.execPath, [await bundleImporter(), file], {
    env: { ...process.env, DATABASE_URL: appUrl },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const stopped = onEnd(async () => child.kill('SIGKILL'))
  const text = await readAll(child)
  await stopped()
  return JSON.parse(text) as { seconds: number; megabytes: number }
}

async function readAll(child: ChildProcess): Promise<string> {
  const exited = once(child, 'exit')
  let text = ''
  for await (const chunk of child.stdout ?? []) text += String(chunk)
  const [code] = await exited
  if (code !== 0) throw new Error(`the import ended with ${String(code)}`)
  return text
}

/** Seconds that COPY takes for the rows that were imported, in the order of their instants, into the emptied table. */
async function copyRows({ ownerDb, settle }: BenchDatabase, path: string): Promise<number> {
  const signal = new AbortController().signal
  return withSession(ownerDb, signal, async ({ client, db }) => {
    const select = sql`copy (select ${COLUMNS} from message order by sent_at, id) to stdout`.compile(db).sql
    await pipeline(client.query(copyTo(select)), createWriteStream(path))
    await sql`truncate message`.execute(db)
    await settle()
    const started = performance.now()
    const copy = sql`copy message (${COLUMNS}) from stdin`.compile(db).sql
    await pipeline(createReadStream(path), client.query(copyFrom(copy)))
    return (performance.now() - started) / 1000
  })
}
