import { type RawBuilder, sql } from 'kysely'
import { z } from 'zod'
import { decodeCursor, type Page, toPage } from '@/lib/core/db/keyset'
import type { ReadDb } from '@/lib/core/db/types'
import { notFound } from '@/lib/core/errors'
import { instantInput } from '@/lib/core/time/instants'
import type { DeliveryListQuery } from '../requests'
import { orderPayload } from '../rules/payload'
import { replayProblem } from '../rules/replay'
import { type DeliveryDetail, type DeliveryView, deliveryView } from '../schema'

/** More than a case's decisions ever cause; a bound all the same. */
const OF_SUBJECT_MAX = 500

const cursorKey = z.tuple([instantInput, z.uuid()])

interface DeliveryRow {
  id: string
  endpoint_id: string
  url: string
  event: string
  subject: string | null
  state: string
  attempts: number
  created_at: Date
  next_at: Date | null
  tried_at: Date | null
  settled_at: Date | null
  replayed_at: Date | null
  status_code: number | null
  error: string | null
  took_ms: number | null
  receiver_status: string | null
  external_id: string | null
  is_cancel_asked: boolean
  is_endpoint_enabled: boolean
  forgotten_at: Date | null
  payload: unknown
}

/** Deliveries, the latest first. */
export async function listDeliveries(db: ReadDb, filter: DeliveryListQuery): Promise<Page<DeliveryView>> {
  const conditions: RawBuilder<unknown>[] = [sql`true`]
  if (filter.endpoint) conditions.push(sql`delivery.endpoint_id = ${filter.endpoint}`)
  if (filter.state) conditions.push(sql`delivery.state = ${filter.state}`)
  if (filter.event) conditions.push(sql`delivery.event = ${filter.event}`)
  if (filter.subject) conditions.push(sql`delivery.subject = ${filter.subject}`)
  if (filter.after !== undefined) {
    const [at, id] = decodeCursor(filter.after, cursorKey)
    conditions.push(sql`(delivery.created_at, delivery.id) < (${at}::timestamptz, ${id}::uuid)`)
  }
  const rows = await readDeliveries(db, sql.join(conditions, sql` and `), filter.limit + 1)
  return toPage(rows, filter.limit, (row) => [row.created_at.toISOString(), row.id], toDeliveryView)
}

/** Everything that was, is or will be sent about some subjects, the latest first. */
export async function listDeliveriesOf(db: ReadDb, subjects: readonly string[]): Promise<DeliveryView[]> {
  const rows = await readDeliveries(db, sql`delivery.subject = any(${subjects}::text[])`, OF_SUBJECT_MAX)
  return rows.map(toDeliveryView)
}

/** @throws DomainError `delivery.not_found` */
export async function getDelivery(db: ReadDb, id: string): Promise<DeliveryDetail> {
  const [row] = await readDeliveries(db, sql`delivery.id = ${id}`, 1)
  if (!row) throw notFound('delivery', id)
  return { ...toDeliveryView(row), payload: { ...orderPayload(row.payload) } }
}

async function readDeliveries(db: ReadDb, where: RawBuilder<unknown>, limit: number): Promise<DeliveryRow[]> {
  const { rows } = await sql<DeliveryRow>`
    select delivery.id, delivery.endpoint_id, endpoint.url, delivery.event, delivery.subject, delivery.state,
      delivery.attempts, delivery.created_at, delivery.next_at, delivery.tried_at, delivery.settled_at,
      delivery.replayed_at, delivery.status_code, delivery.error, delivery.took_ms, delivery.receiver_status,
      delivery.external_id, delivery.payload, delivery.forgotten_at, delivery.cancel_asked_at is not null as is_cancel_asked,
      endpoint.disabled_at is null and endpoint.deleted_at is null as is_endpoint_enabled
    from webhook_delivery as delivery join webhook_endpoint as endpoint on endpoint.id = delivery.endpoint_id
    where ${where} order by delivery.created_at desc, delivery.id desc limit ${limit}`.execute(db)
  return rows
}

function toDeliveryView(row: DeliveryRow): DeliveryView {
  const state = deliveryView.shape.state.parse(row.state)
  const problem = replayProblem({
    state,
    attempts: row.attempts,
    isCancelAsked: row.is_cancel_asked,
    isEndpointEnabled: row.is_endpoint_enabled,
    isForgotten: row.forgotten_at !== null,
  })
  const hasAnswer = row.receiver_status !== null || row.external_id !== null
  return {
    id: row.id,
    webhookId: row.endpoint_id,
    host: new URL(row.url).host,
    event: deliveryView.shape.event.parse(row.event),
    subject: row.subject,
    state,
    attempts: row.attempts,
    createdAt: row.created_at.toISOString(),
    nextAt: row.next_at?.toISOString() ?? null,
    triedAt: row.tried_at?.toISOString() ?? null,
    settledAt: row.settled_at?.toISOString() ?? null,
    replayedAt: row.replayed_at?.toISOString() ?? null,
    statusCode: row.status_code,
    error: row.error,
    tookMs: row.took_ms,
    receiver: hasAnswer ? { status: row.receiver_status, externalId: row.external_id } : null,
    forgottenAt: row.forgotten_at?.toISOString() ?? null,
    canReplay: problem === null,
  }
}
