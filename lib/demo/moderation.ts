import { sql } from 'kysely'
import { type IngestedMessage, ingestMessages } from '@/lib/community/commands/ingest-messages'
import type { Db } from '@/lib/core/db/types'
import { claimCase } from '@/lib/moderation/commands/claim-case'
import { decideCase } from '@/lib/moderation/commands/decide-case'
import { takeReports } from '@/lib/moderation/commands/take-reports'
import { escalateCase } from '@/lib/moderation/commands/work-case'
import { isPenal } from '@/lib/moderation/rules/actions'
import type { ActionInput } from '@/lib/moderation/schema/decisions'
import { type ReportInput, reportInput } from '@/lib/moderation/schema/reports'
import { type Actor, systemActor } from '@/lib/staff/actor'
import { makeAppeals } from './appeals'
import { makeRules } from './live-rules'
import { ORIGIN } from './people'
import { type DemoDecision, makeTeam, reviewAgain, takeSomeBack } from './team'
import { CHANNELS, pick } from './words'

const MADE_KEY = 'demo_moderation_made'
const HOUR_MS = 3_600_000
/** Cases of the past two months, and those that wait. */
const DECIDED = 250
const OPEN = 34

interface Offence {
  type: ReportInput['item']['type']
  policy: string
  text: string
  comment: string
  /** How many report it, at most. */
  reporters: number
  /** What moderators mostly do about it. */
  ruling: ActionInput[]
  url?: string
}

/** What gets reported in a community that plays and trades; nothing in it is anybody's real words. */
const OFFENCES: readonly Offence[] = [
  {
    type: 'message',
    policy: 'Spam',
    text: 'FREE SKINS for the first 50, claim now at harvest-skins.example/claim',
    comment: 'same link in four channels',
    reporters: 9,
    ruling: [{ type: 'remove' }, { type: 'ban' }],
  },
  {
    type: 'message',
    policy: 'Spam',
    text: 'earn 300 a day from your sofa, write me a private message',
    comment: '',
    reporters: 4,
    ruling: [{ type: 'remove' }, { type: 'warn' }],
  },
  {
    type: 'message',
    policy: 'Spam',
    text: 'join our much better server at invite.example/harbour',
    comment: 'advertising again',
    reporters: 3,
    ruling: [{ type: 'remove' }],
  },
  {
    type: 'message',
    policy: 'Harassment',
    text: 'nobody asked you, newcomer. go back to where you came from',
    comment: 'said to someone who joined today',
    reporters: 5,
    ruling: [{ type: 'remove' }, { type: 'mute', minutes: 1_440 }],
  },
  {
    type: 'message',
    policy: 'Harassment',
    text: 'keep talking and I will find out where you live',
    comment: 'this is a threat',
    reporters: 6,
    ruling: [{ type: 'remove' }, { type: 'warn' }],
  },
  {
    type: 'message',
    policy: 'Off topic',
    text: 'anyone else think the weather is a bit much lately',
    comment: 'wrong channel',
    reporters: 1,
    ruling: [{ type: 'keep' }],
  },
  {
    type: 'message',
    policy: 'Off topic',
    text: 'selling two harvest cloaks, 400 each',
    comment: 'belongs into #trading',
    reporters: 2,
    ruling: [{ type: 'keep' }],
  },
  {
    type: 'member',
    policy: 'Harassment',
    text: 'A name that imitates a moderator',
    comment: 'pretends to be staff',
    reporters: 3,
    ruling: [{ type: 'warn' }],
  },
  {
    type: 'image',
    policy: 'Sexual content',
    text: '',
    comment: 'not for this channel',
    reporters: 2,
    ruling: [{ type: 'hide' }],
    url: 'https://media.example/pictures/4471.jpg',
  },
  {
    type: 'link',
    policy: 'Illegal content',
    text: 'cracked copies of everything',
    comment: '',
    reporters: 2,
    ruling: [{ type: 'remove' }, { type: 'warn' }],
    url: 'https://files.example/cracked',
  },
  {
    type: 'message',
    policy: 'Hate',
    text: 'your kind should not be allowed in here',
    comment: 'please look at this quickly',
    reporters: 7,
    ruling: [{ type: 'remove' }, { type: 'ban' }],
  },
  {
    type: 'message',
    policy: 'Spam',
    text: 'GGGGGGG EZ EZ EZ EZ EZ EZ EZ EZ EZ EZ',
    comment: 'floods the channel',
    reporters: 2,
    ruling: [{ type: 'hide' }],
  },
  {
    type: 'message',
    policy: 'Harassment',
    text: 'that was a terrible raid and it was your fault',
    comment: 'rude',
    reporters: 1,
    ruling: [{ type: 'keep' }],
  },
]

/** The queue of the made-up community, once: two months of decided cases, and some that wait. Answers whether it was made now. */
export async function makeModeration(
  db: Db,
  { now, seed, signal }: { now: Date; seed: number; signal: AbortSignal },
): Promise<boolean> {
  if (await db.selectFrom('setting').select('key').where('key', '=', MADE_KEY).executeTakeFirst()) return false
  const random = seeded(seed)
  const world = await readWorld(db)
  if (world.members.length === 0) return false
  const team = await makeTeam(db)
  const decisions: DemoDecision[] = []
  for (let n = 0; n < DECIDED && !signal.aborted; n += 1) {
    const at = new Date(now.getTime() - (3 + random() * 24 * 60) * HOUR_MS)
    const decision = await bringIn(db, world, { at, random, decidedBy: pick(team, random, 2), end: now })
    if (decision) decisions.push(decision)
  }
  for (let n = 0; n < OPEN && !signal.aborted; n += 1) {
    const at = new Date(now.getTime() - random() ** 2 * 40 * HOUR_MS)
    await bringIn(db, world, { at, random })
  }
  if (signal.aborted) return false
  const doing = { team, decisions, policies: [...world.policies.values()], now, random }
  await makeRules(db)
  await takeSomeBack(db, doing)
  await reviewAgain(db, doing)
  await makeAppeals(db, now)
  await db.insertInto('setting').values({ key: MADE_KEY, value: 'true' }).execute()
  return true
}

/** Something happens that somebody reports, now. */
export async function happenOffence(db: Db, now: Date, random: () => number): Promise<void> {
  const world = await readWorld(db)
  if (world.members.length > 0) await bringIn(db, world, { at: now, random })
}

interface World {
  members: string[]
  policies: Map<string, string>
}

async function readWorld(db: Db): Promise<World> {
  const { rows } = await sql<{ id: string }>`
    select external_id as id from member join origin on origin.id = member.origin_id and origin.name = ${ORIGIN}
    where left_at is null order by last_active_at desc nulls last limit 400`.execute(db)
  const policies = await db.selectFrom('policy').select(['id', 'name']).execute()
  return { members: rows.map(({ id }) => id), policies: new Map(policies.map(({ id, name }) => [name, id])) }
}

interface Happening {
  at: Date
  random: () => number
  /** Left out where it waits. */
  decidedBy?: Actor
  /** Nothing happens after it. */
  end?: Date
}

/** Something is reported and, where somebody is named, decided. */
async function bringIn(
  db: Db,
  world: World,
  { at, random, decidedBy, end = at }: Happening,
): Promise<DemoDecision | null> {
  const offence = pick(OFFENCES, random)
  // Few write most of it.
  const author = pick(world.members, random, 3)
  const channel = 1 + Math.floor(CHANNELS.length * random() ** 2)
  const id = `${offence.type}-reported-${at.getTime()}-${Math.floor(random() * 1e6)}`
  const policyId = world.policies.get(offence.policy) ?? null
  if (offence.type === 'message') await say(db, { id, at, author, channel, text: offence.text })
  const count = 1 + Math.floor(random() * offence.reporters)
  const reports = Array.from({ length: count }, (_, index) =>
    reportInput.parse({
      reporter: { id: pick(world.members, random, 1.5) },
      item: {
        type: offence.type,
        id: offence.type === 'member' ? author : id,
        ...(offence.text ? { text: offence.text } : {}),
        ...(offence.url ? { url: offence.url } : {}),
        ...(offence.type === 'member' ? {} : { author: { id: author } }),
        channelId: `channel-${channel}`,
        createdAt: at.toISOString(),
      },
      reason: offence.policy.toLowerCase(),
      comment: index === 0 ? offence.comment : '',
      policyId,
    }),
  )
  const [taken] = await takeReports(db, systemActor, reports, at)
  if (!taken) return null
  if (decidedBy) return rule(db, { caseId: taken.caseId, policyId, at, random, offence, by: decidedBy, end })
  if (random() < 0.08) await escalateIfOpen(db, taken.caseId, at)
  return null
}

async function say(
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
    policyId: isPenal(actions) ? policyId : null,
    actions: [...actions],
    reason: '',
    note: '',
    now,
  })
  return { id: decisionId, caseId, by, at: now, found: isPenal(offence.ruling) ? policyId : null }
}

async function escalateIfOpen(db: Db, caseId: number, now: Date): Promise<void> {
  const { status } = await db
    .selectFrom('moderation_case')
    .select('status')
    .where('id', '=', caseId)
    .executeTakeFirstOrThrow()
  if (status === 'open') await escalateCase(db, systemActor, { caseId, reason: 'Two of us see it differently.', now })
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
