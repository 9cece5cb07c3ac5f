import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { sql } from 'kysely'
import { from as copyFrom } from 'pg-copy-streams'
import type { Session } from '@/lib/core/db/session'
import type { MessageRow, RejectedLine, RowBatch } from '../importers/lines'

export interface StageCounts {
  lines: number
  rejected: number
}

const COLUMNS = 'n, external_id, member, member_name, channel, channel_name, topic, sent_at, text, length'

/**
 * Copies every good line into a temporary table of the session, numbered in the order of the file, and hands the bad ones on.
 * Nothing is in the mirror yet, and no more than a batch is in memory.
 */
export async function stageRows(
  { client, db }: Session,
  batches: AsyncIterable<RowBatch>,
  options: { signal: AbortSignal; onBatch: (counts: StageCounts, bad: readonly RejectedLine[]) => Promise<void> },
): Promise<StageCounts> {
  await sql`create temporary table staged (
    n bigint not null, external_id text collate "C" not null, member text not null, member_name text,
    channel text not null, channel_name text, topic text, sent_at timestamptz not null, text text, length int
  )`.execute(db)
  const counts: StageCounts = { lines: 0, rejected: 0 }
  async function* rows(): AsyncGenerator<string> {
    for await (const batch of batches) {
      counts.rejected += batch.bad.length
      yield batch.good.map((message, index) => toCopyRow(counts.lines + index, message)).join('')
      counts.lines += batch.good.length + batch.bad.length
      await options.onBatch(counts, batch.bad)
    }
  }
  const copy = client.query(copyFrom(`copy pg_temp.staged (${COLUMNS}) from stdin`))
  await pipeline(Readable.from(rows(), { objectMode: true, highWaterMark: 1 }), copy, { signal: options.signal })
  return counts
}

function toCopyRow(n: number, message: MessageRow): string {
  const { externalId, member, memberName, channel, channelName, topic, sentAt, text, length } = message
  const optional = (value: string | null) => (value === null ? '\\N' : toCopyText(value))
  return `${n}\t${toCopyText(externalId)}\t${toCopyText(member)}\t${optional(memberName)}\t${toCopyText(channel)}\t${optional(channelName)}\t${optional(topic)}\t${sentAt}\t${optional(text)}\t${length ?? '\\N'}\n`
}

const ESCAPES: Record<string, string> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' }

const toCopyText = (text: string): string => text.replace(/[\\\t\n\r]/g, (char) => ESCAPES[char] ?? char)

/** Keeps the last line of each message and answers how many messages there are. The staged lines are given up. */
export async function keepLatestRows({ db }: Session): Promise<number> {
  await sql`set work_mem = '64MB'`.execute(db)
  // Other work has the other cores.
  await sql`set max_parallel_workers_per_gather = 0`.execute(db)
  await sql`create temporary table last_line as
    select distinct on (external_id) * from staged order by external_id, n desc`.execute(db)
  await sql`drop table staged`.execute(db)
  await sql`analyze last_line`.execute(db)
  const { rows } = await sql<{ messages: number }>`select count(*) as messages from last_line`.execute(db)
  return rows[0]?.messages ?? 0
}
