import { randomUUID } from 'node:crypto'
import { systemActor } from '@/lib/staff/actor'
import { expect, test } from '@/tests/support/database'
import { aCase, aModerator } from '@/tests/support/moderation'
import { anItem, aRule, words } from '@/tests/support/moderation-rules'
import { archiveRule } from './commands/manage-rules'
import { screenItems } from './commands/screening/screen-items'
import { getCase } from './queries/get-case'

test('a case shows which rules hit its item, in which version and mode, and where', async ({ db }) => {
  const [live, shadow] = [`w${randomUUID().slice(0, 8)}`, `w${randomUUID().slice(0, 8)}`]
  const liveRule = await aRule(db, 'live', { name: 'Live one', when: words(live), actions: [{ type: 'hide' }] })
  const shadowRule = await aRule(db, 'shadow', { name: 'Shadow one', when: words(shadow) })
  const item = anItem({ text: `buy ${live} and ${shadow}`, revision: 1 })
  const [screened] = await screenItems(db, systemActor, [item])
  const { ruleHitList } = await getCase(db, systemActor, screened?.caseId ?? 0)
  const byRule = new Map(ruleHitList.map((hit) => [hit.ruleId, hit]))
  expect(byRule.get(liveRule)).toMatchObject({
    ...{ rule: 'Live one', version: 1, mode: 'live', hasActed: true, revision: 1, isArchived: false },
    ...{ text: item.text, places: [{ path: 'when.any.0', start: 4, end: 4 + live.length }] },
  })
  expect(byRule.get(shadowRule)).toMatchObject({ rule: 'Shadow one', mode: 'shadow', hasActed: false })
  expect(ruleHitList).toHaveLength(2)
})

test('what a rule in shadow found stands on the case that people opened, also when the rule is put away', async ({
  db,
}) => {
  const bad = `w${randomUUID().slice(0, 8)}`
  const rule = await aRule(db, 'shadow', { when: words(bad) })
  const item = anItem({ text: bad })
  await screenItems(db, systemActor, [item])
  const caseId = await aCase(db, { item })
  await archiveRule(db, systemActor, rule)
  const { ruleHitList } = await getCase(db, await aModerator(db), caseId)
  expect(ruleHitList).toMatchObject([{ ruleId: rule, mode: 'shadow', isArchived: true }])
})
