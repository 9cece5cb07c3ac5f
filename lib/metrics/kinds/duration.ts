import { sql } from 'kysely'
import type { ReadDb } from '@/lib/core/db/types'
import { type EntryOf, isKind, type MetricEntry } from '../entry'
import { chooseLevel } from '../levels'
import { type BucketSummary, elapsedSeconds } from '../points'
import { bucketOf } from '../queries/cells'
import { columnOf, passesFilters } from '../queries/counted-cells'
import { asOneBucket, type Line, otherLabels, type QueryPlan, startsOf, toLine } from '../queries/lines'
import type { Scope } from '../queries/scope'
import type { SummaryView } from '../schema'
import { QUANTILE_LABEL, QUANTILES, type Quantile } from '../terms'
import type { KindOfMetric } from './kind'
import { type Departure, quantileOf } from './survival'

/**
 * How long something takes, by the instant at which it began: p50 and p90 over the rows of each bucket, straight from the rows. What
 * is open at asOf counts for as long as it has lasted (`quantileOf`). The quantile is a label of its own: without a breakdown
 * there is a line for each.
 */
export const durationKind: KindOfMetric = {
  name: 'duration',
  isSampled: false,
  findFinest: async () => 0,
  findLevel: async (_db, { metric }, wanted, paths) => {
    const labels = wanted.filter((name) => name !== QUANTILE_LABEL)
    // Rows can be grouped by any of their labels; one that they don't have is refused.
    return chooseLevel(
      metric,
      labels,
      labels.every((name) => metric.dimensions.includes(name)) ? [labels] : [[]],
      paths,
    )
  },
  getLines,
  week: null,
}

function durationOf(metric: MetricEntry): EntryOf<'duration'> {
  if (isKind(metric, 'duration')) return metric
  throw new Error(`${metric.name} is not a duration`)
}

interface RowGroup {
  key: string
  labels: Line['labels']
  /** By the bucket, counted from 0. */
  buckets: Map<number, Departure[]>
}

async function getLines(db: ReadDb, scope: Scope, plan: QueryPlan): Promise<Line[]> {
  const by = plan.by.filter((name) => name !== QUANTILE_LABEL)
  const groups = await readGroups(db, scope, plan, by)
  const asked = plan.filters[QUANTILE_LABEL]
  const known = Object.keys(QUANTILES) as Quantile[]
  const wanted = known.filter((name) => asked?.includes(name) ?? true)
  // A chart by channel, say, would be too full with two lines of each, unless they are asked for.
  const isSplit = plan.by.includes(QUANTILE_LABEL) || (by.length === 0 && !asked)
  const shown = isSplit ? wanted : wanted.slice(0, 1)
  const whole = await readGroups(db, scope, asOneBucket(plan), by)
  return groups.flatMap((group) => {
    const range = whole.find(({ key }) => key === group.key)?.buckets.get(0) ?? []
    return shown.map((quantile) =>
      lineOf({ ...group.labels, ...(isSplit ? { [QUANTILE_LABEL]: quantile } : {}) }, group, {
        scope,
        plan,
        quantile,
        range,
      }),
    )
  })
}

interface DepartureRow extends Departure {
  labels: string[]
  bucket: number
}

/** The rows that began in each bucket, by how long each lasted until asOf; the groups with most rows, and the rest as one. */
async function readGroups(db: ReadDb, scope: Scope, plan: QueryPlan, by: readonly string[]): Promise<RowGroup[]> {
  const { relation } = durationOf(scope.metric)
  const { [QUANTILE_LABEL]: _quantiles, ...filters } = plan.filters
  const labels = by.map((name) => sql`${columnOf(relation, name)}::text`)
  const isOpen = sql`(${relation.until} is null or ${relation.until} > ${scope.asOf}::timestamptz)`
  const { rows } = await sql<DepartureRow>`
    select array[${sql.join(labels)}]::text[] as labels, ${bucketOf(relation.at, startsOf(plan))} as bucket,
      greatest(0, extract(epoch from case when ${isOpen} then ${scope.asOf}::timestamptz else ${relation.until} end - ${relation.at}))::float8
        as seconds,
      (count(*) filter (where not ${isOpen}))::int as ended, count(*)::int as "left"
    from ${relation.rows}
    where ${relation.at} >= ${scope.from}::timestamptz and ${relation.at} < ${scope.end}::timestamptz
      ${relation.where ? sql`and ${relation.where}` : sql``} ${passesFilters(relation, filters)}
    group by 1, 2, 3`.execute(db)
  const groups = [...Map.groupBy(rows, (row) => JSON.stringify(row.labels))].map(([key, members]) => ({
    ...toGroup(key, Object.fromEntries(by.map((name, index) => [name, members[0]?.labels[index] ?? ''])), members),
    members,
  }))
  if (by.length === 0) return groups.length > 0 ? groups : [toGroup('[]', {}, [])]
  const ranked = groups.sort(
    (one, other) => sizeOf(other.members) - sizeOf(one.members) || (one.key < other.key ? -1 : 1),
  )
  const rest = ranked.slice(plan.top).flatMap(({ members }) => members)
  if (rest.length === 0) return ranked
  return [...ranked.slice(0, plan.top), toGroup('other', otherLabels(by), rest)]
}

const sizeOf = (departures: readonly Departure[]): number => departures.reduce((total, { left }) => total + left, 0)

const toGroup = (key: string, labels: Line['labels'], rows: readonly DepartureRow[]): RowGroup => ({
  key,
  labels,
  buckets: Map.groupBy(rows, ({ bucket }) => bucket - 1),
})

interface LineContext {
  scope: Scope
  plan: QueryPlan
  quantile: Quantile
  /** All rows of the range. */
  range: readonly Departure[]
}

/** A bucket whose share has not ended yet has no quantile, and is left out. */
function lineOf(labels: Line['labels'], { buckets }: RowGroup, { scope, plan, quantile, range }: LineContext): Line {
  const measure = (index: number): BucketSummary | null => {
    const departures = buckets.get(index)
    const bucket = plan.buckets[index]
    const value = departures && quantileOf(departures, QUANTILES[quantile])
    if (!bucket || !departures || value === null || value === undefined) return null
    const coveredSeconds = elapsedSeconds(bucket, scope)
    return { value, min: null, max: null, ...countOf(departures), valueSeconds: 0, coveredSeconds }
  }
  return toLine(
    labels,
    plan,
    scope,
    measure,
    (measured): SummaryView => ({
      value: quantileOf(range, QUANTILES[quantile]),
      min: null,
      max: null,
      ...countOf(range),
      coveredSeconds: measured.reduce((seconds, one) => seconds + one.coveredSeconds, 0),
    }),
  )
}

const countOf = (departures: readonly Departure[]) => ({
  samples: sizeOf(departures),
  open: departures.reduce((total, { ended, left }) => total + left - ended, 0),
})
