import { inTransaction } from '@/lib/core/db/transaction'
import type { Db, Trx } from '@/lib/core/db/types'
import { enqueue } from '@/lib/core/jobs/contract'
import { publishChange } from '@/lib/core/realtime/publish'
import { type AttemptOutcome, evaluateAttempt } from '../rules/retries'
import { deliverWebhookTask, queueNameOf } from '../tasks'
import type { DeliveryState } from '../terms'
import { attemptDelivery, type DeliveryAttempt } from './attempt-delivery'
import { disableEndpointAfterGone } from './change-endpoint'
import { type ClaimedDelivery, claimDelivery, type DeliveryClock, readClock } from './claim-delivery'

export interface DeliverOptions {
  /** Aborted when the worker leaves: the delivery is given back and the try doesn't count. */
  signal?: AbortSignal | undefined
  /** For tests: the instant that deliveries go by. */
  clock?: DeliveryClock | undefined
  /** From 0 to 1, for the spread of retries. */
  random?: (() => number) | undefined
  timeoutMs?: number | undefined
}

/**
 * One try of one delivery: takes it, sends it, writes how it went and adds the job of the next try in the same transaction.
 * Any number of workers may be given the same delivery; one sends it. Answers the state afterwards, or null where there was
 * nothing to do here. @throws the signal's reason where the worker leaves
 */
export async function deliver(db: Db, id: string, options: DeliverOptions = {}): Promise<DeliveryState | null> {
  const claimed = await claimDelivery(db, id, options.clock)
  if (!claimed) return null
  let result: DeliveryAttempt
  try {
    result = await attemptDelivery(claimed, options)
  } catch (error) {
    await giveBack(db, claimed)
    throw error
  }
  const verdict = evaluateAttempt(result, claimed.attempts, (options.random ?? Math.random)())
  return inTransaction(db, (trx) => recordTry(trx, { claimed, result, verdict, clock: options.clock }))
}

interface FinishedTry {
  claimed: ClaimedDelivery
  result: DeliveryAttempt
  verdict: AttemptOutcome
  clock: DeliveryClock | undefined
}

async function recordTry(trx: Trx, { claimed, result, verdict, clock }: FinishedTry): Promise<DeliveryState | null> {
  const held = await lockHeld(trx, claimed)
  // Its lease was over and another worker has it: that one's word counts.
  if (!held) return null
  const now = await readClock(trx, clock)
  const state = verdict.state !== 'delivered' && held.cancel_asked_at ? 'cancelled' : verdict.state
  const nextAt = state === 'pending' && 'delayMs' in verdict ? new Date(now.getTime() + verdict.delayMs) : null
  await trx
    .updateTable('webhook_delivery')
    .set({
      state,
      lease_until: null,
      next_at: nextAt,
      settled_at: nextAt ? null : now,
      took_ms: result.tookMs,
      status_code: result.statusCode,
      error: result.error,
      receiver_status: result.receiver?.status ?? null,
      external_id: result.receiver?.externalId ?? null,
    })
    .where('id', '=', claimed.id)
    .execute()
  if (nextAt) {
    const queue = queueNameOf({ id: claimed.id, endpointId: claimed.endpointId })
    await enqueue(trx, deliverWebhookTask, { deliveryId: claimed.id }, { queue, runAt: nextAt })
  }
  await publishChange(trx, { topic: 'webhooks', id: claimed.id })
  if (verdict.state === 'dead' && verdict.disablesEndpoint) await disableEndpointAfterGone(trx, claimed.endpointId)
  return state
}

const lockHeld = (trx: Trx, { id, attempts }: ClaimedDelivery) =>
  trx
    .selectFrom('webhook_delivery')
    .select('cancel_asked_at')
    .where('id', '=', id)
    .where('state', '=', 'sending')
    .where('attempts', '=', attempts)
    .forUpdate()
    .executeTakeFirst()

/** As if it had not been taken. The receiver may see it twice, under the same id. */
async function giveBack(db: Db, claimed: ClaimedDelivery): Promise<void> {
  await inTransaction(db, (trx) =>
    trx
      .updateTable('webhook_delivery')
      .set({ state: 'pending', attempts: claimed.attempts - 1, lease_until: null, next_at: claimed.now })
      .where('id', '=', claimed.id)
      .where('state', '=', 'sending')
      .where('attempts', '=', claimed.attempts)
      .execute(),
  )
}
