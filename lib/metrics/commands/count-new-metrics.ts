import { sql } from 'kysely'
import { inTransaction } from '@/lib/core/db/transaction'
import type { Db, Trx } from '@/lib/core/db/types'
import { enqueueRecount } from '../activity/record'
import { ENTRIES } from '../entries'
import { isKind, type MetricEntry } from '../entry'
import { markAllRows } from './mark-rows'
import { markAllDays } from './recount-days'

/**
 * Calls for the count of the rows that were there before a metric was: of each metric that is counted from rows and is new in this
 * version, once. Whoever writes meanwhile marks what they write themselves.
 * @returns the names of the metrics
 */
export async function countNewMetrics(db: Db): Promise<string[]> {
  const names: string[] = []
  for (const entry of ENTRIES.values()) {
    if (!isCounted(entry)) continue
    if (await inTransaction(db, (trx) => countOnce(trx, entry))) names.push(entry.name)
  }
  return names
}

const isCounted = (entry: MetricEntry): boolean =>
  isKind(entry, 'event') || (isKind(entry, 'distinct') && entry.relation.isKept)

/** The row of the metric is locked, so that two workers that start at once count it once. */
async function countOnce(trx: Trx, entry: MetricEntry): Promise<boolean> {
  await sql`insert into metric (name) values (${entry.name}) on conflict do nothing`.execute(trx)
  const { rows } = await sql`
    update metric set is_counted = true where name = ${entry.name} and not is_counted returning 1`.execute(trx)
  if (rows.length === 0) return false
  if (isKind(entry, 'event')) await markAllRows(trx, entry.relation, [entry])
  else {
    await markAllDays(trx)
    await enqueueRecount(trx)
  }
  return true
}
