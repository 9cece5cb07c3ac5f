import { sql } from 'kysely'
import { MESSAGES } from '@/lib/community/relations'
import { ensurePartitions } from '@/lib/core/db/partitions'
import { inTransaction } from '@/lib/core/db/transaction'
import type { Db } from '@/lib/core/db/types'
import { touch } from '@/lib/metrics/commands/touch'
import { type NewSample, writeSamples } from '@/lib/metrics/commands/write-samples'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

const ORIGIN = 'usage test'

/** Days of this history, its end included. */
export const HISTORY_DAYS = 40

/** Days before its end on which nothing was measured. */
export const GAP = { first: 12, last: 11 }

/** Levels with the rhythm of a day, and two days without any measurement. */
export function levelsOf(end: Date): NewSample[] {
  const hours = Array.from({ length: HISTORY_DAYS * 24 }, (_, index) => index)
  return hours.flatMap((hour) => {
    const at = new Date(end.getTime() - hour * HOUR_MS)
    const daysAgo = Math.floor((end.getTime() - at.getTime()) / DAY_MS)
    if (daysAgo >= GAP.last && daysAgo <= GAP.first) return []
    const value = 60 + Math.round(30 * Math.sin((at.getUTCHours() / 24) * 2 * Math.PI)) + (HISTORY_DAYS - daysAgo)
    return [
      { metric: 'active_users', at, value, seconds: 3600 },
      { metric: 'active_instances', at, value: Math.round(value / 8), seconds: 3600 },
      { metric: 'online_users', at, value: value + 20, seconds: 3600 },
    ]
  })
}

/**
 * A community of two channels with messages every hour, and its levels, up to the current hour. Made once, whoever asks.
 * Answers the end.
 */
export async function seedUsage(db: Db): Promise<Date> {
  const end = new Date(Math.floor(Date.now() / HOUR_MS) * HOUR_MS)
  const first = new Date(end.getTime() - HISTORY_DAYS * DAY_MS)
  for (const table of ['sample', 'message', 'rollup_quarter'] as const) await ensurePartitions(db, table, first, end)
  await inTransaction(db, async (trx) => {
    await sql`select pg_advisory_xact_lock(hashtext('usage test'))`.execute(trx)
    const made = await trx.selectFrom('origin').select('id').where('name', '=', ORIGIN).executeTakeFirst()
    if (made) return
    await writeSamples(trx, { origin: 'collected', runId: null, samples: levelsOf(end) })
    const channels = await addChannels(trx, first, end)
    const hours = Array.from({ length: HISTORY_DAYS * 24 }, (_, hour) => new Date(end.getTime() - hour * HOUR_MS))
    await touch(
      trx,
      MESSAGES,
      hours.flatMap((at) => channels.map((channel) => ({ at, labels: { channel } }))),
    )
  })
  return end
}

/** Three messages an hour in one channel and one in the other. Answers the channels' ids. */
async function addChannels(db: Db, first: Date, end: Date): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    with origin as (
      insert into origin (name) values (${ORIGIN}) returning id
    ), member as (
      insert into member (origin_id, external_id, name, joined_at)
      select id, 'm1', 'A member', ${first}::timestamptz from origin
      returning id
    ), channel as (
      insert into channel (origin_id, external_id, name)
      select origin.id, name, name from origin, unnest(array['general', 'events']) as name
      returning id, name
    ), sent as (
      insert into message (sent_at, channel_id, member_id)
      select at, channel.id, member.id from member, channel,
        generate_series(1, case when channel.name = 'general' then 3 else 1 end),
        generate_series(${first}::timestamptz + interval '1 hour', ${end}::timestamptz, interval '1 hour') as at
      returning 1
    )
    select id::text as id from channel where (select count(*) from sent) > 0 order by name desc`.execute(db)
  return rows.map(({ id }) => id)
}

/** One more measurement of active users, as a collection would bring it. */
export async function addActiveUsers(db: Db, at: Date, value: number): Promise<void> {
  await ensurePartitions(db, 'sample', at, at)
  await inTransaction(db, (trx) =>
    writeSamples(trx, {
      origin: 'collected',
      runId: null,
      samples: [{ metric: 'active_users', at, value, seconds: 3600 }],
    }),
  )
}
