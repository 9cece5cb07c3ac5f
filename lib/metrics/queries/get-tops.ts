import type { ReadDb } from '@/lib/core/db/types'
import { isDomainError } from '@/lib/core/errors'
import { deltaOf, planComparison } from '../comparison'
import type { Level } from '../levels'
import type { TopListQuery, TopListView } from '../schema'
import { TOP_MAX } from '../terms'
import { getLines, levelOf, seriesHeader } from './get-series'
import { findLabelNames } from './label-names'
import { isOther, type Line } from './lines'
import { resolveScope, type Scope, withRange } from './scope'

/**
 * The label values that come to most over a range, each with its change against the range before, cut at the same time.
 * @throws DomainError `range.empty`, `label.unknown` (invalid)
 */
export async function getTopList(db: ReadDb, query: TopListQuery): Promise<TopListView> {
  const scope = await resolveScope(db, query)
  const level = await levelOf(db, scope, { filters: {}, by: [query.by] })
  const compared = planComparison(
    { from: scope.from.toISOString(), to: scope.to.toISOString() },
    { mode: 'elapsed', zone: scope.zone, asOf: scope.asOf.toISOString() },
  )
  const previous = withRange(scope, new Date(compared.previous.from), new Date(compared.previous.to))
  const lines = await measure(db, scope, { by: query.by, level, top: query.limit })
  const shown = lines.filter((line) => !isOther(line)).map((line) => ({ ...line, id: line.labels[query.by] ?? '' }))
  const ids = shown.map((line) => line.id)
  const before = ids.length > 0 ? await measure(db, previous, { by: query.by, level, top: TOP_MAX, values: ids }) : []
  const total = await measure(db, scope, { by: null, level: await totalLevel(db, scope), top: 1 })
  const names = await findLabelNames(db, query.by, ids)
  const isShare = scope.metric.unit === 'share'
  return {
    ...seriesHeader(scope),
    by: query.by,
    from: scope.from.toISOString(),
    to: scope.to.toISOString(),
    label: `vs ${compared.label}`,
    items: shown.map(({ id, summary }) => {
      const earlier = before.find((line) => line.labels[query.by] === id)?.summary ?? { value: null, samples: 0 }
      return {
        id,
        name: names.get(id) ?? id,
        value: summary.value ?? 0,
        previous: earlier.value,
        delta: deltaOf(summary.value, earlier, isShare),
      }
    }),
    other: lines.find(isOther)?.summary.value ?? null,
    total: total[0]?.summary.value ?? null,
  }
}

/** Null where a metric whose values don't add up is kept by labels alone. */
const totalLevel = (db: ReadDb, scope: Scope): Promise<Level | null> =>
  levelOf(db, scope, { filters: {}, by: [] }).catch((error) => {
    if (isDomainError(error)) return null
    throw error
  })

interface Measure {
  by: string | null
  /** Null where there is none that could answer. */
  level: Level | null
  top: number
  values?: readonly string[]
}

/** Lines of one bucket, which is the whole range. */
async function measure(db: ReadDb, scope: Scope, { by, level, top, values }: Measure): Promise<Line[]> {
  if (level === null) return []
  return getLines(db, scope, {
    resolution: 'day',
    buckets: [{ at: scope.from, start: scope.from.toISOString(), until: scope.to, local: null }],
    filters: by && values ? { [by]: values } : {},
    by: by === null ? [] : [by],
    top,
    level,
  })
}
