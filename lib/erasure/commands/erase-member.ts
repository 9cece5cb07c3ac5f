import { sql } from 'kysely'
import { eraseDetailOfMember, recordAudit } from '@/lib/audit/commands'
import { ERASED_NAME, excludeForErasure, pseudonymOf } from '@/lib/community/erased'
import { inTransaction } from '@/lib/core/db/transaction'
import type { Db, Trx } from '@/lib/core/db/types'
import { notFound } from '@/lib/core/errors'
import { forgetAnswersNaming } from '@/lib/core/http/idempotency'
import { enqueue } from '@/lib/core/jobs/contract'
import { publishChange } from '@/lib/core/realtime/publish'
import { eraseCases, eraseSaidElsewhere, renameMemberItems } from '@/lib/moderation/commands/erasure/erase-cases'
import { eraseSamples, eraseScreened } from '@/lib/moderation/commands/erasure/erase-samples'
import { type Actor, requirePermission } from '@/lib/staff/actor'
import { forgetDeliveries, forgetOutcomes } from '@/lib/webhooks/commands/forget-deliveries'
import type { ErasureView } from '../schema'
import { eraseMessagesTask } from '../tasks'
import { eraseMessageBatch } from './erase-messages'

interface EraseMember {
  memberId: number
  /** For the audit log, which keeps it. */
  reason: string
}

/** A person as the mirror knows them: the same id of the platform under every origin. */
interface Person {
  ids: number[]
  externalId: string
  erasedAt: Date | null
}

/**
 * Erases a member for good: who they were and what was said by and about them goes, what is counted stays. All of it is in one
 * transaction but the texts of very many messages, which nobody sees from then on and a job empties. The platform's id stays
 * erased: docs/decisions/0059. Again it takes what was written about them since.
 * @throws DomainError `permission.denied`, `member.not_found`; `secret.missing` (unavailable)
 */
export async function eraseMember(
  db: Db,
  actor: Actor,
  { memberId, reason }: EraseMember,
): Promise<ErasureView & { isNew: boolean; memberIds: number[] }> {
  requirePermission(actor, 'members:erase')
  return inTransaction(db, async (trx) => {
    await excludeForErasure(trx)
    const person = await findPerson(trx, memberId)
    const caseIds = await listCases(trx, person.ids)
    await forgetSent(trx, person, caseIds)
    await forgetAnswersNaming(trx, person.externalId)
    await eraseSamples(trx, person.ids)
    await eraseScreened(trx, person.externalId)
    const erasedAt = person.erasedAt ?? (await takeIdentity(trx, person))
    await eraseCases(trx, caseIds)
    await eraseSaidElsewhere(trx, person.ids)
    const isComplete = (await eraseMessageBatch(trx, person.ids)) === null
    if (!isComplete) await enqueue(trx, eraseMessagesTask, { memberIds: person.ids })
    for (const topic of ['cases', 'appeals', 'rules'] as const) await publishChange(trx, { topic })
    for (const id of person.ids) await eraseDetailOfMember(trx, actor, id)
    if (!person.erasedAt)
      await recordAudit(trx, actor, {
        action: 'member.erased',
        targetKind: 'member',
        target: memberId,
        detail: { reason, members: person.ids, cases: caseIds.length },
      })
    return { memberId, erasedAt: erasedAt.toISOString(), isComplete, isNew: !person.erasedAt, memberIds: person.ids }
  })
}

async function findPerson(trx: Trx, memberId: number): Promise<Person> {
  const rows = await trx
    .selectFrom('member as asked')
    .innerJoin('member', 'member.external_id', 'asked.external_id')
    .select(['member.id', 'member.external_id', 'asked.erased_at'])
    .where('asked.id', '=', memberId)
    .orderBy('member.id')
    .execute()
  const [first] = rows
  if (!first) throw notFound('member', String(memberId))
  return { ids: rows.map(({ id }) => id), externalId: first.external_id, erasedAt: first.erased_at }
}

async function listCases(trx: Trx, memberIds: readonly number[]): Promise<number[]> {
  const rows = await trx.selectFrom('moderation_case').select('id').where('member_id', 'in', memberIds).execute()
  return rows.map(({ id }) => id)
}

/** What the platform was told about them, and what they were told of their reports. */
async function forgetSent(trx: Trx, { ids, externalId }: Person, caseIds: readonly number[]): Promise<void> {
  const { rows: own } = await sql<{ id: string }>`
    select id::text from moderation_decision where case_id = any(${caseIds}::bigint[])
    union all select id::text from appeal where member_id = any(${ids}::bigint[])`.execute(trx)
  await forgetDeliveries(
    trx,
    own.map(({ id }) => id),
  )
  const { rows: reported } = await sql<{ id: string }>`
    select id::text from moderation_decision
    where case_id in (select case_id from moderation_report where reporter_id = any(${ids}::bigint[]))`.execute(trx)
  await forgetOutcomes(trx, { subjects: reported.map(({ id }) => id), reporter: externalId })
}

async function takeIdentity(trx: Trx, { ids, externalId }: Person): Promise<Date> {
  const pseudonym = pseudonymOf(externalId)
  const rows = await trx
    .updateTable('member')
    .set({ external_id: pseudonym, name: ERASED_NAME, erased_at: sql<Date>`date_trunc('milliseconds', now())` })
    .where('id', 'in', ids)
    .returning('erased_at')
    .execute()
  await renameMemberItems(trx, ids, pseudonym)
  const erasedAt = rows[0]?.erased_at
  if (!erasedAt) throw new Error('erasing a member changed no row')
  return erasedAt
}
