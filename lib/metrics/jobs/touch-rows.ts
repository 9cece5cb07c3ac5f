import { inTransaction } from '@/lib/core/db/transaction'
import type { TaskHandler } from '@/lib/core/jobs/handler'
import { findRelation, markRows } from '@/lib/metrics/commands/mark-rows'
import type { touchRowsTask } from '@/lib/metrics/tasks'

export const handler: TaskHandler<typeof touchRowsTask> = async ({ relation: name, rows }, { db }) => {
  const relation = findRelation(name)
  if (!relation) return
  const touched = rows.map(({ at, labels }) => ({ at: new Date(at), labels }))
  await inTransaction(db, (trx) => markRows(trx, relation, touched))
}
