import type { ReadDb } from '@/lib/core/db/types'
import { type EntryOf, isKind, type MetricEntry } from '../entry'
import type { BucketSummary } from '../points'
import { findEntry } from '../queries/find-entries'
import { isOther, type Line, type QueryPlan, toLine } from '../queries/lines'
import { type Scope, withMetric } from '../queries/scope'
import type { PointView, SummaryView } from '../schema'
import type { KindOfMetric } from './kind'

/** The ratio of the sums of two metrics: a bucket in which either is unknown, or the denominator 0, has none. */
export const ratioKind: KindOfMetric = {
  name: 'ratio',
  isSampled: false,
  async findFinest(db, scope, level) {
    const finest = await Promise.all(
      (await sidesOf(db, scope)).map(({ kind, side }) => kind.findFinest(db, side, level)),
    )
    return Math.max(...finest)
  },
  async findLevel(db, scope, wanted, paths) {
    // Both sides have to be told apart in the same way; each reads its own level.
    for (const { kind, side } of await sidesOf(db, scope)) await kind.findLevel(db, side, wanted, paths)
    return wanted
  },
  getLines,
  week: null,
}

function ratioOf(metric: MetricEntry): EntryOf<'ratio'> {
  if (isKind(metric, 'ratio')) return metric
  throw new Error(`${metric.name} is not a ratio`)
}

/** Numerator and denominator, each with its kind. The registry is loaded late, for it has this kind too. */
async function sidesOf(db: ReadDb, scope: Scope) {
  const { KINDS } = await import('./registry')
  const { numerator, denominator } = ratioOf(scope.metric).relation
  return Promise.all(
    [numerator, denominator].map(async (name) => {
      const entry = await findEntry(db, name)
      return { kind: KINDS[entry.kind], side: withMetric(scope, entry) }
    }),
  )
}

async function getLines(db: ReadDb, scope: Scope, plan: QueryPlan): Promise<Line[]> {
  const [above, below] = await sidesOf(db, scope)
  if (!above || !below) return []
  const read = async ({ kind, side }: typeof above, change: Partial<QueryPlan> = {}): Promise<Line[]> => {
    const level = await kind.findLevel(db, side, plan.level, {})
    return kind.getLines(db, side, { ...plan, ...change, level })
  }
  const [denominators, wholes] = await Promise.all([read(below), read(above, { by: [] })])
  // A label that nothing was counted for is zero wherever the numerator as a whole was counted.
  const whole = valuesOf(wholes)
  const parts = plan.by.length === 0 ? [] : await read(above, { top: Number.MAX_SAFE_INTEGER })
  const shown = new Set(denominators.map(keyOf))
  return denominators.map((line) => {
    if (plan.by.length === 0) return divide(line, whole, { scope, plan })
    const own = parts.filter((part) => (isOther(line) ? !shown.has(keyOf(part)) : keyOf(part) === keyOf(line)))
    const values = valuesOf(own)
    return divide(line, new Map([...whole.keys()].map((at) => [at, values.get(at) ?? 0])), { scope, plan })
  })
}

const keyOf = ({ labels }: Line): string => JSON.stringify(Object.entries(labels).sort())

/** What lines come to together, by the start of each bucket. */
function valuesOf(lines: readonly Line[]): Map<string, number> {
  const values = new Map<string, number>()
  for (const { points } of lines) for (const { at, value } of points) values.set(at, (values.get(at) ?? 0) + value)
  return values
}

function divide(
  { labels, points }: Line,
  numerators: ReadonlyMap<string, number>,
  { scope, plan }: { scope: Scope; plan: QueryPlan },
): Line {
  const below = new Map(points.map((point) => [point.at, point]))
  const counted: { above: number; below: PointView }[] = []
  const measure = (index: number): BucketSummary | null => {
    const at = plan.buckets[index]?.start ?? ''
    const [numerator, denominator] = [numerators.get(at), below.get(at)]
    if (numerator === undefined || !denominator) return null
    counted.push({ above: numerator, below: denominator })
    if (denominator.value === 0) return null
    const { samples, coveredSeconds } = denominator
    return { value: numerator / denominator.value, min: null, max: null, samples, valueSeconds: 0, coveredSeconds }
  }
  return toLine(labels, plan, scope, measure, () => summarise(counted))
}

function summarise(counted: readonly { above: number; below: PointView }[]): SummaryView {
  const sum = (of: (one: (typeof counted)[number]) => number) => counted.reduce((total, one) => total + of(one), 0)
  const denominator = sum(({ below }) => below.value)
  return {
    value: denominator === 0 ? null : sum(({ above }) => above) / denominator,
    min: null,
    max: null,
    samples: sum(({ below }) => below.samples),
    coveredSeconds: sum(({ below }) => below.coveredSeconds),
  }
}
