import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { Db } from '@/lib/core/db/types'
import { claimCase } from '@/lib/moderation/commands/claim-case'
import { decideCase } from '@/lib/moderation/commands/decide-case'
import { addQueue } from '@/lib/moderation/commands/manage-queues'
import { createRule } from '@/lib/moderation/commands/manage-rules'
import { openCase } from '@/lib/moderation/commands/open-case'
import { receiveAppeal } from '@/lib/moderation/commands/receive-appeal'
import { receiveReports } from '@/lib/moderation/commands/receive-reports'
import { reverseDecision } from '@/lib/moderation/commands/reverse-decision'
import { ruleAppeal } from '@/lib/moderation/commands/rule-appeal'
import { submitVerdict } from '@/lib/moderation/commands/submit-verdict'
import { escalateCase } from '@/lib/moderation/commands/work-case'
import { hasSanction } from '@/lib/moderation/rules/actions'
import { caseBody } from '@/lib/moderation/schema/cases'
import type { ActionInput } from '@/lib/moderation/schema/decisions'
import { queueBody } from '@/lib/moderation/schema/queues'
import { changeSettings } from '@/lib/settings/commands'
import { type Actor, cliActor, systemActor } from '@/lib/staff/actor'
import { type Dice, dice } from './dice'
import { aReport } from './moderation'
import { aRuleInput } from './moderation-rules'
import { actorOf, aPerson } from './staff'

const HOUR_MS = 3_600_000
const CHANNEL = 'history'

const RULINGS: readonly ActionInput[][] = [
  [{ type: 'keep' }],
  [{ type: 'restore' }],
  [{ type: 'remove' }],
  [{ type: 'remove' }, { type: 'warn' }],
  [{ type: 'hide' }],
  [{ type: 'mute', minutes: 60 }],
  [{ type: 'custom', name: 'slow', isConfirmed: true }],
]

interface World {
  db: Db
  dice: Dice
  now: Date
  /** Notes what waits at the moments up to this instant. */
  note: (until: number) => Promise<void>
  people: Actor[]
  policies: string[]
  rules: string[]
}

export interface LivedMoments {
  /** Both queues: the default one, and one without a due time. */
  queues: string[]
  /** What waited at each instant that was asked for, by queue. */
  waiting: { at: Date; byQueue: ReadonlyMap<string, number> }[]
}

interface Lifetime {
  seed: number
  steps: number
  /** Instants in their order; the first begins it, the last ends it. At each it is noted what waits. */
  moments: readonly Date[]
}

/**
 * Lives through months of moderation by the commands themselves, with dice and in the order of time: reports, edits, decisions,
 * undos at the very end of their time and after it, reversals, escalations, appeals, second reviews, and what rules hit.
 */
export async function liveThrough(db: Db, { seed, steps, moments }: Lifetime): Promise<LivedMoments> {
  const [start = new Date(0), end = start] = [moments[0], moments.at(-1)]
  const waiting: LivedMoments['waiting'] = []
  const pending = [...moments]
  const note = async (until: number) => {
    while (pending[0] && pending[0].getTime() <= until)
      waiting.push({ at: pending.shift() ?? end, byQueue: await countWaiting(db) })
  }
  const world = await makeWorld(db, { seed, now: start, note })
  const pace = (end.getTime() - start.getTime()) / steps
  for (let at = start.getTime(); at < end.getTime(); at += Math.ceil(2 * pace * world.dice.throw())) {
    // An undo reaches a little into the time after its step.
    world.now = new Date(Math.max(at, world.now.getTime()))
    await note(world.now.getTime())
    await world.dice.oneOf(ACTS)(world)
  }
  await note(end.getTime())
  const queues = await db.selectFrom('moderation_queue').select('id').orderBy('is_default', 'desc').execute()
  return { queues: queues.map(({ id }) => id), waiting }
}

async function makeWorld(db: Db, { seed, now, note }: { seed: number } & Pick<World, 'now' | 'note'>): Promise<World> {
  const queue = queueBody.parse({ name: `History ${randomUUID()}`, routing: { channels: [CHANNEL] }, slaMinutes: null })
  await addQueue(db, cliActor, queue)
  await changeSettings(db, cliActor, { secondReviewShare: 1 })
  const people = await Promise.all([0, 1, 2, 3].map(() => aPerson(db, { role: 'manager' })))
  const key: Actor = { kind: 'key', id: randomUUID(), role: 'manager', scopes: [], address: null }
  const policies = await db.selectFrom('policy').select('id').orderBy('position').limit(3).execute()
  const rules = await Promise.all(['One', 'Two'].map((name) => createRule(db, cliActor, aRuleInput({ name }))))
  return {
    db,
    dice: dice(seed),
    now,
    note,
    people: [...people.map(actorOf), key],
    policies: policies.map(({ id }) => id),
    rules: rules.map(({ id }) => id),
  }
}

const numbered = ({ dice }: World, word: string): { id: string } => ({ id: `${word}-${Math.floor(dice.throw() * 12)}` })

async function countWaiting(db: Db): Promise<Map<string, number>> {
  const { rows } = await sql<{ queue: string; n: number }>`
    select queue_id as queue, count(*)::int as n from moderation_case where status <> 'decided' group by 1`.execute(db)
  return new Map(rows.map(({ queue, n }) => [queue, n]))
}

/** Something new is reported by one or more, or an old item in a newer revision, some of them by who reported it before. */
async function report(world: World): Promise<void> {
  const { rows: old } = await sql<{ id: string; revision: number; channel: string | null }>`
    select item_id as id, item_revision as revision, channel_external as channel from moderation_case order by id`.execute(
    world.db,
  )
  const again = old.length > 10 && world.dice.chance(0.3) ? world.dice.oneOf(old) : null
  const item = {
    type: 'message' as const,
    id: again?.id ?? randomUUID(),
    revision: (again?.revision ?? 0) + 1,
    text: 'x',
    author: numbered(world, 'author'),
    ...(world.dice.chance(0.4) ? { channelId: CHANNEL } : {}),
  }
  if (!again && world.dice.chance(0.15)) {
    await openCase(world.db, cliActor, caseBody.parse({ item, reason: 'Seen' }), world.now)
  } else {
    const policyId = world.dice.oneOf(world.policies)
    const reports = [1, 2, 3]
      .slice(0, 1 + Math.floor(world.dice.throw() * 3))
      .map(() => aReport({ item, reporter: numbered(world, 'reporter'), policyId }))
    await receiveReports(world.db, systemActor, reports, world.now)
  }
  await hit(world, item.id)
}

/** Rules find something in it, at once or later, live or in shadow; now and then Guildhall hides it, which closes nothing. */
async function hit(world: World, itemId: string): Promise<void> {
  for (const rule of world.rules.filter(() => world.dice.chance(0.4))) {
    const at = new Date(world.now.getTime() + (world.dice.chance(0.7) ? 0 : 30 * HOUR_MS))
    await sql`
      insert into rule_hit (rule_id, version, mode, item_type, item_id, item_revision, text_hash, case_id, opening, at)
      select ${rule}::uuid, 1, ${world.dice.chance(0.8) ? 'live' : 'shadow'}, item_type, item_id, item_revision, sha256(''), id, opening, ${at}
      from moderation_case where item_id = ${itemId} on conflict do nothing`.execute(world.db)
  }
  if (!world.dice.chance(0.2)) return
  await sql`
    with hidden as (
      insert into moderation_decision (case_id, case_version, revision, opening, status_before, decided_by, decided_at)
      select id, version, item_revision, opening, status, 'system', ${world.now} from moderation_case where item_id = ${itemId}
      returning id, case_id
    )
    insert into moderation_action (decision_id, position, type, case_id) select id, 0, 'hide', case_id from hidden`.execute(
    world.db,
  )
}

/** Decides something that waits; one in five undoes it, the last at the very end of the time for it or just too late. */
async function decide(world: World): Promise<void> {
  const { db, now } = world
  const { rows } = await sql<{ id: number; version: number; status: string }>`
    select id, version, status from moderation_case where status <> 'decided' order by id`.execute(db)
  if (rows.length === 0) return
  const { id: caseId, version, status } = world.dice.oneOf(rows)
  // One of them does half of it, so that there is something to tell of one person.
  const by = world.dice.oneOf(world.dice.chance(0.5) ? world.people.slice(0, 1) : world.people)
  const isEscalation = status === 'open' && world.dice.chance(0.1)
  const actions = isEscalation ? [{ type: 'escalate' as const }] : world.dice.oneOf(RULINGS)
  const policyId = hasSanction(actions) ? world.dice.oneOf(world.policies) : null
  const { token } = await claimCase(db, by, { caseId, now })
  const ruling = { caseId, version, claimToken: token, actions, policyId, reason: '', note: '', now }
  const { decisionId } = await decideCase(db, by, ruling)
  if (!world.dice.chance(0.2)) return
  world.now = new Date(now.getTime() + world.dice.oneOf([1_000, 8_000, 8_001]))
  await world.note(world.now.getTime())
  await reverseDecision(db, by, { decisionId, reason: 'A slip', now: world.now })
}

async function standing(world: World): Promise<{ id: string; by: string; member: string | null }[]> {
  const { rows } = await sql<{ id: string; by: string; member: string | null }>`
    select decision.id, decision.decided_by as by, member.external_id as member from moderation_decision as decision
    join moderation_case as self on self.id = decision.case_id left join member on member.id = self.member_id
    where decision.reverses_id is null and decision.decided_by <> 'system'
      and decision.id not in (select reverses_id from moderation_decision where reverses_id is not null)
      and decision.id not in (select decision_id from moderation_action where type = 'escalate')
    order by decision.decided_at, decision.id`.execute(world.db)
  return rows
}

async function takeBack(world: World): Promise<void> {
  const found = await standing(world)
  if (found.length === 0) return
  const decision = { decisionId: world.dice.oneOf(found).id, reason: 'Seen again', now: world.now }
  await reverseDecision(world.db, world.dice.oneOf(world.people), decision)
}

async function escalate(world: World): Promise<void> {
  const { rows } = await sql<{ id: number }>`select id from moderation_case where status = 'open' order by id`.execute(
    world.db,
  )
  if (rows.length === 0) return
  await escalateCase(world.db, world.dice.oneOf(world.people), {
    caseId: world.dice.oneOf(rows).id,
    reason: 'Hard',
    now: world.now,
  })
}

/** Others look again at some; what they may not see they are refused, and nothing happens. */
async function lookAgain(world: World): Promise<void> {
  const found = await standing(world)
  for (const { id: decisionId } of found.filter(() => world.dice.chance(4 / found.length))) {
    const policyId = world.dice.oneOf([null, ...world.policies])
    const by = world.dice.oneOf(world.people.slice(0, -1))
    await submitVerdict(world.db, by, { decisionId, policyId, reason: '', now: world.now }).catch(() => undefined)
  }
}

/** A member objects, or somebody rules on what waits; the same. */
async function appeal(world: World): Promise<void> {
  const found = (await standing(world)).filter(({ member }) => member !== null)
  const { rows } = await sql<{
    id: string
  }>`select id from appeal where status = 'open' order by created_at, id`.execute(world.db)
  const made = found.length > 0 ? world.dice.oneOf(found) : null
  if (made) {
    const objection = { decisionId: made.id, memberId: made.member ?? '', text: 'No' }
    await receiveAppeal(world.db, systemActor, objection, world.now).catch(() => undefined)
  }
  if (rows.length === 0) return
  const ruling = world.dice.chance(0.4) ? ('overturned' as const) : ('upheld' as const)
  const ruled = { appealId: world.dice.oneOf(rows).id, ruling, reason: 'Read again', now: world.now }
  await ruleAppeal(world.db, world.dice.oneOf(world.people), ruled).catch(() => undefined)
}

const ACTS = [
  report,
  report,
  report,
  report,
  decide,
  decide,
  decide,
  decide,
  takeBack,
  escalate,
  lookAgain,
  lookAgain,
  appeal,
]
