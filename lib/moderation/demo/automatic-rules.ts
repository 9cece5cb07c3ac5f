import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { Db } from '@/lib/core/db/types'
import { pick } from '@/lib/demo/words'
import { type Actor, cliActor, systemActor } from '@/lib/staff/actor'
import { runBacktest } from '../commands/backtests/run-backtest'
import { startBacktest } from '../commands/backtests/start-backtest'
import { claimCase } from '../commands/claim-case'
import { decideCase } from '../commands/decide-case'
import { createRule } from '../commands/manage-rules'
import { receiveReports } from '../commands/receive-reports'
import { screenItems } from '../commands/screening/screen-items'
import { setRuleMode } from '../commands/set-rule-mode'
import { ruleInput } from '../schema/automatic-rules'
import type { ActionInput } from '../schema/decisions'
import { type ItemInput, itemInput } from '../schema/items'
import { reportInput } from '../schema/reports'

const HOUR_MS = 3_600_000
const DAY_HOURS = 24

interface DemoContext {
  members: readonly string[]
  channels: number
  now: Date
  random: () => number
  signal: AbortSignal
}

const rule = (name: string, any: object[], then: object[], dailyCap = 200) =>
  ruleInput.parse({ name, when: { any }, then, dailyCap })

const THREATS = rule(
  'Threats to find somebody',
  [
    { kind: 'keywords', words: ['where you live', 'wait for you', 'find you'], match: 'substring' },
    { kind: 'regex', pattern: '\\bwatch (?:your|ur) back\\b' },
  ],
  [{ type: 'openCase', severity: 5 }, { type: 'hide' }],
)
const QUICK_MONEY = rule(
  'Quick money by private message',
  [{ kind: 'regex', pattern: '\\b(?:earn|make)\\W+\\d[\\d.,]*\\W+a\\W+(?:day|week)\\b' }],
  [
    { type: 'openCase', severity: 3 },
    { type: 'mute', minutes: 60 },
  ],
)
const NEWCOMERS = rule(
  'Links by newcomers',
  [
    {
      all: [
        { kind: 'accountAge', underHours: 24 },
        { kind: 'links', mode: 'any' },
      ],
    },
  ],
  [{ type: 'openCase', severity: 2 }],
)
const SHOUTING = rule(
  'Shouting',
  [
    { kind: 'caps', share: 0.8, minLength: 20 },
    { kind: 'repetition', characters: 7 },
  ],
  [{ type: 'openCase', severity: 1 }],
  3,
)

const opensCaseOf = (name: string, words: string[], severity: number) =>
  rule(name, [{ kind: 'keywords', words, match: 'substring' }], [{ type: 'openCase', severity }])
const SKIN_WORDS = ['free skins']
const SALE_WORDS = ['selling', '400 each']

const THREAT_TEXTS = [
  'keep talking and I will find out where you live',
  'I know people who can find you, think about that',
  'watch your back at the meetup',
  'we will wait for you outside, all of us',
] as const
/** What the rule finds and nobody minds. */
const HARMLESS_THREAT = 'the boat will wait for you at the pier until eight'
const SKIN_TEXTS = [
  'FREE SKINS for the first 50, claim now at harvest-skins.example/claim',
  'get free skins today, only here: gift.example/harbour',
] as const
const HARMLESS_SKINS = 'are the free skins of the spring fair still in the shop'
const SALE_TEXTS = ['selling two harvest cloaks, 400 each', 'selling my boat, write to me'] as const
const HARMLESS_SALE = 'is the bakery at the harbour still selling buns'
const MONEY_TEXTS = [
  'earn 300 a day from your sofa, write me a private message',
  'I make 1,200 a week with this, ask me how',
  'you can earn 90 a day, no joke',
] as const
const SHOUTS = [
  'WHO IS COMING TO THE MEETUP TONIGHT',
  'THE NEW LIGHTING IS BEAUTIFUL EVERYONE LOOK',
  'yesssssssss finally',
  'STOP MOVING THE BOATS PLEASE THANK YOU',
  'noooooooooo not again',
] as const

/**
 * Automatic rules of every kind: three that are live and were tested, two in shadow, a draft, and one that its cap has stopped. Two
 * of the live ones have findings in the cases of all the past.
 */
export async function createAutomaticRules(db: Db, doing: DemoContext): Promise<void> {
  const judge = await findJudge(db)
  const skins = opensCaseOf('Free skins', SKIN_WORDS, 3)
  const sales = opensCaseOf('Selling outside of #trading', SALE_WORDS, 1)
  await addLive(db, THREATS, labelled(THREAT_TEXTS, HARMLESS_THREAT), doing)
  await noteOldHits(db, await addLive(db, skins, labelled(SKIN_TEXTS, HARMLESS_SKINS), doing), SKIN_WORDS)
  await noteOldHits(db, await addLive(db, sales, labelled(SALE_TEXTS, HARMLESS_SALE), doing), SALE_WORDS)
  await addShadow(db, QUICK_MONEY, 9 * DAY_HOURS, doing)
  await addShadow(db, NEWCOMERS, 2 * DAY_HOURS, doing)
  await createRule(db, systemActor, INVITES)
  await addShouting(db, doing)
  if (doing.signal.aborted) return
  await removeLink(db, judge, doing)
  for (let n = 0; n < 14 && !doing.signal.aborted; n += 1) {
    const isHarmless = n % 6 === 5
    const text = isHarmless ? HARMLESS_THREAT : pick(THREAT_TEXTS, doing.random)
    const at = hoursAgo(doing, 4 + n * 9)
    const caseId = await happen(db, text, at, doing)
    // The newest still wait, hidden, for somebody to look.
    if (caseId !== null && n > 3) await decide(db, judge, { caseId, isHarmless, at, doing })
  }
  for (let n = 0; n < 8; n += 1) await happen(db, pick(MONEY_TEXTS, doing.random), hoursAgo(doing, 2 + n * 11), doing)
}

/** What is done to a link the made-up platform refuses: its delivery is given up, and waits for somebody to look. */
async function removeLink(db: Db, judge: Actor, doing: DemoContext): Promise<void> {
  const at = hoursAgo(doing, 3)
  const author = pick(doing.members, doing.random, 3)
  const report = reportInput.parse({
    reporter: { id: pick(doing.members, doing.random) },
    item: { type: 'link', id: `link-${author}`, url: 'https://files.example/cracked-harbour', author: { id: author } },
    reason: 'illegal content',
  })
  const [taken] = await receiveReports(db, systemActor, [report], at)
  if (taken) await decide(db, judge, { caseId: taken.caseId, isHarmless: false, at, doing })
}

const INVITES = rule(
  'Invites to other servers',
  [{ kind: 'invites' }, { kind: 'links', domains: ['invite.example'], mode: 'listed' }],
  [{ type: 'openCase', severity: 2 }],
)

/** Enough labelled texts to go live on, with one that the rule gets wrong. */
function labelled(texts: readonly string[], harmless: string): string {
  const bad = Array.from({ length: 24 }, (_, n) => `${texts[n % texts.length]} (${n}),1`)
  const good = Array.from({ length: 30 }, (_, n) => `see you at the ${n}th meetup by the harbour,0`)
  // Commas in a text would begin another column.
  const quoted = [...bad, ...good, `${harmless},0`].map((line) => line.replace(/^(.*),([01])$/, '"$1",$2'))
  return ['text,label', ...quoted, ''].join('\n')
}

/** Answers the rule's id. */
async function addLive(
  db: Db,
  input: ReturnType<typeof rule>,
  csv: string,
  { now, signal }: DemoContext,
): Promise<string> {
  const { id } = await createRule(db, systemActor, input)
  const backtest = await startBacktest(db, systemActor, { ruleId: id, file: Buffer.from(csv) })
  await runBacktest(db, backtest, signal)
  await setRuleMode(db, systemActor, { id, version: 1, mode: 'live', now: new Date(now.getTime() - 6 * 24 * HOUR_MS) })
  return id
}

/**
 * What a rule would have found in the cases that are there. It is written straight into its table: screening two months of messages
 * would take longer than the demo may.
 */
async function noteOldHits(db: Db, ruleId: string, words: readonly string[]): Promise<void> {
  await sql`
    insert into rule_hit (rule_id, version, mode, item_type, item_id, item_revision, text_hash, text, case_id, opening, member_id,
      has_acted, at)
    select ${ruleId}::uuid, 1, 'live', item_type, item_id, item_revision, sha256(convert_to(content ->> 'text', 'UTF8')),
      content ->> 'text', id, opening, member_id, true, opened_at
    from moderation_case as self
    where exists (select from unnest(${[...words]}::text[]) as word where self.content ->> 'text' ilike '%' || word || '%')
    on conflict on constraint rule_hit_once do nothing`.execute(db)
}

async function addShadow(db: Db, input: ReturnType<typeof rule>, hours: number, doing: DemoContext): Promise<void> {
  const { id } = await createRule(db, systemActor, input)
  await setRuleMode(db, systemActor, { id, version: 1, mode: 'shadow', now: hoursAgo(doing, hours) })
}

/** It was in shadow for a week, went live, and acted more often in a day than it may. */
async function addShouting(db: Db, doing: DemoContext): Promise<void> {
  const { id } = await createRule(db, systemActor, SHOUTING)
  await setRuleMode(db, systemActor, { id, version: 1, mode: 'shadow', now: hoursAgo(doing, 9 * DAY_HOURS) })
  await setRuleMode(db, systemActor, { id, version: 1, mode: 'live', now: hoursAgo(doing, 20) })
  for (const [n, text] of SHOUTS.entries()) await happen(db, text, hoursAgo(doing, 12 - 2 * n), doing)
}

const hoursAgo = ({ now }: Pick<DemoContext, 'now'>, hours: number): Date => new Date(now.getTime() - hours * HOUR_MS)

/** Somebody writes something, which is held against the rules. Answers the case that a live one opened. */
async function happen(
  db: Db,
  text: string,
  at: Date,
  { members, channels, random }: Pick<DemoContext, 'members' | 'channels' | 'random'>,
): Promise<number | null> {
  const item: ItemInput = itemInput.parse({
    type: 'message',
    id: `message-screened-${randomUUID().slice(0, 8)}`,
    text,
    author: { id: pick(members, random, 3) },
    channelId: `channel-${1 + Math.floor(channels * random() ** 2)}`,
    createdAt: at.toISOString(),
  })
  const [screened] = await screenItems(db, systemActor, [item], at)
  return screened?.caseId ?? null
}

interface Judged {
  caseId: number
  isHarmless: boolean
  at: Date
  doing: DemoContext
}

async function decide(db: Db, judge: Actor, { caseId, isHarmless, at, doing }: Judged): Promise<void> {
  const { version } = await db
    .selectFrom('moderation_case')
    .select('version')
    .where('id', '=', caseId)
    .executeTakeFirstOrThrow()
  const policy = await db.selectFrom('policy').select('id').where('name', '=', 'Harassment').executeTakeFirst()
  const now = new Date(at.getTime() + doing.random() * 2 * HOUR_MS)
  const actions: ActionInput[] = isHarmless ? [{ type: 'keep' }] : [{ type: 'remove' }, { type: 'warn' }]
  const { token } = await claimCase(db, judge, { caseId, now })
  await decideCase(db, judge, {
    ...{ caseId, version, claimToken: token, actions, note: '', now },
    policyId: isHarmless ? null : (policy?.id ?? null),
    reason: isHarmless ? 'This was friendly and about a boat.' : '',
  })
}

/** Somebody of the team where there is one: what Guildhall decides itself says nothing of how right a rule was. */
async function findJudge(db: Db): Promise<Actor> {
  const row = await db
    .selectFrom('staff')
    .select('id')
    .where('role', '=', 'moderator')
    .where('disabled_at', 'is', null)
    .orderBy('created_at')
    .executeTakeFirst()
  return row ? { kind: 'staff', id: row.id, role: 'moderator', scopes: [], address: null } : cliActor
}
