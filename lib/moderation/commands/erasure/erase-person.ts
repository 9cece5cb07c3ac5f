import { sql } from 'kysely'
import type { Trx } from '@/lib/core/db/types'
import { eraseEventsAbout } from '@/lib/core/events/erase-events'
import type { ErasedPerson } from '@/lib/domain'
import { eraseDeliveries, eraseReportOutcomes } from '@/lib/webhooks/commands/delete-deliveries'
import { eraseCases, eraseOtherMentions, renameMemberItems } from './erase-cases'
import { eraseSamples, eraseScreened } from './erase-samples'

/** While the member's id still tells what was sent about them, and their texts what backtests show of them. */
export async function eraseBeforeIdentity(trx: Trx, person: ErasedPerson): Promise<undefined> {
  await eraseSent(trx, person, await listCases(trx, person))
  await eraseSamples(trx, person.ids)
  await eraseScreened(trx, person.externalId)
}

/** Their cases, and what they said in those of others. Answers how many cases. */
export async function eraseAfterIdentity(trx: Trx, person: ErasedPerson): Promise<{ cases: number }> {
  const caseIds = await listCases(trx, person)
  await renameMemberItems(trx, person.ids, person.pseudonym)
  await eraseCases(trx, caseIds)
  await eraseOtherMentions(trx, person.ids)
  return { cases: caseIds.length }
}

async function listCases(trx: Trx, { ids }: ErasedPerson): Promise<number[]> {
  const rows = await trx.selectFrom('moderation_case').select('id').where('member_id', 'in', ids).execute()
  return rows.map(({ id }) => id)
}

/** What the platform was told about them, and what they were told of their reports. */
async function eraseSent(trx: Trx, { ids, externalId }: ErasedPerson, caseIds: readonly number[]): Promise<void> {
  const { rows: own } = await sql<{ id: string }>`
    select id::text from moderation_decision where case_id = any(${caseIds}::bigint[])
    union all select id::text from appeal where member_id = any(${ids}::bigint[])`.execute(trx)
  const subjects = own.map(({ id }) => id)
  await eraseDeliveries(trx, subjects)
  // Of what was decided before it was known whose the item is, too.
  await eraseEventsAbout(trx, subjects)
  const { rows: reported } = await sql<{ id: string }>`
    select id::text from moderation_decision
    where case_id in (select case_id from moderation_report where reporter_id = any(${ids}::bigint[]))`.execute(trx)
  await eraseReportOutcomes(trx, { subjects: reported.map(({ id }) => id), reporter: externalId })
}
