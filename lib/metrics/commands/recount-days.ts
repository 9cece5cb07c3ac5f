import { sql } from 'kysely'
import { inTransaction } from '@/lib/core/db/transaction'
import type { Db, Trx } from '@/lib/core/db/types'
import { publishChange } from '@/lib/core/realtime/publish'
import { ENTRIES } from '../entries'
import { ofKind } from '../entry'
import type { MemberCount } from '../relation'
import { ensureSeries, seriesText } from './ensure-series'

/** Days recounted in one transaction: a little more than a year, so that most batches touch two blocks of bitmaps. */
const BATCH_DAYS = 400
const DAY_MS = 86_400_000

/** The metrics whose days are kept. */
const KEPT = ofKind([...ENTRIES.values()], 'distinct').filter(({ relation }) => relation.isKept)

/**
 * Recounts the day figures of every day that is marked when it starts. Idempotent; stops between batches when the signal
 * is aborted.
 * @returns how many days were recounted
 */
export async function recountDays(db: Db, signal?: AbortSignal): Promise<number> {
  let done = 0
  let after: string | undefined
  while (!signal?.aborted) {
    const batch = await inTransaction(db, (trx) => recountBatch(trx, after))
    if (!batch) break
    after = batch.last
    done += batch.days
  }
  return done
}

async function recountBatch(trx: Trx, after: string | undefined): Promise<{ last: string; days: number } | undefined> {
  const next = await sql<{ day: string | null }>`
    select min(day)::text as day from day_dirty where day > coalesce(${after ?? null}::date, '-infinity')`.execute(trx)
  const start = next.rows[0]?.day
  if (!start) return undefined
  const end = addDays(start, BATCH_DAYS)
  const taken = await sql<{ day: string }>`
    delete from day_dirty using (
      select day from day_dirty where day >= ${start}::date and day < ${end}::date for update skip locked
    ) as taken where day_dirty.day = taken.day
    returning day_dirty.day::text as day`.execute(trx)
  const days = taken.rows.map((row) => row.day).sort()
  const [first, last] = [days[0], days.at(-1)]
  if (first === undefined || last === undefined) return { last: addDays(end, -1), days: 0 }
  // A later statement than the one that took the marks, so it sees all that was committed before they were taken.
  const range = { from: first, to: addDays(last, 1) }
  const wanted = new Set(days)
  for (const { name, relation } of KEPT) {
    const { count } = await relation.load()
    const counts = (await count(trx, { ...range, unit: 'day' })).filter((row) => wanted.has(row.start))
    await storeDays(trx, name, counts)
  }
  await publishChange(trx, { topic: 'samples' })
  return { last: addDays(end, -1), days: days.length }
}

/** Day figures stand in `last`; a day without any has no row. */
async function storeDays(trx: Trx, metric: string, counts: readonly MemberCount[]): Promise<void> {
  const ids = await ensureSeries(trx, [{ metric }])
  const seriesId = ids.get(seriesText({ metric }))
  await sql`
    with counted as (
      select * from unnest(
        ${counts.map((row) => row.start)}::date[], ${counts.map((row) => row.members)}::int[]
      ) as counted (day, members)
    ), gone as (
      delete from rollup_day using counted
      where rollup_day.series_id = ${seriesId} and rollup_day.day = counted.day and counted.members = 0
    )
    insert into rollup_day (series_id, day, samples, sum, min, max, first, last, value_seconds, covered_seconds)
    select ${seriesId}::int, day, members, members, members, members, members, members, 0, 0
    from counted where members > 0
    on conflict (series_id, day) do update set samples = excluded.samples, sum = excluded.sum, min = excluded.min,
      max = excluded.max, first = excluded.first, last = excluded.last`.execute(trx)
}

/** Marks every day that has activity, or a figure. */
export async function markAllDays(trx: Trx): Promise<void> {
  await sql`
    insert into day_dirty (day)
    select generate_series(min(day), max(day), interval '1 day')::date from (
      select min(first_active_on) as day from member
      union all select max((last_active_at at time zone (select zone from activity_state))::date) from member
      union all select min(day) from rollup_day
      union all select max(day) from rollup_day
    ) as known having min(day) is not null
    order by 1
    on conflict (day) do update set day = excluded.day where false`.execute(trx)
}

const addDays = (day: string, days: number): string =>
  new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, 10)
