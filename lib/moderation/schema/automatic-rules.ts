import { z } from 'zod'
import { describedAs } from '@/lib/core/http/described-as'
import { pageOf, pageQuery } from '@/lib/core/http/page'
import { MAX_DOMAINS, type RuleBody, ruleBody, ruleHit } from '../engine/schema'
import { ITEM_TYPES } from '../terms'
import { ITEM_TEXT_MAX } from './items'

export const RULE_MODES = ['draft', 'shadow', 'live'] as const
export type RuleMode = (typeof RULE_MODES)[number]

/** A rule with as long a list of domains as it may have, of 40 bytes each; it holds little besides its lists. */
export const RULE_LIMITS = { bytes: 2 * 1024 * 1024, values: MAX_DOMAINS + 2_000, structure: 2_000 }
/** The file of an import is one text: 20,000 domains with 100 bytes each. */
export const IMPORT_BYTES_MAX = 2 * 1024 * 1024

const DAILY_CAP_DEFAULT = 200
const version = z.int().min(1).max(1_000_000)

/** A rule as it is written: its body, and how many items it may act on within 24 hours. */
export const ruleInput = ruleBody.extend({ dailyCap: z.int().min(1).max(100_000).optional() })
export type RuleInput = z.output<typeof ruleInput>

/** What a new rule may do in 24 hours where nobody says. */
export const dailyCapOf = ({ dailyCap }: Pick<RuleInput, 'dailyCap'>): number => dailyCap ?? DAILY_CAP_DEFAULT

export const ruleParams = z.object({ id: z.uuid() })
export const modeBody = z.strictObject({ version, mode: z.enum(RULE_MODES) })
export type ModeBody = z.output<typeof modeBody>

/** A rule that need not be saved, and a text. */
export const ruleTest = z.strictObject({ rule: ruleInput, text: z.string().max(ITEM_TEXT_MAX) })
export const ruleTestView = z.object({
  matched: z.boolean(),
  hits: z.array(ruleHit),
  /** What the rule's truth hangs on and a text does not tell, where there is any: `accountAge`, `classifier:toxicity`. */
  missing: z.array(z.string()).optional(),
})
export type RuleTestView = z.output<typeof ruleTestView>

export const ruleListQuery = pageQuery.extend({
  mode: z.enum(RULE_MODES).optional(),
  /** Only those that their cap has put back into shadow. */
  isTripped: z.stringbool().optional(),
})
export type RuleListQuery = z.output<typeof ruleListQuery>

const interval = z.object({ low: z.number(), high: z.number() }).nullable()

/** What people decided later about what a rule hit. Shares are null where nothing is decided. */
const ruleFigures = z.object({
  /** Hits of the last 7 days, live and in shadow. */
  liveHits: z.number(),
  shadowHits: z.number(),
  /** Of its latest hits those that a person has ruled on since, and where they did something about it. */
  decided: z.number(),
  right: z.number(),
  precision: z.number().nullable(),
  precisionInterval: interval,
})

export const ruleSummary = z.object({
  id: z.string(),
  name: z.string(),
  /** The latest version. */
  version: z.number(),
  mode: z.enum(RULE_MODES),
  liveVersion: z.number().nullable(),
  shadowVersion: z.number().nullable(),
  shadowSince: z.string().nullable(),
  dailyCap: z.number(),
  /** Items that it has acted on in the last 24 hours. */
  actedToday: z.number(),
  trippedAt: z.string().nullable(),
  createdBy: z.string(),
  createdAt: z.string(),
  updatedAt: z.string(),
  figures: ruleFigures,
})
export type RuleSummary = z.output<typeof ruleSummary>
export const rulePage = pageOf(ruleSummary)
export type RulePage = z.output<typeof rulePage>

/** The version that a rule was saved as, and that version's mode: another one may be live. */
export const savedRule = z.object({ id: z.string(), version: z.number(), mode: z.enum(RULE_MODES) })
export type SavedRule = z.output<typeof savedRule>

const readiness = z.object({
  isReady: z.boolean(),
  /** Sentences that say what is still needed; the first one that is met is enough where they begin with "Or". */
  missing: z.array(z.string()),
})
export type Readiness = z.output<typeof readiness>

const versionView = z.object({
  version: z.number(),
  mode: z.enum(RULE_MODES),
  createdBy: z.string(),
  createdAt: z.string(),
  readiness,
})

const hitView = z.object({
  id: z.number(),
  version: z.number(),
  mode: z.enum(['shadow', 'live']),
  itemType: z.enum(ITEM_TYPES),
  itemId: z.string(),
  text: z.string().nullable(),
  hits: z.array(ruleHit),
  caseId: z.number().nullable(),
  hasActed: z.boolean(),
  /** What a person said of it later. */
  outcome: z.enum(['right', 'wrong']).nullable(),
  at: z.string(),
})
export type RuleHitView = z.output<typeof hitView>

/** A rule's body as it was saved; its tree was checked then. */
const savedBody = describedAs(
  z.custom<RuleBody>((value) => typeof value === 'object' && value !== null),
  () => ruleBody,
)

export const ruleDetail = ruleSummary.extend({
  /** Of the latest version. */
  body: savedBody,
  versions: z.array(versionView),
  recentHits: z.array(hitView),
  /** Items of the last 24 hours that it could not judge, and for want of what, most frequent first. */
  undecided: z.array(z.object({ missing: z.array(z.string()), items: z.number(), lastAt: z.string() })),
  limits: z.object({ leastRows: z.number(), leastPrecision: z.number(), shadowDays: z.number() }),
})
export type RuleDetail = z.output<typeof ruleDetail>

/** A rule made from a case, for somebody to look at; nothing is saved. */
export const suggestedRule = z.object({
  /** Null where there is nothing to make one from: then the first note says why. */
  rule: savedBody.nullable(),
  /** Of the case, as rules read it. */
  text: z.string().nullable(),
  notes: z.array(z.string()),
})
export type SuggestedRule = z.output<typeof suggestedRule>

export const IMPORT_KINDS = ['words', 'domains', 'discord', 'mastodon'] as const
export type ImportKind = (typeof IMPORT_KINDS)[number]
export const ruleImport = z.strictObject({
  kind: z.enum(IMPORT_KINDS),
  /** What the rule shall be called where the file names none. */
  name: z.string().trim().min(1).max(100).optional(),
  text: z.string().min(1, 'The file is empty.').max(2_000_000, 'A file can have at most 2,000,000 characters.'),
})
export type RuleImport = z.output<typeof ruleImport>
/** Rules that could be saved as they are; nothing is saved yet. */
export const importedRules = z.object({
  rules: z.array(savedBody),
  skipped: z.array(z.object({ what: z.string(), why: z.string() })),
  /** All that was left out; `skipped` holds the first of them. */
  skippedCount: z.number(),
})
export type ImportedRulesView = z.output<typeof importedRules>
