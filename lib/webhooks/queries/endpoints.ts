import { type RawBuilder, sql } from 'kysely'
import { z } from 'zod'
import { decodeCursor, type Page, type PageQuery, toPage } from '@/lib/core/db/keyset'
import type { ReadDb } from '@/lib/core/db/types'
import { notFound } from '@/lib/core/errors'
import { instantInput } from '@/lib/core/time/instants'
import { type WebhookView, webhookView } from '../schema'
import { DEAD_COUNT_MAX } from '../terms'

const cursorKey = z.tuple([instantInput, z.uuid()])

interface EndpointRow {
  id: string
  url: string
  events: string[]
  disabled_at: Date | null
  disabled_reason: string | null
  old_secret_until: Date | null
  version: number
  created_at: Date
  updated_at: Date
  last_delivery: Record<'id' | 'event' | 'state' | 'createdAt', string> &
    Record<'triedAt', string | null> &
    Record<'statusCode', number | null>
  dead_count: number
}

/** The endpoints, in the order in which they were added. */
export async function listEndpoints(db: ReadDb, { limit, after }: PageQuery): Promise<Page<WebhookView>> {
  const cursor = after === undefined ? null : decodeCursor(after, cursorKey)
  const rows = await readEndpoints(
    db,
    cursor ? sql`(endpoint.created_at, endpoint.id) > (${cursor[0]}::timestamptz, ${cursor[1]}::uuid)` : sql`true`,
    limit + 1,
  )
  return toPage(rows, limit, (row) => [row.created_at.toISOString(), row.id], toWebhookView)
}

/** @throws DomainError `webhook.not_found` */
export async function getEndpoint(db: ReadDb, id: string): Promise<WebhookView> {
  const [row] = await readEndpoints(db, sql`endpoint.id = ${id}`, 1)
  if (!row) throw notFound('webhook', id)
  return toWebhookView(row)
}

/** Without the secrets, which no query reads. */
async function readEndpoints(db: ReadDb, where: RawBuilder<unknown>, limit: number): Promise<EndpointRow[]> {
  const { rows } = await sql<EndpointRow>`
    select endpoint.id, endpoint.url, endpoint.events, endpoint.disabled_at, endpoint.disabled_reason,
      case when endpoint.old_secret_until > clock_timestamp() then endpoint.old_secret_until end as old_secret_until,
      endpoint.version, endpoint.created_at, endpoint.updated_at,
      (select to_jsonb(last) from (
        select id, event, state, status_code as "statusCode", tried_at as "triedAt", created_at as "createdAt"
        from webhook_delivery where endpoint_id = endpoint.id order by created_at desc, id desc limit 1
      ) as last) as last_delivery,
      (select count(*) from (
        select from webhook_delivery where endpoint_id = endpoint.id and state = 'dead' and forgotten_at is null limit ${DEAD_COUNT_MAX}
      ) as dead) as dead_count
    from webhook_endpoint as endpoint
    where endpoint.deleted_at is null and ${where} order by endpoint.created_at, endpoint.id limit ${limit}`.execute(db)
  return rows
}

function toWebhookView(row: EndpointRow): WebhookView {
  return webhookView.parse({
    id: row.id,
    url: row.url,
    events: row.events,
    enabled: row.disabled_at === null,
    disabledAt: row.disabled_at?.toISOString() ?? null,
    disabledReason: row.disabled_reason,
    oldSecretUntil: row.old_secret_until?.toISOString() ?? null,
    version: row.version,
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
    lastDelivery: row.last_delivery && toBrief(row.last_delivery),
    deadCount: row.dead_count,
  })
}

/** PostgreSQL writes instants in JSON with an offset; a view has them with Z. */
const toBrief = (last: EndpointRow['last_delivery']) => ({
  ...last,
  createdAt: new Date(last.createdAt).toISOString(),
  triedAt: last.triedAt && new Date(last.triedAt).toISOString(),
})
