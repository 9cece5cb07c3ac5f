import { sql } from 'kysely'
import { Temporal } from 'temporal-polyfill'
import type { ReadDb } from '@/lib/core/db/types'
import { invalid } from '@/lib/core/errors'
import { isDayStart } from '@/lib/core/time/zoned'
import type { Measured } from '../points'
import type { SummaryView } from '../schema'
import { OTHER } from '../terms'
import { countActiveBetween, countNewBetween, countWholeDays } from './active-between'
import { type Cell, TOTAL } from './cells'
import {
  type DistinctResolution,
  findTopChannels,
  getChannelMemberCells,
  getDistinctCells,
  localDays,
} from './distinct-cells'
import { countedIn, type Line, type Plan, rowsByGroup, toLine } from './lines'
import type { Scope } from './scope'

/** How far asOf may lie behind the present and a day that is not over still be answered as it is kept. */
const PRESENT_MS = 5 * 60_000

/** Lines of a distinct count. Nothing is added up: weeks, months, the range and "other" are each counted anew. */
export async function getDistinctLines(db: ReadDb, scope: Scope, plan: Plan): Promise<Line[]> {
  if (plan.by || plan.filter) return getChannelLines(db, scope, plan)
  const { buckets } = plan
  const cells = await getDistinctCells(db, scope, { resolution: calendar(plan), buckets, group: TOTAL })
  const first = await firstActiveAt(db)
  return [lineOf(null, cells, { scope, plan, first, total: await countRange(db, scope, buckets) })]
}

async function getChannelLines(db: ReadDb, scope: Scope, plan: Plan): Promise<Line[]> {
  const { buckets } = plan
  const whole = buckets.slice(0, 1)
  const first = await firstActiveAt(db)
  const values = plan.filter?.values
  if (values) requireIds(values)
  const count = async (value: string | null, channels: readonly string[], isRest = false): Promise<Line> => {
    const of = { group: TOTAL, channels, isRest }
    const cells = await getChannelMemberCells(db, scope, { ...of, buckets })
    const all = await getChannelMemberCells(db, scope, { ...of, buckets: whole })
    return lineOf(value, cells, { scope, plan, first, total: all[0]?.sum ?? 0 })
  }
  if (!plan.by) return [await count(null, values ?? [])]
  const top = await findTopChannels(db, scope, plan.top, values)
  const lines = await Promise.all(top.map((channel) => count(channel, [channel])))
  const rest = values
    ? await count(
        OTHER,
        values.filter((value) => !top.includes(value)),
      )
    : await count(OTHER, top, true)
  return rest.summary.value ? [...lines, rest] : lines
}

function requireIds(values: readonly string[]): void {
  if (values.every((value) => /^\d{1,18}$/.test(value))) return
  throw invalid('label.channel', 'A channel is named by its id.', 'label.bad_value')
}

const calendar = ({ resolution }: Plan): DistinctResolution => {
  if (resolution === 'day' || resolution === 'week' || resolution === 'month') return resolution
  throw new Error(`distinct counts have no ${resolution}`)
}

/** Distinct members of the whole range. */
export async function countRange(db: ReadDb, scope: Scope, buckets: Plan['buckets']): Promise<number> {
  const metric = scope.metric.name === 'daily_new_users' ? 'daily_new_users' : 'daily_active_users'
  const isDayEdge = (at: Date) => isDayStart(Temporal.Instant.from(at.toISOString()), scope.zone)
  const isPresent = scope.end >= scope.asOf && Date.now() - scope.asOf.getTime() < PRESENT_MS
  const days = localDays(scope, buckets)
  if (days && isDayEdge(scope.from) && (isDayEdge(scope.end) || isPresent)) return countWholeDays(db, metric, days)
  const count = metric === 'daily_new_users' ? countNewBetween : countActiveBetween
  return scope.from < scope.end ? count(db, scope.from, scope.end) : 0
}

/** When the first local day begins on which anybody was active. */
async function firstActiveAt(db: ReadDb): Promise<Date | null> {
  const { rows } = await sql<{ at: Date | null }>`
    select min(first_active_on)::timestamp at time zone (select zone from activity_state) as at from member`.execute(db)
  return rows[0]?.at ?? null
}

function lineOf(
  value: string | null,
  cells: readonly Cell[],
  { scope, plan, first, total }: { scope: Scope; plan: Plan; first: Date | null; total: number },
): Line {
  const row = rowsByGroup(cells).get(TOTAL)
  // In another zone the first day may be a day earlier: what was counted there shows anyway. Nobody is not counted.
  const counted = [...(row ?? [])].filter(([, cell]) => cell.sum > 0).map(([index]) => index)
  const begins = Math.min(
    ...counted,
    first ? plan.buckets.filter((bucket) => bucket.until <= first).length : plan.buckets.length,
  )
  const measure = (index: number): Measured | null => {
    const bucket = plan.buckets[index]
    if (!bucket || index < begins) return null
    return countedIn(bucket, scope, row?.get(index)?.sum ?? 0)
  }
  const summarise = (measured: readonly Measured[]): SummaryView => ({
    value: measured.length > 0 ? total : null,
    min: null,
    max: null,
    samples: total,
    coveredSeconds: measured.reduce((seconds, one) => seconds + one.coveredSeconds, 0),
  })
  return toLine(value, plan, scope, measure, summarise)
}
