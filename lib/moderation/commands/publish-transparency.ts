import { recordAudit } from '@/lib/audit/commands'
import { inTransaction } from '@/lib/core/db/transaction'
import type { Db, Trx } from '@/lib/core/db/types'
import { conflict, notFound } from '@/lib/core/errors'
import { publishChange } from '@/lib/core/realtime/publish'
import { type Actor, actorRef, requirePermission } from '@/lib/staff/actor'
import { summariseQuarter } from '../queries/count-quarter'
import { getQuarter } from '../queries/transparency'
import type { QuarterDetail } from '../schema/transparency'

interface Publish {
  quarter: string
  now?: Date
}

/**
 * Makes the summary of a quarter public, as it is counted now: what is decided, reversed or appealed later changes it no more.
 * @throws DomainError `permission.denied`; `quarter.not_over`, `quarter.published` (conflict)
 */
export async function publishQuarter(
  db: Db,
  actor: Actor,
  { quarter, now = new Date() }: Publish,
): Promise<QuarterDetail> {
  requirePermission(actor, 'transparency:write')
  return inTransaction(db, async (trx) => {
    const summary = await summariseQuarter(trx, quarter, now)
    if (new Date(summary.to) > now)
      throw conflict('quarter.not_over', 'This quarter isn’t over yet. Publish it after it ends.')
    const added = await trx
      .insertInto('transparency_report')
      .values({ quarter, content: JSON.stringify(summary), published_by: actorRef(actor) })
      .onConflict((taken) => taken.column('quarter').where('withdrawn_at', 'is', null).doNothing())
      .returning('id')
      .executeTakeFirst()
    if (!added)
      throw conflict('quarter.published', 'This quarter is already published. Withdraw it first to recalculate it.')
    const detail = await getQuarter(trx, quarter, now)
    await finish(trx, actor, 'transparency.published', quarter, { reportId: added.id, summary })
    return detail
  })
}

/** Takes a quarter's summary back from the public; it can be published again. @throws DomainError `permission.denied`; `quarter.not_found` */
export async function unpublishQuarter(db: Db, actor: Actor, { quarter, now = new Date() }: Publish): Promise<void> {
  requirePermission(actor, 'transparency:write')
  await inTransaction(db, async (trx) => {
    const withdrawn = await trx
      .updateTable('transparency_report')
      .set({ withdrawn_by: actorRef(actor), withdrawn_at: now })
      .where('quarter', '=', quarter)
      .where('withdrawn_at', 'is', null)
      .returning('id')
      .executeTakeFirst()
    if (!withdrawn) throw notFound('quarter', quarter)
    await finish(trx, actor, 'transparency.withdrawn', quarter, { reportId: withdrawn.id })
  })
}

async function finish(
  trx: Trx,
  actor: Actor,
  action: string,
  quarter: string,
  detail: Record<string, unknown>,
): Promise<void> {
  await publishChange(trx, { topic: 'transparency', id: quarter })
  await recordAudit(trx, actor, { action, targetKind: 'quarter', target: quarter, detail })
}
