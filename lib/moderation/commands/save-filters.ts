import { sql } from 'kysely'
import { inTransaction } from '@/lib/core/db/transaction'
import type { Db, Trx } from '@/lib/core/db/types'
import { conflict, notFound } from '@/lib/core/errors'
import { publishChange } from '@/lib/core/realtime/publish'
import { type Actor, requirePermission } from '@/lib/staff/actor'
import { type CaseFilterBody, type CaseFilterView, FILTERS_MAX } from '../schema/case-tools'

/**
 * Keeps what a person looks at of the queue under a name; the same name is the same filter, with its latest meaning.
 * @throws DomainError `permission.denied`; `filter.too_many` (conflict)
 */
export async function saveFilter(db: Db, actor: Actor, { name, query }: CaseFilterBody): Promise<CaseFilterView> {
  requirePermission(actor, 'account:manage')
  return inTransaction(db, async (trx) => {
    // One person's filters are written one after the other, so that their number holds.
    await sql`select from staff where id = ${actor.id} for update`.execute(trx)
    const { rows } = await sql<{ id: string }>`
      insert into case_filter (staff_id, name, query) values (${actor.id}, ${name}, ${JSON.stringify(query)}::jsonb)
      on conflict (staff_id, lower(name)) do update set name = excluded.name, query = excluded.query
      returning id`.execute(trx)
    await requireBelowLimit(trx, actor)
    await publishChange(trx, { topic: 'queues' })
    return { id: rows[0]?.id ?? '', name, query }
  })
}

/** @throws DomainError `permission.denied`, `filter.not_found` */
export async function deleteFilter(db: Db, actor: Actor, id: string): Promise<void> {
  requirePermission(actor, 'account:manage')
  await inTransaction(db, async (trx) => {
    const { numDeletedRows } = await trx
      .deleteFrom('case_filter')
      .where('id', '=', id)
      .where('staff_id', '=', actor.id ?? '')
      .executeTakeFirst()
    if (numDeletedRows === 0n) throw notFound('filter', id)
    await publishChange(trx, { topic: 'queues' })
  })
}

async function requireBelowLimit(trx: Trx, actor: Actor): Promise<void> {
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from case_filter where staff_id = ${actor.id}`.execute(trx)
  if ((rows[0]?.n ?? 0) > FILTERS_MAX)
    throw conflict('filter.too_many', `You can save at most ${FILTERS_MAX} filters. Delete one first.`)
}
