import { sql } from 'kysely'
import { afterAll, beforeAll } from 'vitest'
import { inTransaction } from '@/lib/core/db/transaction'
import type { Db } from '@/lib/core/db/types'
import { extendEnv } from '@/lib/core/env'
import { cliActor } from '@/lib/staff/actor'
import { createEndpoint } from '@/lib/webhooks/commands/create-endpoint'
import { type DeliverOptions, deliver } from '@/lib/webhooks/commands/deliver'
import { type QueuedEvent, queueDeliveries } from '@/lib/webhooks/commands/queue-deliveries'
import type { WebhookEvent } from '@/lib/webhooks/events'
import type { WebhookWithSecret } from '@/lib/webhooks/schema'

/** Lets the tests of a file call receivers on loopback. */
export function allowLoopback(): void {
  beforeAll(() => extendEnv({ GUILDHALL_ALLOW_HOSTS: '127.0.0.1' }))
  afterAll(() => extendEnv({ GUILDHALL_ALLOW_HOSTS: '' }))
}

export const anEndpoint = (
  db: Db,
  url: string,
  events: WebhookEvent[] = ['moderation.action'],
): Promise<WebhookWithSecret> => createEndpoint(db, cliActor, { url, events })

/** Queues an event about a subject and answers the ids of its deliveries. */
export async function queue(db: Db, given: Partial<QueuedEvent> & { subject: string }): Promise<string[]> {
  const event: QueuedEvent = {
    event: 'moderation.action',
    data: { decisionId: given.subject },
    at: new Date('2026-11-26T10:00:00Z'),
    ...given,
  }
  await inTransaction(db, (trx) => queueDeliveries(trx, event))
  const rows = await db.selectFrom('webhook_delivery').select('id').where('subject', '=', given.subject).execute()
  return rows.map(({ id }) => id)
}

export const deliveryOf = (db: Db, id: string) =>
  db.selectFrom('webhook_delivery').selectAll().where('id', '=', id).executeTakeFirstOrThrow()

/** Carries out what is due of these deliveries, as workers would, until the instant `until` or until nothing is left to do. */
export async function deliverUntil(
  db: Db,
  ids: readonly string[],
  { until, ...options }: DeliverOptions & { until: Date },
): Promise<void> {
  for (;;) {
    const due = await db
      .selectFrom('webhook_delivery')
      .select(['id', 'next_at'])
      .where('id', 'in', ids)
      .where('state', '=', 'pending')
      .where('next_at', '<=', until)
      .orderBy('next_at')
      .orderBy('number')
      .execute()
    const [first] = due
    if (!first?.next_at) return
    await deliver(db, first.id, { ...options, clock: () => first.next_at ?? undefined })
  }
}

/** The instants at which jobs will try a delivery, as graphile-worker holds them. */
export async function jobTimesOf(db: Db, id: string): Promise<Date[]> {
  const { rows } = await sql<{ run_at: Date }>`
    select run_at from graphile_worker._private_jobs where payload ->> 'deliveryId' = ${id} order by run_at`.execute(db)
  return rows.map((row) => row.run_at)
}
