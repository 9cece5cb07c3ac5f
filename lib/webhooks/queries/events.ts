import { sql } from 'kysely'
import type { ReadDb } from '@/lib/core/db/types'
import type { WebhookEvent } from '../events'

/** Whether an enabled endpoint asks for an event. */
export async function isEventSubscribed(db: ReadDb, event: WebhookEvent): Promise<boolean> {
  const row = await db
    .selectFrom('webhook_endpoint')
    .select('id')
    .where('deleted_at', 'is', null)
    .where('disabled_at', 'is', null)
    .where(sql<boolean>`${event} = any (events)`)
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

/** What the last delivery of an event that was queued is about; null where none was. */
export async function findNewestSubject(db: ReadDb, event: WebhookEvent): Promise<string | null> {
  const row = await db
    .selectFrom('webhook_delivery')
    .select('subject')
    .where('event', '=', event)
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row?.subject ?? null
}
