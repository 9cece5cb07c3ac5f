import { inTransaction } from '@/lib/core/db/transaction'
import type { Db } from '@/lib/core/db/types'
import { type Actor, requirePermission } from '@/lib/staff/actor'
import { getWellness, personId, readWellness } from '../../queries/wellness'
import type { WellnessPatch, WellnessView } from '../../schema/wellness'

/**
 * Changes how one sees media oneself. It is nobody else's business, so that no log has it and nobody is told.
 * @throws DomainError `permission.denied`
 */
export async function changeWellness(db: Db, actor: Actor, patch: WellnessPatch): Promise<WellnessView> {
  requirePermission(actor, 'account:manage')
  const staffId = personId(actor)
  return inTransaction(db, async (trx) => {
    await trx
      .insertInto('wellness')
      .values({ staff_id: staffId })
      .onConflict((row) => row.doNothing())
      .execute()
    await trx.selectFrom('wellness').select('staff_id').where('staff_id', '=', staffId).forUpdate().execute()
    const { settings } = await readWellness(trx, staffId)
    const changed = Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined))
    await trx
      .updateTable('wellness')
      .set({ settings: JSON.stringify({ ...settings, ...changed }), updated_at: new Date() })
      .where('staff_id', '=', staffId)
      .execute()
    return getWellness(trx, actor)
  })
}

/** A break that was proposed is taken or put off: looks are counted from now. @throws DomainError `permission.denied` */
export async function respondToBreak(db: Db, actor: Actor, now: Date = new Date()): Promise<WellnessView> {
  requirePermission(actor, 'account:manage')
  const staffId = personId(actor)
  return inTransaction(db, async (trx) => {
    await trx
      .insertInto('wellness')
      .values({ staff_id: staffId, break_at: now })
      .onConflict((row) => row.column('staff_id').doUpdateSet({ break_at: now }))
      .execute()
    return getWellness(trx, actor, now)
  })
}
