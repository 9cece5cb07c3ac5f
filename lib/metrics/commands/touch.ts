import { type RawBuilder, sql } from 'kysely'
import type { Trx } from '@/lib/core/db/types'
import { enqueue } from '@/lib/core/jobs/contract'
import type { ActivityKind } from '@/lib/settings/terms'
import { recordActivity } from '../activity/record'
import { type Spans, spansOf } from '../activity/spans'
import { lockActivity } from '../activity/state'
import { removeActivity } from '../activity/withdraw'
import { labelNamesOf } from '../levels'
import type { Relation, TouchedRow } from '../relation'
import { touchRowsTask } from '../tasks'
import { markQueriedRows, markRows } from './mark-rows'

/**
 * Rows of a relation, as a list; or, where they are very many, as a query with the columns `at`, each label by its name and, where
 * the rows are activity, `member_id` and `until`.
 */
type TouchedRows = readonly TouchedRow[] | RawBuilder<unknown>

/**
 * Says which rows of a relation were added or changed, as they are now, and which were removed, moved or shortened, as they were:
 * `left`. Everything that is computed of them follows: activity of their members at once, counts by a job. In the transaction
 * that writes the rows, after they are written. Order of locks, the same for all: activity, then buckets.
 */
export async function touch<Rows extends TouchedRows>(
  trx: Trx,
  relation: Relation,
  rows: Rows,
  left?: Rows,
): Promise<void> {
  const given = left ? [rows, left] : [rows]
  if (given.every(isNothing)) return
  if (relation.activity) await followActivity(trx, relation.activity, rows, left)
  await mark(trx, relation, given)
}

const isList = (rows: TouchedRows): rows is readonly TouchedRow[] => Array.isArray(rows)

const isNothing = (rows: TouchedRows | undefined): boolean => !rows || (isList(rows) && rows.length === 0)

/** Days that the rows reach are set; days that nothing else holds than what is gone fall. */
async function followActivity(trx: Trx, kind: ActivityKind, rows: TouchedRows, left?: TouchedRows): Promise<void> {
  const [reached, gone] = [toSpans(rows), left && toSpans(left)]
  if (!reached && !gone) return
  const rules = await lockActivity(trx, gone ? 'exclusive' : 'shared')
  if (gone) await removeActivity(trx, rules, kind, gone)
  if (reached) await recordActivity(trx, rules, kind, reached)
}

/** What of rows is some member's; undefined where nothing is. */
function toSpans(rows: TouchedRows): Spans | undefined {
  if (!isList(rows))
    return sql`select member_id, at as from_at, until as to_at from (${rows}) as touched where member_id is not null`
  const spans = rows.flatMap(({ memberId, at, until = at }) =>
    typeof memberId === 'number' ? [{ memberId, from: at, to: until }] : [],
  )
  return spans.length > 0 ? spansOf(spans) : undefined
}

/** Calls for the recount of what the rows count for, all at once: marks are locked in one order. */
async function mark(trx: Trx, relation: Relation, given: readonly TouchedRows[]): Promise<void> {
  const lists = given.filter(isList)
  if (lists.length < given.length) {
    if (relation.isDeferred) throw new Error(`rows of ${relation.name} are deferred and must be passed as a list`)
    const columns = sql.join([sql.ref('at'), ...labelNamesOf(relation).map((name) => sql.ref(name))])
    const queries = given.map((rows) => sql`select ${columns} from (${rows}) as part`)
    return markQueriedRows(trx, relation, sql.join(queries, sql` union all `))
  }
  const rows = lists.flat()
  if (!relation.isDeferred) return markRows(trx, relation, rows)
  const touched = rows.map(({ at, labels }) => ({ at: at.toISOString(), labels: { ...labels } }))
  await enqueue(trx, touchRowsTask, { relation: relation.name, rows: touched })
}
