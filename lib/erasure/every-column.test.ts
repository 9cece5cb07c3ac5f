import { POST as postAppeal } from '@/app/api/v1/appeals/route'
import { POST as postCase } from '@/app/api/v1/cases/route'
import { ingestMessages } from '@/lib/community/commands/ingest-messages'
import { recordFeatureUsage } from '@/lib/community/commands/record-feature-usage'
import type { Db } from '@/lib/core/db/types'
import { issueAppealLink } from '@/lib/moderation/commands/appeal-links'
import { runBacktest } from '@/lib/moderation/commands/backtests/run-backtest'
import { startBacktest } from '@/lib/moderation/commands/backtests/start-backtest'
import { claimCase } from '@/lib/moderation/commands/claim-case'
import { decideCase } from '@/lib/moderation/commands/decide-case'
import { hashContent } from '@/lib/moderation/commands/intake/save-evidence'
import { receiveReports } from '@/lib/moderation/commands/receive-reports'
import { ruleAppeal } from '@/lib/moderation/commands/rule-appeal'
import { hashText } from '@/lib/moderation/commands/screening/record-hits'
import { screenItems } from '@/lib/moderation/commands/screening/screen-items'
import { addNote, escalateCase, skipCase } from '@/lib/moderation/commands/work-case'
import { textHash } from '@/lib/moderation/engine/same-text'
import { type Actor, cliActor, systemActor } from '@/lib/staff/actor'
import { WEBHOOK_EVENTS } from '@/lib/webhooks/events'
import { DOMAIN_ACCESS } from '@/tests/support/domain-access'
import { findEverywhere, listWordColumns } from '@/tests/support/every-column'
import { aModerator, aReport, thePolicy } from '@/tests/support/moderation'
import { anItem, aRule, words } from '@/tests/support/moderation-rules'
import { aKey } from '@/tests/support/staff'
import { call, expect, test } from '@/tests/support/web'
import { anEndpoint } from '@/tests/support/webhooks'
import { eraseMember } from './commands/erase-member'

/** Stands in everything that is the member's: name, id, words, and what is said of them. */
const MARK = 'qz7kmember'
/** Stands in what is not theirs but the platform's: ids of messages and other things. */
const THING = 'qz7kthing'
const HOUR_MS = 3_600_000

const MEMBER = { id: `id-${MARK}`, name: `Name ${MARK}` }
/** What a rule finds, and what people report. */
const SAID = `gold, said ${MARK}`
const SEEN = {
  text: `plain, said ${MARK}`,
  url: `https://x.example/${MARK}`,
  media: [{ url: `https://x.example/${MARK}.png`, alt: `a picture of ${MARK}` }],
}

/** What goes when the member is erased. The test plants something in each of these. */
const ERASED = DOMAIN_ACCESS.flatMap(({ erasedColumns = [] }) => erasedColumns).toSorted()

/** What stays of the platform's own ids: by them an import and a report find what is there, and they name no person. */
const KEPT_IDS = ['feature_usage.external_id', 'message_key.external_id', 'moderation_case.item_id', 'rule_hit.item_id']

test('nothing that is the member’s is left in any column of the database', async ({ web: db, ownerDb }) => {
  const { memberId, itemId, hashes } = await plant(db)
  expect(await findEverywhere(ownerDb, MARK, hashes)).toEqual(ERASED)

  const { isComplete } = await eraseMember(db, systemActor, { memberId, reason: 'They asked for it' })
  expect(isComplete).toBe(true)
  // What is on its way is needed to arrive.
  expect(await findEverywhere(ownerDb, MARK, hashes)).toEqual(['webhook_delivery.payload'])
  const ended = { state: 'delivered', settled_at: new Date(), next_at: null, receiver_status: MARK } as const
  await db
    .updateTable('webhook_delivery')
    .set(ended)
    .where('state', '=', 'pending')
    .where('forget_when_settled', '=', true)
    .execute()
  expect(await findEverywhere(ownerDb, MARK, hashes)).toEqual([])
  expect(await findEverywhere(ownerDb, THING)).toEqual(KEPT_IDS)

  // The next report of the same id, by it and about it, plants nothing either.
  await receiveReports(db, systemActor, [
    aReport({ item: { type: 'message', id: itemId, revision: 3, text: SAID, author: MEMBER } }),
    aReport({ item: { type: 'member', ...MEMBER, text: SAID } }),
    aReport({ reporter: MEMBER, comment: SAID }),
  ])
  await screenItems(db, systemActor, [anItem({ id: itemId, text: SAID, author: MEMBER })])
  expect(await findEverywhere(ownerDb, MARK, hashes)).toEqual([])
})

test('every column that can hold words is known: erased, or of no member for a reason', async ({ ownerDb }) => {
  const known = DOMAIN_ACCESS.flatMap(({ otherColumns = {} }) => Object.values(otherColumns).flat())
  const isKnown = (column: string) =>
    ERASED.includes(column) ||
    known.some((entry) => (entry.endsWith('.') ? column.startsWith(entry) : column === entry))
  expect((await listWordColumns(ownerDb)).filter((column) => !isKnown(column))).toEqual([])
})

/** Puts what is the member's wherever the product itself puts it. */
async function plant(db: Db): Promise<{ memberId: number; itemId: string; hashes: Buffer[] }> {
  const templates = { member_template: '{member}: {reason}', reporter_template: '{reason}' }
  await db.updateTable('policy').set(templates).execute()
  await anEndpoint(db, 'https://8.8.8.8/', [...WEBHOOK_EVENTS])
  const itemId = `m-${THING}`
  await mirror(db, itemId)
  const ruleId = await aRule(db, 'live', { when: words('gold') })
  await screenItems(db, systemActor, [
    anItem({ id: `screened-${THING}`, text: SAID, author: MEMBER }),
    anItem({ type: 'member', id: MEMBER.id, name: SAID, author: undefined }),
  ])
  const moderator = await aModerator(db)
  const decisionId = await decideAbout(db, moderator, itemId)
  await object(db, moderator, decisionId)
  const review = { decision_id: decisionId, reason: `plainly ${MARK}`, reviewed_by: 'cli' }
  await db.insertInto('second_review').values(review).execute()
  await workOnMember(db)
  await reportOthers(db, moderator)
  const backtestId = await startBacktest(db, cliActor, { ruleId, file: null })
  await runBacktest(db, backtestId, new AbortController().signal)
  await sendSome(db, decisionId)
  const { id: memberId } = await db
    .selectFrom('member')
    .select('id')
    .where('external_id', '=', MEMBER.id)
    .executeTakeFirstOrThrow()
  for (const { plant: plantOwn } of DOMAIN_ACCESS) await plantOwn?.(db, { mark: MARK, memberId })
  return {
    memberId,
    itemId,
    hashes: [hashText(SAID), textHash(SAID), hashContent({ ...SEEN, name: null, createdAt: null })],
  }
}

/** A message of the member beside one of somebody else. */
async function mirror(db: Db, itemId: string): Promise<void> {
  const at = (hours: number) => new Date(Date.now() - hours * HOUR_MS)
  const channel = { id: 'c', name: 'general' }
  await ingestMessages(db, systemActor, {
    origin: 'forum',
    messages: [
      { id: 'm-other', sentAt: at(2), member: { id: 'other', name: 'Other' }, channel, text: 'hello' },
      { id: itemId, sentAt: at(1), member: MEMBER, channel, topic: `about ${MARK}`, text: SEEN.text },
    ],
  })
  const use = { id: `use-${THING}`, at: at(1), memberId: MEMBER.id, feature: 'dance' }
  await recordFeatureUsage(db, systemActor, { origin: 'forum', uses: [use] })
}

async function decideAbout(db: Db, moderator: Actor, itemId: string): Promise<string> {
  const item = { type: 'message', id: itemId, revision: 1, ...SEEN, author: MEMBER, channelId: 'c' } as const
  const report = aReport({ item, reason: `of ${MARK}`, comment: `look what ${MARK} says` })
  const [taken] = await receiveReports(db, systemActor, [report])
  const caseId = taken?.caseId ?? 0
  const { token } = await claimCase(db, moderator, { caseId })
  const { decisionId } = await decideCase(db, moderator, {
    ...{ caseId, claimToken: token, version: 1, policyId: await thePolicy(db) },
    ...{ actions: [{ type: 'remove' }, { type: 'ban' }], reason: `because of ${MARK}`, note: `mind ${MARK}` },
  })
  return decisionId
}

async function object(db: Db, moderator: Actor, decisionId: string): Promise<void> {
  await issueAppealLink(db, moderator, { decisionId })
  const authorization = `Bearer ${await aKey(db, 'moderator')}`
  const answer = await call(postAppeal, {
    ...{ method: 'POST', path: '/api/v1/appeals', headers: { authorization, 'idempotency-key': 'appeal' } },
    body: { decisionId, memberId: MEMBER.id, text: `sorry, ${MARK}` },
  })
  const { id } = (await answer.json()) as { id: string }
  await ruleAppeal(db, await aModerator(db), { appealId: id, ruling: 'upheld', reason: `no, ${MARK}` })
  const byHand = await call(postCase, {
    ...{ method: 'POST', path: '/api/v1/cases', headers: { authorization, 'idempotency-key': 'case' } },
    body: { item: { type: 'custom', id: `c-${THING}`, text: SAID, author: MEMBER }, reason: `by hand, ${MARK}` },
  })
  expect(byHand.status).toBe(201)
}

async function workOnMember(db: Db): Promise<void> {
  const { id: caseId } = await db
    .selectFrom('moderation_case')
    .select('id')
    .where('item_type', '=', 'member')
    .where('item_id', '=', MEMBER.id)
    .executeTakeFirstOrThrow()
  const moderator = await aModerator(db)
  await addNote(db, moderator, { caseId, text: `a note of ${MARK}` })
  await skipCase(db, moderator, { caseId, reason: `I know ${MARK}` })
  await escalateCase(db, moderator, { caseId, reason: `for ${MARK}` })
}

/** The member reports somebody else's message, around which theirs stands, and hears what came of it. */
async function reportOthers(db: Db, moderator: Actor): Promise<void> {
  const item = {
    type: 'message',
    id: 'm-other',
    revision: 1,
    text: 'hello',
    author: { id: 'other' },
    channelId: 'c',
  } as const
  const report = aReport({ reporter: MEMBER, item, reason: `says ${MARK}`, comment: `says ${MARK}` })
  const [taken] = await receiveReports(db, systemActor, [report])
  const caseId = taken?.caseId ?? 0
  const { token } = await claimCase(db, moderator, { caseId })
  const keep = { actions: [{ type: 'keep' }], reason: '', note: '' } as const
  await decideCase(db, moderator, { ...keep, actions: [...keep.actions], caseId, claimToken: token, version: 1 })
}

/** One delivery of a decision has arrived, one was given up, and one waits. */
async function sendSome(db: Db, decisionId: string): Promise<void> {
  const rows = await db.selectFrom('webhook_delivery').select('id').where('subject', '=', decisionId).execute()
  expect(rows.length).toBeGreaterThanOrEqual(3)
  const ended = { next_at: null, settled_at: new Date() }
  const answer = { receiver_status: `done to ${MARK}`, external_id: `of ${MARK}` }
  for (const [index, change] of [
    { state: 'delivered', ...ended, ...answer },
    { state: 'dead', ...ended },
  ].entries())
    await db
      .updateTable('webhook_delivery')
      .set(change)
      .where('id', '=', rows[index]?.id ?? '')
      .execute()
}
