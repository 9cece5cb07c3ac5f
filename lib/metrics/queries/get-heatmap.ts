import { type RawBuilder, sql } from 'kysely'
import type { ReadDb } from '@/lib/core/db/types'
import { invalid } from '@/lib/core/errors'
import { KINDS } from '../kinds/registry'
import { hasWholeHourOffsets, splitRange } from '../range-segments'
import type { HeatmapQuery, HeatmapView } from '../schema'
import { levelOf, seriesHeader } from './get-series'
import { rolledUpRows } from './rolled-up'
import { findSeries, resolveScope, type Scope } from './scope'

const QUARTER_MS = 900_000

interface WeekHour {
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
  const { week } = KINDS[scope.metric.kind]
  if (!week) throw invalid('metric', "Daily figures can't be shown by hour.", 'metric.by_day')
  const { isLevel } = week
  const first = await week.findStart(db, scope)
  const from = new Date(
    Math.ceil(Math.max(scope.from.getTime(), first?.getTime() ?? Infinity) / QUARTER_MS) * QUARTER_MS,
  )
  const to = new Date(Math.floor(scope.end.getTime() / QUARTER_MS) * QUARTER_MS)
  // False also where nothing was ever counted: then there is no start.
  const hasSpan = from < to
  const measured = hasSpan ? await measure(db, scope, from, to) : []
  const lasted = isLevel || !hasSpan ? new Map<string, number>() : await countHours(db, scope, from, to)
  const known = new Map(measured.map((row) => [weekHourKey(row), row]))
  const cells = allWeekHours().map((slot) => {
    const row = known.get(weekHourKey(slot))
    const hours = isLevel ? (row?.covered_seconds ?? 0) / 3600 : (lasted.get(weekHourKey(slot)) ?? 0)
    const total = (isLevel ? row?.value_seconds : row?.sum) ?? 0
    const value = hours > 0 ? (isLevel ? total / (hours * 3600) : total / hours) : null
    return { ...slot, value, total: isLevel ? (value ?? 0) : total, hours }
  })
  return { ...seriesHeader(scope), from: scope.from.toISOString(), to: scope.to.toISOString(), cells }
}

const weekHourKey = ({ weekday, hour }: WeekHour): string => `${weekday} ${hour}`

const allWeekHours = (): WeekHour[] =>
  Array.from({ length: 7 * 24 }, (_, index) => ({ weekday: Math.floor(index / 24) + 1, hour: index % 24 }))

const shownAt = (zone: string): RawBuilder<unknown> => sql`
  extract(isodow from at at time zone ${zone})::int as weekday, extract(hour from at at time zone ${zone})::int as hour`

async function measure(db: ReadDb, scope: Scope, from: Date, to: Date) {
  const { zone } = scope
  const level = await levelOf(db, scope, { filters: {}, by: [] })
  const ids = (await findSeries(db, scope, level, {})).map(({ id }) => id)
  if (ids.length === 0) return []
  // Parts are covered together, to the quarter; see getCoverage.
  const resolution = ids.length === 1 ? 'hour' : '15m'
  const pieces = splitRange(from, to, { zone, hasDays: false, resolution })
  const { rows } = await sql<WeekHour & { sum: number; value_seconds: number; covered_seconds: number }>`
    select ${shownAt(zone)}, sum(sum order by at) as sum,
      sum(value_seconds order by at) as value_seconds, sum(covered_seconds order by at) as covered_seconds
    from (
      select at, sum(sum order by series_id) as sum, sum(value_seconds order by series_id) as value_seconds,
        max(covered_seconds) as covered_seconds
      from (${sql.join(rolledUpRows(pieces, ids, zone), sql` union all `)}) as piece group by at
    ) as piece
    group by 1, 2`.execute(db)
  return rows
}

/** Hours that each hour of the week lasted in all. */
async function countHours(db: ReadDb, { zone }: Scope, from: Date, to: Date): Promise<Map<string, number>> {
  const isWhole = hasWholeHourOffsets(zone, from, to) && [from, to].every((at) => at.getTime() % (4 * QUARTER_MS) === 0)
  const step = isWhole ? 1 : 0.25
  const { rows } = await sql<WeekHour & { hours: number }>`
    select ${shownAt(zone)}, count(*) * ${step}::float8 as hours
    from generate_series(${from}::timestamptz, ${to}::timestamptz - interval '1 microsecond',
      ${step}::float8 * interval '1 hour') as at
    group by 1, 2`.execute(db)
  return new Map(rows.map((row) => [weekHourKey(row), row.hours]))
}
