import { sql } from 'kysely'
import { recordAudit } from '@/lib/audit/commands'
import { inTransaction } from '@/lib/core/db/transaction'
import type { Db, Trx } from '@/lib/core/db/types'
import { conflict, notFound } from '@/lib/core/errors'
import { publishChange } from '@/lib/core/realtime/publish'
import { type Actor, requirePermission } from '@/lib/staff/actor'
import { toPolicyView } from '../queries/list-policies'
import type { PolicyBody, PolicyPatch, PolicyView } from '../schema/policies'

const UNIQUE_VIOLATION = '23505'

/** @throws DomainError `permission.denied`; `policy.name_taken` (conflict) */
export async function addPolicy(db: Db, actor: Actor, input: PolicyBody): Promise<PolicyView> {
  requirePermission(actor, 'policies:write')
  return withFreeName(() =>
    inTransaction(db, async (trx) => {
      const row = await trx
        .insertInto('policy')
        .values({
          ...columnsOf(input),
          name: input.name,
          severity: input.severity,
          position: sql`(select coalesce(max(position), 0) + 1 from policy)`,
        })
        .returningAll()
        .executeTakeFirstOrThrow()
      const after = toPolicyView(row)
      await finish(trx, actor, 'policy.created', after.id, { after })
      return after
    }),
  )
}

/** @throws DomainError `permission.denied`, `policy.not_found`; `policy.changed`, `policy.name_taken` (conflict) */
export async function updatePolicy(
  db: Db,
  actor: Actor,
  { id, version, isArchived, ...change }: PolicyPatch & { id: string },
): Promise<PolicyView> {
  requirePermission(actor, 'policies:write')
  return withFreeName(() =>
    inTransaction(db, async (trx) => {
      const row = await trx.selectFrom('policy').selectAll().where('id', '=', id).forUpdate().executeTakeFirst()
      if (!row) throw notFound('policy', id)
      const before = toPolicyView(row)
      if (before.version !== version)
        throw conflict(
          'policy.changed',
          'Someone else changed this policy after you opened it. Reload it and try again.',
          { policy: before },
        )
      const changed = await trx
        .updateTable('policy')
        .set({
          ...columnsOf(change),
          ...(isArchived === undefined ? {} : { archived_at: isArchived ? sql`now()` : null }),
          version: version + 1,
          updated_at: sql`now()`,
        })
        .where('id', '=', id)
        .returningAll()
        .executeTakeFirstOrThrow()
      const after = toPolicyView(changed)
      await finish(trx, actor, 'policy.updated', id, { before, after })
      return after
    }),
  )
}

/**
 * Puts the policies in use into an order; archived ones come behind them.
 * @throws DomainError `permission.denied`; `policies.changed` (conflict) where the ids are not those of the policies in use
 */
export async function orderPolicies(db: Db, actor: Actor, ids: readonly string[]): Promise<void> {
  requirePermission(actor, 'policies:write')
  await inTransaction(db, async (trx) => {
    const rows = await trx
      .selectFrom('policy')
      .select(['id', 'name'])
      .where('archived_at', 'is', null)
      .orderBy('position')
      .orderBy('name')
      .forUpdate()
      .execute()
    const names = new Map(rows.map(({ id, name }) => [id, name]))
    if (names.size !== ids.length || new Set(ids).size !== ids.length || !ids.every((id) => names.has(id)))
      throw conflict('policies.changed', 'Someone else added or archived a policy. Reload the list and try again.')
    await sql`
      update policy set position = coalesce(place.n, policy.position + ${ids.length}) from policy as self
      left join unnest(${ids}::uuid[]) with ordinality as place (id, n) on place.id = self.id
      where self.id = policy.id`.execute(trx)
    const after = ids.map((id) => names.get(id))
    await publishChange(trx, { topic: 'policies' })
    await recordAudit(trx, actor, {
      action: 'policies.ordered',
      targetKind: 'policy',
      target: null,
      detail: { before: rows.map(({ name }) => name), after },
    })
  })
}

const columnsOf = (input: Partial<PolicyBody>) => ({
  name: input.name,
  description: input.description,
  severity: input.severity,
  strike_points: input.strikePoints,
  strike_days: input.strikeDays,
  member_template: input.memberTemplate,
  reporter_template: input.reporterTemplate,
  dsa: input.dsa && JSON.stringify(input.dsa),
})

async function withFreeName<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if ((error as { code?: unknown }).code !== UNIQUE_VIOLATION) throw error
    throw conflict('policy.name_taken', 'A policy with this name already exists.')
  }
}

async function finish(
  trx: Trx,
  actor: Actor,
  action: string,
  id: string,
  detail: Record<string, unknown>,
): Promise<void> {
  await publishChange(trx, { topic: 'policies', id })
  await recordAudit(trx, actor, { action, targetKind: 'policy', target: id, detail })
}
