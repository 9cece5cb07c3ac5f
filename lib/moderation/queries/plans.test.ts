import { createPool } from '@/lib/core/db/client'
import { eraseMember } from '@/lib/erasure/commands/erase-member'
import { previewErasure } from '@/lib/erasure/queries/preview-erasure'
import { cliActor, systemActor } from '@/lib/staff/actor'
import { expect } from '@/tests/support/database'
import { testWithManyCases as test } from '@/tests/support/many-cases'
import { aModerator, aReport, theInbox, thePolicy } from '@/tests/support/moderation'
import { findLargeScans, noteStatements } from '@/tests/support/sql-snapshot'
import { issueAppealLink } from '../commands/appeal-links'
import { claimNext } from '../commands/claim-case'
import { decideCase } from '../commands/decide-case'
import { rescoreReporters } from '../commands/decisions/rescore-reporters'
import { clearExpiredEvidence } from '../commands/drop-old-evidence'
import { receiveAppeal } from '../commands/receive-appeal'
import { receiveReports } from '../commands/receive-reports'
import { reverseDecision } from '../commands/reverse-decision'
import { ruleAppeal } from '../commands/rule-appeal'
import { caseListQuery } from '../schema/cases'
import { CASE_SORTS } from '../terms'
import { lookUpAppealLink } from './appeal-links'
import { getCase } from './get-case'
import { getRecord } from './get-record'
import { getAppeal, listAppeals } from './list-appeals'
import { listCases } from './list-cases'

const LARGE = 10_000

test('nothing that a moderator does reads a large table from end to end, with 100,000 cases', async ({
  db,
  connectionString,
}) => {
  const pool = createPool(connectionString, 2)
  const noted = noteStatements(pool)
  const moderator = await aModerator(db)
  const [queue, policy] = [await theInbox(db), await thePolicy(db)]
  const member =
    (await db.selectFrom('moderation_case').select('member_id').limit(1).executeTakeFirstOrThrow()).member_id ?? 0
  noted.take()

  for (const sort of CASE_SORTS.filter((one) => one !== 'decided')) {
    const first = await listCases(noted.db, moderator, caseListQuery.parse({ sort }))
    await listCases(noted.db, moderator, caseListQuery.parse({ sort, after: first.next }))
    await listCases(noted.db, moderator, caseListQuery.parse({ sort, queue }))
  }
  await listCases(noted.db, moderator, caseListQuery.parse({ status: 'decided' }))
  await listCases(noted.db, moderator, caseListQuery.parse({ policy }))
  await listCases(noted.db, moderator, caseListQuery.parse({ member }))
  for (const q of ['number 7770', 'many-7770', 'Author 17', '#4711', 'gold'])
    await listCases(noted.db, moderator, caseListQuery.parse({ q, status: 'decided' }))
  const claim = await claimNext(noted.db, moderator, { queueId: queue })
  const caseId = claim?.caseId ?? 0
  const detail = await getCase(noted.db, moderator, caseId)
  await getRecord(noted.db, moderator, member)
  await receiveReports(noted.db, systemActor, [aReport(), aReport({ policyId: policy })])
  const { decisionId } = await decideCase(noted.db, moderator, {
    caseId,
    claimToken: claim?.token ?? null,
    version: detail.version,
    policyId: policy,
    actions: [{ type: 'remove' }, { type: 'warn' }],
    reason: '',
    note: '',
  })
  const external = detail.member?.externalId ?? ''
  const { url } = await issueAppealLink(noted.db, moderator, { decisionId })
  await lookUpAppealLink(noted.db, new URL(url).hash.slice(1))
  await receiveAppeal(noted.db, systemActor, { decisionId, memberId: external, text: 'No' })
  for (const status of [undefined, 'open', 'upheld'] as const) {
    const first = await listAppeals(noted.db, moderator, { status, limit: 50 })
    await listAppeals(noted.db, moderator, { status, limit: 50, after: first.next ?? undefined })
  }
  const [, appeal] = (await listAppeals(noted.db, systemActor, { status: 'open', limit: 2 })).items
  await getAppeal(noted.db, moderator, appeal?.id ?? '')
  await ruleAppeal(noted.db, cliActor, { appealId: appeal?.id ?? '', ruling: 'overturned', reason: 'Yes' })
  await reverseDecision(noted.db, moderator, { decisionId, reason: 'undo' })
  const { signal } = new AbortController()
  await rescoreReporters(noted.db, [member], signal)
  await previewErasure(noted.db, member)
  await eraseMember(noted.db, systemActor, { memberId: member, reason: 'They asked for it' })
  await receiveReports(noted.db, systemActor, [aReport({ item: { type: 'message', id: 'many-1', text: 'x' } })])
  await clearExpiredEvidence(noted.db, { keepEvidenceDays: 728 }, new Date(), signal)

  const statements = noted.take()
  expect(statements.length).toBeGreaterThan(30)
  const scans = await findLargeScans(pool, statements, LARGE)
  await pool.end()
  expect(scans).toEqual([])
}, 120_000)
