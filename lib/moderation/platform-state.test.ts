import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { sql } from 'kysely'
import { describe } from 'vitest'
import type { Db } from '@/lib/core/db/types'
import { type Actor, systemActor } from '@/lib/staff/actor'
import { deleteExpiredDeliveries } from '@/lib/webhooks/commands/delete-deliveries'
import { expect, test } from '@/tests/support/database'
import { aPlatform } from '@/tests/support/made-up-platform'
import { aModerator, aReport, thePolicy } from '@/tests/support/moderation'
import { anItem, aRule, words } from '@/tests/support/moderation-rules'
import { allowLoopback } from '@/tests/support/webhooks'
import { claimCase } from './commands/claim-case'
import { decideCase } from './commands/decide-case'
import { receiveReports } from './commands/receive-reports'
import { reverseDecision } from './commands/reverse-decision'
import { screenItems } from './commands/screening/screen-items'
import type { RuleBody } from './engine/schema'
import { getRecord } from './queries/get-record'
import { hasSanction } from './rules/actions'
import type { ActionInput } from './schema/decisions'

allowLoopback()

/** Ahead of the clock of the machine, so that nothing is late by it. */
const START = new Date('2030-01-01T12:00:00Z')
const at = (seconds: number): Date => new Date(START.getTime() + seconds * 1_000)

const RULINGS: ActionInput[][] = [
  [{ type: 'keep' }],
  [{ type: 'remove' }],
  [{ type: 'hide' }],
  [{ type: 'mute', minutes: 30 }],
  [{ type: 'remove' }, { type: 'mute', minutes: 90 }],
  [{ type: 'warn' }],
  [{ type: 'suspend', minutes: 60 }],
  [{ type: 'hide' }, { type: 'ban' }],
  [
    { type: 'suspend', minutes: 600 },
    { type: 'mute', minutes: 10 },
  ],
]
const AUTOMATIC: RuleBody['then'][] = [
  [{ type: 'hide' }, { type: 'mute', minutes: 600 }],
  [{ type: 'hide' }],
  [{ type: 'mute', minutes: 20 }],
]

type Step =
  | { do: 'decide'; item: number; ruling: number }
  | { do: 'undo'; nth: number }
  | { do: 'wait'; seconds: number }
  | { do: 'hit'; item: number; rule: number }
  /** The author changes the item, and somebody reports it. */
  | { do: 'edit'; item: number }

const item = fc.nat({ max: 1 })
const aStep: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ do: fc.constant('decide' as const), item, ruling: fc.nat({ max: RULINGS.length - 1 }) }),
  fc.record({ do: fc.constant('undo' as const), nth: fc.nat({ max: 3 }) }),
  fc.record({ do: fc.constant('wait' as const), seconds: fc.constantFrom(3, 30) }),
  fc.record({ do: fc.constant('hit' as const), item, rule: fc.nat({ max: AUTOMATIC.length - 1 }) }),
  fc.record({ do: fc.constant('edit' as const), item }),
)

/** Two items of one author and what happens to them; in the end platform and record have to agree. */
async function live(db: Db, platform: Awaited<ReturnType<typeof aPlatform>>, moderator: Actor, steps: readonly Step[]) {
  const author = { id: `author-${randomUUID().slice(0, 8)}` }
  const items = [0, 1].map(() => anItem({ author, text: randomUUID(), revision: 1 }))
  const cases = await report(db, items, at(0))
  const made: string[] = []
  let seconds = 0
  for (const step of steps) {
    const now = at(seconds)
    const index = 'item' in step ? step.item : 0
    const [one, caseId] = [items[index], cases[index]]
    if (!one || !caseId) throw new Error('there are two items')
    if (step.do === 'wait') {
      seconds += step.seconds
      await platform.hearUntil(at(seconds))
    }
    if (step.do === 'decide') {
      const decided = await decideOpen(db, moderator, { caseId, actions: RULINGS[step.ruling] ?? [], now })
      if (decided) made.push(decided)
    }
    if (step.do === 'undo') {
      const [decisionId] = made.splice(-1 - step.nth, 1)
      if (decisionId) await reverseDecision(db, moderator, { decisionId, reason: 'undo', now })
    }
    if (step.do === 'hit') {
      await aRule(db, 'live', { when: words(one.text ?? ''), actions: AUTOMATIC[step.rule] ?? [], dailyCap: 10_000 })
      await screenItems(db, systemActor, [one], now)
    }
    if (step.do === 'edit') {
      items[index] = { ...one, revision: (one.revision ?? 1) + 1 }
      await report(db, [items[index]], now)
    }
  }
  const end = at(seconds + 60)
  await platform.hearUntil(end)
  for (const [index, one] of items.entries()) {
    const told = platform.stateOf(one)
    expect({ content: told.content, ...authorStanding(told, end) }).toEqual(
      await standingOf(db, cases[index] ?? 0, end),
    )
  }
}

async function report(db: Db, items: readonly ReturnType<typeof anItem>[], now: Date): Promise<number[]> {
  const taken = await receiveReports(
    db,
    systemActor,
    items.map((one) => aReport({ item: one, reporter: { id: `reporter-${randomUUID().slice(0, 8)}` } })),
    now,
  )
  return taken.map(({ caseId }) => caseId ?? 0)
}

/** Null where the case is decided already. */
async function decideOpen(
  db: Db,
  by: Actor,
  { caseId, actions, now }: { caseId: number; actions: ActionInput[]; now: Date },
): Promise<string | null> {
  const found = await caseOf(db, caseId)
  if (found.status === 'decided') return null
  const { token } = await claimCase(db, by, { caseId, now })
  const policyId = hasSanction(actions) ? await thePolicy(db) : null
  const decision = {
    caseId,
    claimToken: token,
    version: found.version,
    actions,
    policyId,
    reason: 'looked',
    note: '',
    now,
  }
  return (await decideCase(db, by, decision)).decisionId
}

const caseOf = (db: Db, id: number) =>
  db.selectFrom('moderation_case').selectAll().where('id', '=', id).executeTakeFirstOrThrow()

/** How things stand here. */
async function standingOf(db: Db, caseId: number, now: Date) {
  const { content_state: content, member_id: memberId } = await caseOf(db, caseId)
  const { standing } = await getRecord(db, systemActor, memberId ?? 0, now)
  return { content, ...authorStanding(standing, now) }
}

/** What has not run out by itself. */
function authorStanding(
  {
    mutedUntil,
    suspendedUntil,
    isBanned,
  }: { mutedUntil: string | null; suspendedUntil: string | null; isBanned: boolean },
  now: Date,
) {
  const lasting = (until: string | null) => (until && Date.parse(until) > now.getTime() ? Date.parse(until) : null)
  return { mutedUntil: lasting(mutedUntil), suspendedUntil: lasting(suspendedUntil), isBanned }
}

/** As the night does that comes after the days for which deliveries are kept. */
async function forgetAll(db: Db): Promise<void> {
  const kept = { keepDeliveryDays: 0, keepDeadDeliveryDays: 0 }
  await deleteExpiredDeliveries(db, kept, at(86_400), new AbortController().signal)
  const told = await sql<{ n: number }>`select count(*)::int as n from webhook_delivery
    where state = 'delivered' and payload #> '{data,action}' is not null`.execute(db)
  expect(told.rows[0]?.n).toBe(0)
}

describe('the platform ends where things stand here', () => {
  test.for<[string, Step[]]>([
    [
      'when what a rule did, stood again and was not heard is outranked once more',
      [
        { do: 'hit', item: 0, rule: 0 },
        { do: 'decide', item: 0, ruling: 3 },
        { do: 'wait', seconds: 30 },
        { do: 'undo', nth: 0 },
        { do: 'decide', item: 0, ruling: 0 },
      ],
    ],
    [
      'when a decision is taken back that a later one has replaced',
      [
        { do: 'decide', item: 0, ruling: 1 },
        { do: 'wait', seconds: 30 },
        { do: 'edit', item: 0 },
        { do: 'decide', item: 0, ruling: 2 },
        { do: 'wait', seconds: 30 },
        { do: 'undo', nth: 1 },
      ],
    ],
    [
      'when one of two mutes in two cases is taken back',
      [
        { do: 'decide', item: 0, ruling: 4 },
        { do: 'decide', item: 1, ruling: 3 },
        { do: 'wait', seconds: 30 },
        { do: 'undo', nth: 1 },
      ],
    ],
    [
      'when a shorter mute follows a longer one',
      [
        { do: 'decide', item: 0, ruling: 4 },
        { do: 'wait', seconds: 30 },
        { do: 'decide', item: 1, ruling: 3 },
      ],
    ],
    [
      'when a longer mute is taken back before the shorter one was heard',
      [
        { do: 'decide', item: 0, ruling: 4 },
        { do: 'wait', seconds: 30 },
        { do: 'decide', item: 1, ruling: 3 },
        { do: 'undo', nth: 1 },
      ],
    ],
    [
      'when a rule repeats what was taken back before anybody had heard of it',
      [
        { do: 'decide', item: 0, ruling: 3 },
        { do: 'hit', item: 1, rule: 2 },
        { do: 'undo', nth: 0 },
        { do: 'hit', item: 0, rule: 0 },
      ],
    ],
  ])('%s', async ([, steps], { db }) => {
    await live(db, await aPlatform(db), await aModerator(db), steps)
  })

  test('though what was sent has been forgotten since', async ({ db }) => {
    const [platform, moderator] = [await aPlatform(db), await aModerator(db)]
    const one = anItem({ text: randomUUID(), revision: 1 })
    await aRule(db, 'live', { when: words(one.text ?? ''), actions: AUTOMATIC[0] ?? [] })
    const [screened] = await screenItems(db, systemActor, [one], at(0))
    await platform.hearUntil(at(30))
    expect(platform.stateOf(one)).toMatchObject({ content: 'hidden', mutedUntil: expect.any(String) })
    await forgetAll(db)

    const keep = { caseId: screened?.caseId ?? 0, actions: [{ type: 'keep' as const }], now: at(60) }
    const decisionId = (await decideOpen(db, moderator, keep)) ?? ''
    await platform.hearUntil(at(90))
    expect(platform.typesOf(one.id).slice(2).sort()).toEqual(['keep', 'restore', 'unmute'])
    expect(platform.stateOf(one)).toMatchObject({ content: 'visible', mutedUntil: null })
    await forgetAll(db)

    await reverseDecision(db, moderator, { decisionId, reason: 'late', now: at(120) })
    await platform.hearUntil(at(150))
    expect(platform.stateOf(one)).toMatchObject({ content: 'hidden', mutedUntil: expect.any(String) })
  })

  test('when mutes in two cases are taken back at once', async ({ db }) => {
    const [platform, moderator] = [await aPlatform(db), await aModerator(db)]
    for (let round = 0; round < 8; round += 1) {
      const author = { id: `author-${randomUUID().slice(0, 8)}` }
      const items = [0, 1].map(() => anItem({ author, text: randomUUID(), revision: 1 }))
      const made: string[] = []
      for (const caseId of await report(db, items, at(0)))
        made.push(
          (await decideOpen(db, moderator, { caseId, actions: [{ type: 'mute', minutes: 30 }], now: at(0) })) ?? '',
        )
      await platform.hearUntil(at(30))
      await Promise.all(
        made.map((decisionId) => reverseDecision(db, moderator, { decisionId, reason: 'undo', now: at(60) })),
      )
      await platform.hearUntil(at(90))
      for (const one of items) expect(platform.stateOf(one).mutedUntil).toBeNull()
    }
  })

  test('whatever rules and people do and take back', async ({ db }) => {
    const platform = await aPlatform(db)
    const moderator = await aModerator(db)
    await fc.assert(
      fc.asyncProperty(fc.array(aStep, { minLength: 1, maxLength: 9 }), (steps) =>
        live(db, platform, moderator, steps),
      ),
      { numRuns: 40 },
    )
  }, 180_000)
})
