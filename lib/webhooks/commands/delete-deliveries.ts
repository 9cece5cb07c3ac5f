import { sql } from 'kysely'
import { inTransaction } from '@/lib/core/db/transaction'
import type { Db, Trx } from '@/lib/core/db/types'
import { publishChange } from '@/lib/core/realtime/publish'

const BATCH_ROWS = 5_000
const DAY_MS = 86_400_000

/**
 * Forgets what was sent about some subjects, and what was answered. What still has to be sent is sent as it is, and forgotten
 * as soon as it has ended; what is forgotten can't be replayed. Answers how many deliveries.
 */
export async function eraseDeliveries(trx: Trx, subjects: readonly string[]): Promise<number> {
  const { numAffectedRows } = await sql`
    update webhook_delivery set forget_when_settled = true
    where subject = any(${subjects}::text[]) and not forget_when_settled`.execute(trx)
  if (numAffectedRows) await publishChange(trx, { topic: 'webhooks' })
  return Number(numAffectedRows ?? 0)
}

/**
 * The same for what a reporter was told of some subjects.
 * @param reporter the platform's id of them
 */
export async function eraseReportOutcomes(
  trx: Trx,
  { subjects, reporter }: { subjects: readonly string[]; reporter: string },
): Promise<number> {
  const { numAffectedRows } = await sql`
    update webhook_delivery set forget_when_settled = true
    where subject = any(${subjects}::text[]) and not forget_when_settled
      and payload #>> '{data,reporter,id}' = ${reporter}`.execute(trx)
  if (numAffectedRows) await publishChange(trx, { topic: 'webhooks' })
  return Number(numAffectedRows ?? 0)
}

/**
 * Forgets what was sent and answered so many days after it ended; what was given up has a time of its own, in which it can be
 * replayed. That something was sent, when and with what success stays. Answers how many deliveries.
 */
export async function deleteExpiredDeliveries(
  db: Db,
  kept: { keepDeliveryDays: number | null; keepDeadDeliveryDays: number | null },
  now: Date,
  signal: AbortSignal,
): Promise<number> {
  const ended = await deleteBefore(db, ['delivered', 'cancelled'], horizonOf(kept.keepDeliveryDays, now), signal)
  return ended + (await deleteBefore(db, ['dead'], horizonOf(kept.keepDeadDeliveryDays, now), signal))
}

const horizonOf = (days: number | null, now: Date): Date | null =>
  days === null ? null : new Date(now.getTime() - days * DAY_MS)

/** A batch a transaction, so that no lock is held for long. */
async function deleteBefore(db: Db, states: string[], before: Date | null, signal: AbortSignal): Promise<number> {
  if (!before) return 0
  for (let forgotten = 0; ; ) {
    signal.throwIfAborted()
    const { numAffectedRows = 0n } = await inTransaction(db, (trx) =>
      sql`
        update webhook_delivery set forget_when_settled = true where id in (
          select id from webhook_delivery where state = any(${states}::text[]) and settled_at < ${before}
            and settled_at is not null and forgotten_at is null limit ${sql.lit(BATCH_ROWS)}
        )`.execute(trx),
    )
    forgotten += Number(numAffectedRows)
    if (Number(numAffectedRows) < BATCH_ROWS) return forgotten
  }
}
