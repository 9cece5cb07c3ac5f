import { randomUUID } from 'node:crypto'
import { systemActor } from '@/lib/staff/actor'
import { expect, test } from '@/tests/support/database'
import { aCase, aDecision, aModerator } from '@/tests/support/moderation'
import { receiveAppeal } from './commands/receive-appeal'
import { reverseDecision } from './commands/reverse-decision'
import { ruleAppeal } from './commands/rule-appeal'
import { escalateCase } from './commands/work-case'

test.for(['open', 'escalated'] as const)(
  'a decision on an earlier revision is taken back while the edited item is %s, and leaves that as it is',
  async (status, { db }) => {
    const item = { id: `m-${randomUUID()}`, text: 'First text' }
    const { decisionId, caseId, memberId } = await aDecision(db, { item })
    await aCase(db, { item: { type: 'message', ...item, text: 'Second text', author: { id: memberId } } })
    if (status === 'escalated') await escalateCase(db, systemActor, { caseId, reason: 'Hard' })
    const other = await aModerator(db)
    if (status === 'open') await reverseDecision(db, other, { decisionId, reason: 'A slip' })
    else {
      const { id } = await receiveAppeal(db, systemActor, { decisionId, memberId, text: 'No' })
      await ruleAppeal(db, other, { appealId: id, ruling: 'overturned', reason: 'Yes' })
    }
    const after = await db
      .selectFrom('moderation_case')
      .select(['status', 'opening', 'item_revision', 'content_state', 'decision_id'])
      .where('id', '=', caseId)
      .executeTakeFirstOrThrow()
    expect(after).toEqual({ status, opening: 2, item_revision: 2, content_state: 'visible', decision_id: null })
  },
)

test('what is taken back is in its place in the queue at once, with what was reported meanwhile', async ({ db }) => {
  const { decisionId, caseId, memberId } = await aDecision(db)
  const item = { type: 'message' as const, id: `m-${memberId}`, text: 'Buy cheap gold', author: { id: memberId } }
  expect(await aCase(db, { item })).toBe(caseId)
  const place = () =>
    db.selectFrom('moderation_case').select(['status', 'weight']).where('id', '=', caseId).executeTakeFirstOrThrow()
  // Who reported it first is known to be right by now.
  expect((await place()).weight).toBeCloseTo(1 + 5 / 3, 9)
  await reverseDecision(db, await aModerator(db), { decisionId, reason: 'A slip' })
  expect(await place()).toEqual({ status: 'open', weight: 2 })
})
