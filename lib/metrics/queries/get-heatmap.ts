import { type RawBuilder, sql } from 'kysely'
import type { ReadDb } from '@/lib/core/db/types'
import { invalid } from '@/lib/core/errors'
import { hasWholeHourOffsets, splitRange } from '../pieces'
import type { HeatmapQuery, HeatmapView } from '../schema'
import { findFirstEvent } from './counted-cells'
import { headOf } from './get-series'
import { rolledUpRows } from './rolled-up'
import { resolveScope, type Scope } from './scope'

const QUARTER_MS = 900_000

interface Slot {
  weekday: number
  hour: number
}

/**
 * When in the week a community is busy: for each hour of each weekday, as the zone's clocks show it, a gauge's mean or a
 * count per hour. Made of whole quarters of the range; hours that clocks skip or repeat count for what they last.
 * @throws DomainError `metric.by_day` (invalid) for day figures, and as resolveScope
 */
export async function getHeatmap(db: ReadDb, query: HeatmapQuery): Promise<HeatmapView> {
  const scope = await resolveScope(db, query)
  const { kind, name } = scope.metric
  if (kind === 'distinct') throw invalid('metric', 'Day figures have no hours.', 'metric.by_day')
  const first =
    kind === 'event'
      ? await findFirstEvent(db, name === 'messages' ? name : 'feature_usage', scope.totalId, scope.zone)
      : scope.from
  const from = new Date(
    Math.ceil(Math.max(scope.from.getTime(), first?.getTime() ?? Infinity) / QUARTER_MS) * QUARTER_MS,
  )
  const to = new Date(Math.floor(scope.end.getTime() / QUARTER_MS) * QUARTER_MS)
  // False also where nothing was ever counted: then there is no start.
  const hasSpan = from < to
  const measured = hasSpan ? await measure(db, scope, from, to) : []
  const lasted = kind === 'gauge' || !hasSpan ? new Map<string, number>() : await countHours(db, scope, from, to)
  const known = new Map(measured.map((row) => [slotKey(row), row]))
  const cells = allSlots().map((slot) => {
    const row = known.get(slotKey(slot))
    const hours = kind === 'gauge' ? (row?.covered_seconds ?? 0) / 3600 : (lasted.get(slotKey(slot)) ?? 0)
    const total = (kind === 'gauge' ? row?.value_seconds : row?.sum) ?? 0
    const value = hours > 0 ? (kind === 'gauge' ? total / (hours * 3600) : total / hours) : null
    return { ...slot, value, total: kind === 'gauge' ? (value ?? 0) : total, hours }
  })
  return { ...headOf(scope), from: scope.from.toISOString(), to: scope.to.toISOString(), cells }
}

const slotKey = ({ weekday, hour }: Slot): string => `${weekday} ${hour}`

const allSlots = (): Slot[] =>
  Array.from({ length: 7 * 24 }, (_, index) => ({ weekday: Math.floor(index / 24) + 1, hour: index % 24 }))

const shownAt = (zone: string): RawBuilder<unknown> => sql`
  extract(isodow from at at time zone ${zone})::int as weekday, extract(hour from at at time zone ${zone})::int as hour`

async function measure(db: ReadDb, { zone, totalId }: Scope, from: Date, to: Date) {
  if (totalId === null) return []
  const pieces = splitRange(from, to, { zone, hasDays: false, resolution: 'hour' })
  const { rows } = await sql<Slot & { sum: number; value_seconds: number; covered_seconds: number }>`
    select ${shownAt(zone)}, sum(sum order by at) as sum,
      sum(value_seconds order by at) as value_seconds, sum(covered_seconds order by at) as covered_seconds
    from (${sql.join(rolledUpRows(pieces, [totalId], zone), sql` union all `)}) as piece
    group by 1, 2`.execute(db)
  return rows
}

/** Hours that each hour of the week lasted in all. */
async function countHours(db: ReadDb, { zone }: Scope, from: Date, to: Date): Promise<Map<string, number>> {
  const isWhole = hasWholeHourOffsets(zone, from, to) && [from, to].every((at) => at.getTime() % (4 * QUARTER_MS) === 0)
  const step = isWhole ? 1 : 0.25
  const { rows } = await sql<Slot & { hours: number }>`
    select ${shownAt(zone)}, count(*) * ${step}::float8 as hours
    from generate_series(${from}::timestamptz, ${to}::timestamptz - interval '1 microsecond',
      ${step}::float8 * interval '1 hour') as at
    group by 1, 2`.execute(db)
  return new Map(rows.map((row) => [slotKey(row), row.hours]))
}
