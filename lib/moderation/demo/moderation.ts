import { type IngestedMessage, ingestMessages } from '@/lib/community/commands/ingest-messages'
import { inTransaction } from '@/lib/core/db/transaction'
import type { Db } from '@/lib/core/db/types'
import { listRegulars, ORIGIN } from '@/lib/demo/members-and-spaces'
import { connectPlatform } from '@/lib/demo/platform'
import { CHANNELS, pick } from '@/lib/demo/words'
import { type Actor, systemActor } from '@/lib/staff/actor'
import { claimCase } from '../commands/claim-case'
import { decideCase } from '../commands/decide-case'
import { addQueue } from '../commands/manage-queues'
import { receiveReports } from '../commands/receive-reports'
import { screenItems } from '../commands/screening/screen-items'
import { escalateCase, snoozeCase } from '../commands/work-case'
import { hasSanction } from '../rules/actions'
import type { ActionInput } from '../schema/decisions'
import { queueBody } from '../schema/queues'
import { type ReportInput, reportInput } from '../schema/reports'
import { createAppeals } from './appeals'
import { createAutomaticRules } from './automatic-rules'
import { storeDemoMedia } from './media'
import { OFFENCES, type Offence } from './offences'
import { addSecondReviews, createTeam, type DemoDecision, reverseSome } from './team'

const MADE_KEY = 'demo_moderation_made'
const HOUR_MS = 3_600_000
/** Cases of the past two months, and those that wait. */
const DECIDED = 220
const CONTEXT_MESSAGES = 400
const OPEN = 34
const OFFENCE_EVERY_MS = 60_000

/** The queue of the made-up community, once: two months of decided cases, and some that wait. Answers whether it was made now. */
export async function createModeration(
  db: Db,
  { now, seed, signal }: { now: Date; seed: number; signal: AbortSignal },
): Promise<boolean> {
  if (await db.selectFrom('setting').select('key').where('key', '=', MADE_KEY).executeTakeFirst()) return false
  const random = seeded(seed)
  const regulars = await listRegulars(db, { at: now, limit: CONTEXT_MESSAGES })
  if (regulars.length === 0) return false
  await makeQueue(db)
  await writeTemplates(db)
  const team = await createTeam(db)
  const decisions: DemoDecision[] = []
  // In their order, so that who is banned on the way does nothing afterwards.
  const hoursAgo = Array.from({ length: DECIDED }, () => 3 + random() * 24 * 60).sort((a, b) => b - a)
  for (const hours of hoursAgo) {
    if (signal.aborted) break
    const at = new Date(now.getTime() - hours * HOUR_MS)
    const decision = await bringIn(db, { at, random, decidedBy: pick(team, random, 2), end: now })
    if (decision) decisions.push(decision)
  }
  for (let n = 0; n < OPEN && !signal.aborted; n += 1) {
    const at = new Date(now.getTime() - random() ** 2 * 40 * HOUR_MS)
    // Of every kind there is one that waits, and of the others some are with the managers.
    const isEscalated = n >= OFFENCES.length && n % 6 === 0
    await bringIn(db, { at, random, offence: OFFENCES[n], isEscalated })
  }
  await putOneOff(db, now)
  if (signal.aborted) return false
  // What was decided before is old; from here on the platform hears of it.
  await connectPlatform(db)
  const policies = (await db.selectFrom('policy').select('id').execute()).map(({ id }) => id)
  const doing = { team, decisions, policies, now, random }
  await reverseSome(db, doing)
  await addSecondReviews(db, doing)
  await createAppeals(db, now)
  await createAutomaticRules(db, { members: regulars, channels: CHANNELS.length, now, random, signal })
  await db.insertInto('setting').values({ key: MADE_KEY, value: 'true' }).execute()
  return true
}

/** Pictures by themselves, from which people rest. */
async function makeQueue(db: Db): Promise<void> {
  const name = 'Pictures'
  if (await db.selectFrom('moderation_queue').select('id').where('name', '=', name).executeTakeFirst()) return
  const rotation = { reveals: 40, minutes: 120, pauseMinutes: 60 }
  const body = { name, routing: { itemTypes: ['image'] }, position: 10, slaMinutes: 240, rotation }
  await addQueue(db, systemActor, queueBody.parse(body))
}

/** A queue that never moves shows nothing of a live one: about once a minute somebody reports something. */
export async function simulateOffences(
  db: Db,
  { now, stepMs, random }: { now: Date; stepMs: number; random: () => number },
): Promise<void> {
  if (random() * OFFENCE_EVERY_MS < stepMs) await bringIn(db, { at: now, random, isScreened: true })
}

interface World {
  members: string[]
  policies: Map<string, string>
}

async function readWorld(db: Db, at: Date): Promise<World> {
  const members = await listRegulars(db, { at, limit: CONTEXT_MESSAGES })
  const policies = await db.selectFrom('policy').select(['id', 'name']).execute()
  return { members, policies: new Map(policies.map(({ id, name }) => [name, id])) }
}

/** Members who have not been reported themselves; what is said of one again joins the case that there is. */
async function withoutCase(db: Db, { members }: World): Promise<string[]> {
  const cases = await db.selectFrom('moderation_case').select('item_id').where('item_type', '=', 'member').execute()
  const reported = new Set(cases.map(({ item_id }) => item_id))
  return members.filter((id) => !reported.has(id))
}

interface Happening {
  at: Date
  random: () => number
  /** Left out where it waits. */
  decidedBy?: Actor
  /** Left out, any. */
  offence?: Offence | undefined
  /** Left out, now and then. */
  isEscalated?: boolean
  /** Nothing happens after it. */
  end?: Date
  /** Whether the rules look at it before somebody reports it. */
  isScreened?: boolean
}

/** Something is reported and, where somebody is named, decided. */
async function bringIn(db: Db, happening: Happening): Promise<DemoDecision | null> {
  const { at, random, decidedBy, offence = pick(OFFENCES, random), end = at, isScreened = false } = happening
  const world = await readWorld(db, at)
  if (world.members.length === 0) return null
  // Few write most of it; who is reported themself may be anybody who was not before.
  const author = offence.type === 'member' ? pick(await withoutCase(db, world), random) : pick(world.members, random, 3)
  if (author === undefined) return null
  const channel = 1 + Math.floor(CHANNELS.length * random() ** 2)
  const id = `${offence.type}-reported-${at.getTime()}-${Math.floor(random() * 1e6)}`
  const policyId = world.policies.get(offence.policy) ?? null
  if (offence.type === 'message') await print(db, { id, at, author, channel, text: offence.text })
  const count = 1 + Math.floor(random() * offence.reporters)
  const reports = Array.from({ length: count }, (_, index) =>
    reportInput.parse({
      reporter: { id: pick(world.members, random, 1.5) },
      item: {
        type: offence.type,
        id: offence.type === 'member' ? author : id,
        ...(offence.text ? { text: offence.text } : {}),
        ...addressesOf(offence, id),
        ...(offence.type === 'member' ? {} : { author: { id: author } }),
        channelId: `channel-${channel}`,
        createdAt: at.toISOString(),
      },
      reason: offence.policy.toLowerCase(),
      comment: index === 0 ? offence.comment : '',
      policyId,
    }),
  )
  const taken = await inTransaction(db, async (trx) => {
    const [item] = reports
    if (isScreened && item) await screenItems(trx, systemActor, [item.item], at)
    const [first] = await receiveReports(trx, systemActor, reports, at)
    if (first) await storeDemoMedia(trx, first.caseId, random, at)
    return first
  })
  if (!taken) return null
  if (decidedBy) return rule(db, { caseId: taken.caseId, policyId, at, random, offence, by: decidedBy, end })
  if (happening.isEscalated ?? random() < 0.08) await escalateIfOpen(db, taken.caseId, at)
  return null
}

/** Of hosts that can't be anybody's. */
function addressesOf({ address, pictures = [], sound }: Offence, id: string): Partial<ReportInput['item']> {
  const media = [
    ...pictures.map((alt, index) => ({
      url: `https://media.example/${id}-${index + 1}.png`,
      contentType: 'image/png',
      alt,
    })),
    ...(sound ? [{ url: `https://media.example/${id}.wav`, contentType: 'audio/wav', alt: sound }] : []),
  ]
  return {
    ...(address === 'picture' ? { url: `https://media.example/${id}.png` } : {}),
    ...(address === 'page' ? { url: 'https://files.example/cracked' } : {}),
    ...(media.length > 0 ? { media } : {}),
  }
}

async function print(
  db: Db,
  { id, at, author, channel, text }: { id: string; at: Date; author: string; channel: number; text: string },
): Promise<void> {
  const message: IngestedMessage = {
    id,
    sentAt: at,
    member: { id: author },
    channel: { id: `channel-${channel}` },
    topic: `topic-live-${channel}`,
    text,
  }
  await ingestMessages(db, systemActor, { origin: ORIGIN, messages: [message] })
}

interface Judged {
  caseId: number
  policyId: string | null
  at: Date
  random: () => number
  offence: Offence
  by: Actor
  end: Date
}

async function rule(db: Db, { caseId, policyId, at, random, offence, by, end }: Judged): Promise<DemoDecision | null> {
  const found = await db
    .selectFrom('moderation_case')
    .select(['version', 'status'])
    .where('id', '=', caseId)
    .executeTakeFirstOrThrow()
  if (found.status === 'decided') return null
  // Some take longer than they should.
  const hours = random() < 0.07 ? 24 + 20 * random() : 20 * random() ** 2
  const now = new Date(Math.min(at.getTime() + hours * HOUR_MS, end.getTime()))
  const actions: ActionInput[] = random() < 0.15 ? [{ type: 'keep' }] : offence.ruling
  const { token } = await claimCase(db, by, { caseId, now })
  const { decisionId } = await decideCase(db, by, {
    caseId,
    claimToken: token,
    version: found.version,
    policyId: hasSanction(actions) ? policyId : null,
    actions: [...actions],
    reason: '',
    note: '',
    now,
  })
  return { id: decisionId, caseId, by, at: now, found: hasSanction(offence.ruling) ? policyId : null }
}

async function escalateIfOpen(db: Db, caseId: number, now: Date): Promise<void> {
  const { status } = await db
    .selectFrom('moderation_case')
    .select('status')
    .where('id', '=', caseId)
    .executeTakeFirstOrThrow()
  if (status === 'open') await escalateCase(db, systemActor, { caseId, reason: 'Two of us disagree.', now })
}

/** Somebody of the team waits for an answer before they go on with a case. */
async function putOneOff(db: Db, now: Date): Promise<void> {
  const row = await db
    .selectFrom('moderation_case')
    .select('id')
    .where('status', '=', 'open')
    .orderBy('opened_at', 'desc')
    .executeTakeFirst()
  const until = new Date(now.getTime() + 3 * HOUR_MS).toISOString()
  if (row) await snoozeCase(db, systemActor, { caseId: row.id, until, now })
}

/** What members read is written by each community; this one has been friendly about it. */
async function writeTemplates(db: Db): Promise<void> {
  await db
    .updateTable('policy')
    .set({
      member_template:
        'Hello {member}, this breaks our rule “{policy}” ({action}). {reason} You can appeal within 20 days.',
      reporter_template: 'Thank you for your report. We have reviewed it under our rule “{policy}”. {reason}',
    })
    .where('member_template', '=', '')
    .execute()
}

/** mulberry32: the same numbers for the same seed, which is all that is asked of it. */
function seeded(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
