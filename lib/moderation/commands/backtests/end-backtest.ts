import { sql } from 'kysely'
import { lockErasureShared } from '@/lib/community/erased'
import { inTransaction } from '@/lib/core/db/transaction'
import type { Db, Trx } from '@/lib/core/db/types'
import { publishChange } from '@/lib/core/realtime/publish'
import type { BacktestResult } from '../../schema/backtests'
import { backtestRuleTask } from '../../tasks'

type End = { state: 'done'; result: BacktestResult } | { state: 'failed'; error: string }

/** Ends a backtest that runs; one that was cancelled meanwhile stays so. */
export async function endBacktest(db: Db, { id, ruleId }: { id: string; ruleId: string }, end: End): Promise<void> {
  await inTransaction(db, async (trx) => {
    await lockErasureShared(trx)
    const result = end.state === 'done' ? { result: JSON.stringify(await withoutErased(trx, id, end.result)) } : {}
    const { numUpdatedRows } = await trx
      .updateTable('rule_backtest')
      .set({ ...end, ...result, finished_at: new Date() })
      .where('id', '=', id)
      .where('state', '=', 'running')
      .executeTakeFirst()
    if (numUpdatedRows > 0n) await cleanUp(trx, [{ id, ruleId }])
  })
}

/** Samples may be of somebody who was erased since they were read: then none is kept. */
async function withoutErased(trx: Trx, id: string, result: BacktestResult): Promise<BacktestResult> {
  const { rows } = await sql`
    select from member where erased_at is not null
      and erased_at >= (select started_at from rule_backtest where id = ${id}) limit 1`.execute(trx)
  if (rows.length === 0) return result
  const diff = result.diff && { ...result.diff, gainedTexts: [], lostTexts: [] }
  return { ...result, falsePositives: [], falseNegatives: [], diff }
}

/** A job is added with its backtest; for this long nobody wonders where it is. */
const GRACE = sql.raw(`interval '1 minute'`)
const LOST = 'This backtest stopped because its workers were killed or its job was lost. Start it again.'

/**
 * Ends backtests that nobody will run any more: their job was given up, because every worker that had begun it was killed, or it
 * is gone with a backup that was restored without it. Answers how many.
 */
export async function sweepBacktests(db: Db): Promise<number> {
  return inTransaction(db, async (trx) => {
    const { rows } = await sql<{ id: string; ruleId: string }>`
      update rule_backtest as self set state = 'failed', error = ${LOST}, finished_at = now()
      where self.state in ('queued', 'running') and self.created_at < now() - ${GRACE} and not exists (
        select from graphile_worker._private_jobs as job
        join graphile_worker._private_tasks as task on task.id = job.task_id and task.identifier = ${backtestRuleTask.name}
        where job.payload ->> 'backtestId' = self.id::text and (job.attempts < job.max_attempts or job.locked_at is not null)
      )
      returning self.id, self.rule_id as "ruleId"`.execute(trx)
    await cleanUp(trx, rows)
    return rows.length
  })
}

async function cleanUp(trx: Trx, ended: readonly { id: string; ruleId: string }[]): Promise<void> {
  for (const { id, ruleId } of ended) {
    await trx.deleteFrom('rule_backtest_file').where('backtest_id', '=', id).execute()
    await publishChange(trx, { topic: 'rules', id: ruleId })
  }
}
