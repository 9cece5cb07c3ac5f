import { sql } from 'kysely'
import { recordAudit } from '@/lib/audit/commands'
import { ERASED_NAME, lockErasureExclusive, pseudonymOf } from '@/lib/community/erased'
import { inTransaction } from '@/lib/core/db/transaction'
import type { Db, Trx } from '@/lib/core/db/types'
import { notFound } from '@/lib/core/errors'
import { deleteResponsesContaining } from '@/lib/core/http/idempotency'
import { enqueue } from '@/lib/core/jobs/contract'
import { removeLinksAbout } from '@/lib/core/links/links'
import { publishChange } from '@/lib/core/realtime/publish'
import type { ErasedPerson, ErasureEntry } from '@/lib/domain'
import { DOMAINS } from '@/lib/domains'
import { type Actor, requirePermission } from '@/lib/staff/actor'
import type { ErasureView } from '../schema'
import { eraseMessagesTask } from '../tasks'
import { eraseMessageBatch } from './erase-messages'

interface EraseMember {
  memberId: number
  /** For the audit log, which keeps it. */
  reason: string
}

/** A person as the mirror knows them: the same id of the platform under every origin. */
interface Person extends ErasedPerson {
  ids: number[]
  erasedAt: Date | null
}

const STEPS = DOMAINS.flatMap(({ erasure = [] }) => erasure)

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
    await lockErasureExclusive(trx)
    const person = await findPerson(trx, memberId)
    await runSteps(trx, actor, person, 'before identity')
    await deleteResponsesContaining(trx, person.externalId)
    const erasedAt = person.erasedAt ?? (await takeIdentity(trx, person))
    const counts = await runSteps(trx, actor, person, 'after identity')
    await removeLinksAbout(trx, 'member', person.ids)
    const isComplete = (await eraseMessageBatch(trx, person.ids)) === null
    if (!isComplete) await enqueue(trx, eraseMessagesTask, { memberIds: person.ids })
    for (const topic of new Set(STEPS.flatMap(({ topics = [] }) => topics))) await publishChange(trx, { topic })
    if (!person.erasedAt)
      await recordAudit(trx, actor, {
        action: 'member.erased',
        targetKind: 'member',
        target: memberId,
        detail: { reason, members: person.ids, ...counts },
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
  const { external_id: externalId, erased_at: erasedAt } = first
  return {
    ids: rows.map(({ id }) => id),
    externalId,
    erasedAt,
    pseudonym: erasedAt ? externalId : pseudonymOf(externalId),
  }
}

/** What each domain does for it, in the order of the domains; answers their counts together. */
async function runSteps(
  trx: Trx,
  actor: Actor,
  person: Person,
  phase: ErasureEntry['phase'],
): Promise<Record<string, number>> {
  const counts: Record<string, number> = {}
  for (const step of STEPS) {
    if (step.phase !== phase) continue
    const erase = await step.load()
    Object.assign(counts, await erase(trx, person, actor))
  }
  return counts
}

async function takeIdentity(trx: Trx, { ids, pseudonym }: Person): Promise<Date> {
  const rows = await trx
    .updateTable('member')
    .set({ external_id: pseudonym, name: ERASED_NAME, erased_at: sql<Date>`date_trunc('milliseconds', now())` })
    .where('id', 'in', ids)
    .returning('erased_at')
    .execute()
  const erasedAt = rows[0]?.erased_at
  if (!erasedAt) throw new Error('erasing a member changed no row')
  return erasedAt
}
