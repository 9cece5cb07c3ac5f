import { sql } from 'kysely'
import type { Trx } from '@/lib/core/db/types'
import { enqueueAll } from '@/lib/core/jobs/contract'
import { publishChange } from '@/lib/core/realtime/publish'
import type { WebhookEvent } from '../events'
import { deliverWebhookTask, queueNameOf } from '../tasks'

/** Something that happened, for whoever wants to hear of it. */
export interface QueuedEvent {
  event: WebhookEvent
  /** What it is about, for example the id of a decision: its deliveries are found and cancelled by it. */
  subject: string
  /** What of the event it tells, as the type of an action; deliveries are found by it once what was sent is forgotten. */
  kind?: string
  /** What it repeats or denies, as an earlier decision: it is cancelled together with that one's own deliveries. */
  origin?: string
  /** When what it tells is over by itself, in ISO 8601; null: not by itself. */
  until?: string | null
  /** Sent as it is, in JSON. */
  data: Record<string, unknown>
  /** When it happened; the `timestamp` of what is sent. */
  at: Date
  /** Not sent before this instant, so that it can still be undone. Default: at once. */
  notBefore?: Date | undefined
}

interface QueuedRow {
  id: string
  endpoint_id: string
  next_at: Date
}

/**
 * Writes a delivery for each enabled endpoint that wants the event, and the job that sends it, in the transaction of what
 * happened: all of it commits or none. Several events are written with the same two statements as one.
 * @returns how many deliveries were written
 */
export async function queueDeliveries(trx: Trx, events: QueuedEvent | readonly QueuedEvent[]): Promise<number> {
  const given = [events].flat().map(({ event, subject, kind, origin, until, data, at, notBefore }) => ({
    event,
    subject,
    kind: kind ?? null,
    origin: origin ?? null,
    until: until ?? null,
    payload: { type: event, timestamp: at.toISOString(), data },
    not_before: notBefore?.toISOString() ?? null,
  }))
  if (given.length === 0) return 0
  const { rows } = await sql<QueuedRow>`
    insert into webhook_delivery (endpoint_id, event, subject, kind, origin, until, payload, next_at)
    select endpoint.id, given.event, given.subject, given.kind, given.origin, given.until, given.payload,
      coalesce(given.not_before, date_trunc('milliseconds', now()))
    from jsonb_to_recordset(${JSON.stringify(given)}::jsonb)
      as given (event text, subject text, kind text, origin text, until timestamptz, payload jsonb, not_before timestamptz)
    join webhook_endpoint as endpoint on given.event = any (endpoint.events)
    where endpoint.deleted_at is null and endpoint.disabled_at is null
    returning id, endpoint_id, next_at`.execute(trx)
  await enqueueAttempts(trx, rows)
  return rows.length
}

/** A job for the next try of each, at the instant that its row says. */
export async function enqueueAttempts(trx: Trx, rows: readonly QueuedRow[]): Promise<void> {
  if (rows.length === 0) return
  await enqueueAll(
    trx,
    deliverWebhookTask,
    rows.map(({ id, endpoint_id, next_at }) => ({
      // Without a key: a keyed job that is added while the one before it ends can be lost.
      payload: { deliveryId: id },
      queue: queueNameOf({ id, endpointId: endpoint_id }),
      runAt: next_at,
    })),
  )
  await publishChange(trx, { topic: 'webhooks' })
}
