import type { ReadDb } from '@/lib/core/db/types'
import { deltaOf, planComparison } from '../comparison'
import type { TopsQuery, TopsView } from '../schema'
import { OTHER, TOP_MAX } from '../terms'
import { getLines, headOf } from './get-series'
import { findLabelNames } from './label-names'
import type { Line, Plan } from './lines'
import { requireLabel, resolveScope, type Scope, withRange } from './scope'

/**
 * The label values that come to most over a range, each with its change against the range before, cut at the same time.
 * @throws DomainError `range.empty`, `label.unknown` (invalid)
 */
export async function getTops(db: ReadDb, query: TopsQuery): Promise<TopsView> {
  const scope = await resolveScope(db, query)
  requireLabel(scope.metric, query.by, 'by')
  const compared = planComparison(
    { from: scope.from.toISOString(), to: scope.to.toISOString() },
    { mode: 'elapsed', zone: scope.zone, asOf: scope.asOf.toISOString() },
  )
  const previous = withRange(scope, new Date(compared.previous.from), new Date(compared.previous.to))
  const lines = await measure(db, scope, query.by, { top: query.limit })
  const shown = lines.flatMap((line) =>
    line.value === null || line.value === OTHER ? [] : [{ ...line, id: line.value }],
  )
  const ids = shown.map((line) => line.id)
  const before = ids.length > 0 ? await measure(db, previous, query.by, { top: TOP_MAX, values: ids }) : []
  const total = await measure(db, scope, null, { top: 1 })
  const names = await findLabelNames(db, query.by, ids)
  const isShare = scope.metric.unit === 'share'
  return {
    ...headOf(scope),
    by: query.by,
    from: scope.from.toISOString(),
    to: scope.to.toISOString(),
    label: `vs ${compared.label}`,
    items: shown.map(({ id, summary }) => {
      const earlier = before.find((line) => line.value === id)?.summary ?? { value: null, samples: 0 }
      return {
        id,
        name: names.get(id) ?? id,
        value: summary.value ?? 0,
        previous: earlier.value,
        delta: deltaOf(summary.value, earlier, isShare),
      }
    }),
    other: lines.find((line) => line.value === OTHER)?.summary.value ?? null,
    total: total[0]?.summary.value ?? null,
  }
}

/** Lines of one bucket, which is the whole range. */
function measure(
  db: ReadDb,
  scope: Scope,
  by: Plan['by'],
  { top, values }: { top: number; values?: readonly string[] },
): Promise<Line[]> {
  return getLines(db, scope, {
    resolution: 'day',
    buckets: [{ at: scope.from, start: scope.from.toISOString(), until: scope.to, local: null }],
    filter: by && values ? { label: by, values } : null,
    by,
    top,
  })
}
