import { sql } from 'kysely'
import { recordAudit } from '@/lib/audit/commands'
import { inTransaction } from '@/lib/core/db/transaction'
import type { Db, Trx } from '@/lib/core/db/types'
import { conflict } from '@/lib/core/errors'
import { publishChange } from '@/lib/core/realtime/publish'
import { type Actor, requirePermission } from '@/lib/staff/actor'
import { getLadder } from '../queries/get-ladder'
import type { LadderBody, LadderStep, LadderView } from '../schema/ladder'

/**
 * Puts another ladder in the place of the whole present one. Decisions made so far keep what they brought.
 * @throws DomainError `permission.denied`; `ladder.changed` with the present one, where `version` is another (conflict)
 */
export async function replaceLadder(db: Db, actor: Actor, { items, version }: LadderBody): Promise<LadderView> {
  requirePermission(actor, 'policies:write')
  return inTransaction(db, async (trx) => {
    // There is no one row to hold: of two who replace it at once the second has to see what the first wrote.
    await sql`select pg_advisory_xact_lock(hashtext('ladder'))`.execute(trx)
    const before = await getLadder(trx)
    if (version !== undefined && version !== before.version)
      throw conflict(
        'ladder.changed',
        'Someone else changed the ladder after you opened it. Reload it and try again.',
        { ladder: before },
      )
    await writeSteps(trx, items)
    const after = await getLadder(trx)
    await publishChange(trx, { topic: 'policies' })
    await recordAudit(trx, actor, {
      action: 'ladder.replaced',
      targetKind: 'ladder',
      target: null,
      detail: { before: { steps: before.items }, after: { steps: after.items } },
    })
    return after
  })
}

async function writeSteps(trx: Trx, items: readonly LadderStep[]): Promise<void> {
  await trx.deleteFrom('ladder_step').execute()
  if (items.length === 0) return
  await trx
    .insertInto('ladder_step')
    .values(
      items.map(({ points, days, action, minutes, isApplied }) => ({
        points,
        days,
        action,
        minutes,
        is_applied: isApplied,
      })),
    )
    .execute()
}
