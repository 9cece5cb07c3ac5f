import { eraseMember } from '@/lib/erasure/commands/erase-member'
import { systemActor } from '@/lib/staff/actor'
import { expect, test } from '@/tests/support/database'
import { aModerator, aReport, thePolicy } from '@/tests/support/moderation'
import { claimCase } from './commands/claim-case'
import { decideCase } from './commands/decide-case'
import { receiveReports } from './commands/receive-reports'

const item = { type: 'message', id: 'of somebody', text: 'gold' } as const

test('what was told before it was known whose the item is goes with them, too', async ({ db }) => {
  const [taken] = await receiveReports(db, systemActor, [aReport({ reporter: { id: 'rita' }, item })])
  const caseId = taken?.caseId ?? 0
  const moderator = await aModerator(db)
  const { token } = await claimCase(db, moderator, { caseId })
  const { decisionId } = await decideCase(db, moderator, {
    ...{ caseId, claimToken: token, version: 1, policyId: await thePolicy(db), reason: 'gold again', note: '' },
    actions: [{ type: 'remove' }],
  })
  const eventsOf = () =>
    db
      .selectFrom('domain_event')
      .select(['name', 'subject', 'cause', 'payload', 'member_ids'])
      .where('subject', '=', decisionId)
      .orderBy('id')
      .execute()
  const before = await eventsOf()
  expect(before).toMatchObject([
    { name: 'moderation.action', cause: `staff:${moderator.id}`, payload: { member: null }, member_ids: [] },
    { name: 'moderation.outcome', cause: `staff:${moderator.id}`, payload: { reporter: { id: 'rita' } } },
  ])

  await receiveReports(db, systemActor, [aReport({ item: { ...item, revision: 2, author: { id: 'known late' } } })])
  const { id: memberId } = await db
    .selectFrom('member')
    .select('id')
    .where('external_id', '=', 'known late')
    .executeTakeFirstOrThrow()
  await eraseMember(db, systemActor, { memberId, reason: 'They asked for it' })
  expect((await eventsOf()).map(({ payload }) => payload)).toEqual([null, null])
})
