import { sql } from 'kysely'
import type { Db } from '@/lib/core/db/types'
import { pick } from '@/lib/demo/words'
import { changeSettings } from '@/lib/settings/commands'
import { type Actor, systemActor } from '@/lib/staff/actor'
import { claimCase } from '../commands/claim-case'
import { decideCase } from '../commands/decide-case'
import { reverseDecision } from '../commands/reverse-decision'
import { submitVerdict } from '../commands/submit-verdict'
import { sampleEnd } from '../rules/second-reviews'

/** The first two decide most; nobody signs in as them. */
const MODERATORS = ['Mellow Otter', 'Keen Kestrel', 'Patient Tapir', 'Silver Crane']
const SAMPLE_SHARE = 0.6
const DAY_MS = 86_400_000
/** What was decided since waits for the visitor's own second look. */
const WAITING_DAYS = 6
const SLIP = 0.1
const TAKEN_BACK = 0.03

/** A decision of the made-up team, and what there was to find: a policy, or nothing. */
export interface DemoDecision {
  id: string
  caseId: number
  by: Actor
  at: Date
  found: string | null
}

/** Makes the people who decide, and has many of their decisions looked at again. */
export async function createTeam(db: Db): Promise<Actor[]> {
  await changeSettings(db, systemActor, { secondReviewShare: SAMPLE_SHARE })
  const people = MODERATORS.map((name) => ({
    name,
    email: `${name.toLowerCase().replace(' ', '.')}@demo.invalid`,
    role: 'moderator',
  }))
  await db
    .insertInto('staff')
    .values(people)
    .onConflict((same) => same.doNothing())
    .execute()
  const rows = await db
    .selectFrom('staff')
    .select('id')
    .where(
      'email',
      'in',
      people.map(({ email }) => email),
    )
    .orderBy('email')
    .execute()
  return rows.map(({ id }) => ({ kind: 'staff', id, role: 'moderator', scopes: [], address: null }))
}

interface DemoContext {
  team: readonly Actor[]
  decisions: readonly DemoDecision[]
  policies: readonly string[]
  now: Date
  random: () => number
}

/** Others look again at what was drawn: they mostly find what there is to find, and now and then something else. */
export async function addSecondReviews(db: Db, { team, decisions, policies, now, random }: DemoContext): Promise<void> {
  const { rows } = await sql<{ id: string }>`
    select id from moderation_decision where id = any(${decisions.map(({ id }) => id)}::uuid[])
      and second_review_place(id) < ${sampleEnd(SAMPLE_SHARE)}
      and not exists (select from moderation_decision as back where back.reverses_id = moderation_decision.id)`.execute(
    db,
  )
  const drawn = new Set(rows.map(({ id }) => id))
  for (const { id, by, at, found } of decisions) {
    const reviewedAt = new Date(at.getTime() + (0.2 + random()) * DAY_MS)
    if (!drawn.has(id) || now.getTime() - at.getTime() < WAITING_DAYS * DAY_MS) continue
    const reviewer = pick(
      team.filter((one) => one.id !== by.id),
      random,
    )
    const other = random() < 0.5 ? null : pick(policies, random)
    const policyId = random() < SLIP ? other : found
    const reason = policyId === found ? '' : 'In the context of the other messages, I disagree.'
    await submitVerdict(db, reviewer, { decisionId: id, policyId, reason, now: reviewedAt })
  }
}

/** Some decisions are taken back by somebody else, who lets the item stand. */
export async function reverseSome(db: Db, { team, decisions, now: end, random }: DemoContext): Promise<void> {
  for (const { id, caseId, by, at } of decisions) {
    const now = new Date(at.getTime() + (1 + 5 * random()) * (DAY_MS / 24))
    if (random() > TAKEN_BACK || now > end) continue
    const other = pick(
      team.filter((one) => one.id !== by.id),
      random,
    )
    const reason = 'The previous message changes its meaning.'
    const { version } = await reverseDecision(db, other, { decisionId: id, reason, now })
    const { token } = await claimCase(db, other, { caseId, now })
    const actions = [{ type: 'keep' as const }]
    await decideCase(db, other, { caseId, version, claimToken: token, policyId: null, actions, reason, note: '', now })
  }
}
