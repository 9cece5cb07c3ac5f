import { sql } from 'kysely'
import { recordAudit } from '@/lib/audit/commands'
import { inTransaction } from '@/lib/core/db/transaction'
import type { Db, Trx } from '@/lib/core/db/types'
import { conflict, invalid, notFound } from '@/lib/core/errors'
import { publishChange } from '@/lib/core/realtime/publish'
import { type Actor, requirePermission } from '@/lib/staff/actor'
import { listQueues } from '../queries/list-queues'
import type { QueueBody, QueuePatch, QueueView } from '../schema/queues'

/** @throws DomainError `permission.denied`; `queue.name_taken` (conflict); `queue.unknown_staff` (invalid) */
export async function addQueue(db: Db, actor: Actor, input: QueueBody): Promise<QueueView> {
  requirePermission(actor, 'queues:write')
  return inTransaction(db, async (trx) => {
    await requireFreeName(trx, input.name, null)
    const { id } = await trx
      .insertInto('moderation_queue')
      .values({
        name: input.name,
        position: input.position,
        is_open: input.isOpen,
        routing: JSON.stringify(input.routing),
        sla_minutes: input.slaMinutes,
        rotation: toJson(input.rotation),
      })
      .returning('id')
      .executeTakeFirstOrThrow()
    await writeAccess(trx, id, input.staffIds)
    return finish(trx, actor, 'queue.created', id, null)
  })
}

/**
 * @throws DomainError `permission.denied`, `queue.not_found`; `queue.changed`, `queue.name_taken` (conflict);
 *   `queue.unknown_staff` (invalid)
 */
export async function updateQueue(
  db: Db,
  actor: Actor,
  { id, version, ...change }: QueuePatch & { id: string },
): Promise<QueueView> {
  requirePermission(actor, 'queues:write')
  return inTransaction(db, async (trx) => {
    await sql`select from moderation_queue where id = ${id} for update`.execute(trx)
    const before = await findQueue(trx, actor, id)
    if (before.version !== version)
      throw conflict('queue.changed', 'Someone else changed this queue after you opened it. Reload it and try again.', {
        queue: before,
      })
    if (change.name !== undefined) await requireFreeName(trx, change.name, id)
    await trx
      .updateTable('moderation_queue')
      .set({
        name: change.name,
        // The default queue takes what no other wants, so that it comes last whatever is asked.
        position: before.isDefault ? undefined : change.position,
        is_open: change.isOpen,
        routing: change.routing && !before.isDefault ? JSON.stringify(change.routing) : undefined,
        sla_minutes: change.slaMinutes,
        rotation: toJson(change.rotation),
        version: version + 1,
        updated_at: sql`now()`,
      })
      .where('id', '=', id)
      .execute()
    if (change.staffIds !== undefined) await writeAccess(trx, id, change.staffIds)
    return finish(trx, actor, 'queue.updated', id, before)
  })
}

/** Positions leave room between queues; the default one comes behind all. */
const LAST_POSITION = 999

/**
 * Puts the queues into the order in which cases are offered to them; the default one stays the last.
 * @throws DomainError `permission.denied`; `queues.changed` (conflict) where the ids are not those of all other queues
 */
export async function orderQueues(db: Db, actor: Actor, ids: readonly string[]): Promise<void> {
  requirePermission(actor, 'queues:write')
  await inTransaction(db, async (trx) => {
    await sql`select from moderation_queue order by id for update`.execute(trx)
    const before = (await listQueues(trx, actor)).items.filter(({ isDefault }) => !isDefault)
    const names = new Map(before.map(({ id, name }) => [id, name]))
    if (names.size !== ids.length || new Set(ids).size !== ids.length || !ids.every((id) => names.has(id)))
      throw conflict('queues.changed', 'Someone else added a queue. Reload the list and try again.')
    const step = Math.min(10, Math.floor(LAST_POSITION / ids.length))
    await sql`
      update moderation_queue as self set position = place.n * ${step}::int, version = version + 1, updated_at = now()
      from unnest(${ids}::uuid[]) with ordinality as place (id, n)
      where place.id = self.id and self.position <> place.n * ${step}::int`.execute(trx)
    await publishChange(trx, { topic: 'queues' })
    await recordAudit(trx, actor, {
      action: 'queues.ordered',
      targetKind: 'queue',
      target: null,
      detail: { before: before.map(({ name }) => name), after: ids.map((id) => names.get(id)) },
    })
  })
}

/** Undefined leaves what is there. */
const toJson = (value: object | null | undefined) => (value ? JSON.stringify(value) : value)

async function findQueue(trx: Trx, actor: Actor, id: string): Promise<QueueView> {
  const found = (await listQueues(trx, actor)).items.find((queue) => queue.id === id)
  if (!found) throw notFound('queue', id)
  return found
}

async function requireFreeName(trx: Trx, name: string, own: string | null): Promise<void> {
  const { rows } = await sql`
    select from moderation_queue where lower(name) = lower(${name}) and id is distinct from ${own}::uuid`.execute(trx)
  if (rows.length > 0) throw conflict('queue.name_taken', 'A queue with this name already exists.')
}

async function writeAccess(trx: Trx, queueId: string, staffIds: readonly string[]): Promise<void> {
  await sql`delete from queue_access where queue_id = ${queueId} and staff_id <> all(${staffIds}::uuid[])`.execute(trx)
  const { rows } = await sql<{ id: string }>`
    select given.id from unnest(${staffIds}::uuid[]) as given (id) where not exists (select from staff where staff.id = given.id)`.execute(
    trx,
  )
  if (rows[0]) throw invalid('staffIds', `No staff member has the ID ${rows[0].id}.`, 'queue.unknown_staff')
  await sql`insert into queue_access (queue_id, staff_id) select ${queueId}, unnest(${staffIds}::uuid[]) on conflict do nothing`.execute(
    trx,
  )
}

async function finish(
  trx: Trx,
  actor: Actor,
  action: string,
  id: string,
  before: QueueView | null,
): Promise<QueueView> {
  const after = await findQueue(trx, actor, id)
  await publishChange(trx, { topic: 'queues', id })
  await recordAudit(trx, actor, {
    action,
    targetKind: 'queue',
    target: id,
    detail: { ...(before ? { before } : {}), after },
  })
  return after
}
