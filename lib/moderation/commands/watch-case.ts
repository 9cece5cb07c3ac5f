import { sql } from 'kysely'
import { inTransaction } from '@/lib/core/db/transaction'
import type { Db, Trx } from '@/lib/core/db/types'
import { notFound } from '@/lib/core/errors'
import { publishChange } from '@/lib/core/realtime/publish'
import { type Actor, requirePermission } from '@/lib/staff/actor'
import { canWorkQueue } from '../queries/queue-access'
import type { ViewersView } from '../schema/case-tools'

/** Who gave no sign for so long looks no more. Screens give one three times as often. */
const VIEWER_SECONDS = 60

interface Watch {
  caseId: number
  now?: Date
}

/**
 * Notes that this person has a case open, and answers who else does, by name. Others are told only when somebody comes or
 * goes, so that a hint that makes every screen ask again ends there. A key looks without being seen.
 * @throws DomainError `permission.denied`, `case.not_found`
 */
export async function watchCase(db: Db, actor: Actor, { caseId, now = new Date() }: Watch): Promise<ViewersView> {
  requirePermission(actor, 'cases:read')
  return inTransaction(db, async (trx) => {
    await requireSight(trx, actor, caseId)
    await deleteExpiredViewers(trx, now)
    if (actor.kind === 'staff') {
      // `xmax` is 0 of a row that was inserted: somebody who was not here before.
      const { rows } = await sql<{ is_new: boolean }>`
        insert into case_viewer (case_id, staff_id, seen_at) values (${caseId}, ${actor.id}::uuid, ${now})
        on conflict (case_id, staff_id) do update set seen_at = excluded.seen_at
        returning xmax = 0 as is_new`.execute(trx)
      if (rows[0]?.is_new) await publishChange(trx, { topic: 'viewers', id: caseId })
    }
    return readOthers(trx, actor, caseId, now)
  })
}

/** Notes that this person has closed the case. @throws DomainError `permission.denied` */
export async function unwatchCase(db: Db, actor: Actor, { caseId }: Watch): Promise<void> {
  requirePermission(actor, 'cases:read')
  if (actor.kind !== 'staff') return
  await inTransaction(db, async (trx) => {
    const { numDeletedRows } = await trx
      .deleteFrom('case_viewer')
      .where('case_id', '=', caseId)
      .where('staff_id', '=', actor.id ?? '')
      .executeTakeFirst()
    if (numDeletedRows > 0n) await publishChange(trx, { topic: 'viewers', id: caseId })
  })
}

async function requireSight(trx: Trx, actor: Actor, caseId: number): Promise<void> {
  const found = await trx.selectFrom('moderation_case').select('queue_id').where('id', '=', caseId).executeTakeFirst()
  if (!found || !(await canWorkQueue(trx, actor, found.queue_id))) throw notFound('case', String(caseId))
}

/** Skips what another transaction is at, so that no two wait for each other. */
async function deleteExpiredViewers(trx: Trx, now: Date): Promise<void> {
  await sql`
    delete from case_viewer where (case_id, staff_id) in (
      select case_id, staff_id from case_viewer
      where seen_at < ${now}::timestamptz - ${sql.lit(VIEWER_SECONDS)} * interval '1 second'
      order by seen_at limit 100 for update skip locked
    )`.execute(trx)
}

async function readOthers(trx: Trx, actor: Actor, caseId: number, now: Date): Promise<ViewersView> {
  const { rows } = await sql<{ id: string; name: string }>`
    select staff.id, staff.name from case_viewer as viewer join staff on staff.id = viewer.staff_id
    where viewer.case_id = ${caseId} and viewer.staff_id is distinct from ${actor.kind === 'staff' ? actor.id : null}::uuid
      and viewer.seen_at >= ${now}::timestamptz - ${sql.lit(VIEWER_SECONDS)} * interval '1 second'
    order by staff.name, staff.id`.execute(trx)
  return { items: rows }
}
