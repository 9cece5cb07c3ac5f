import { z } from 'zod'
import { invalid } from '@/lib/core/errors'
import { createJsonScanner } from '@/lib/core/http/json-scanner'
import { runToEnd, type Slices } from '@/lib/core/run-in-slices'
import { validationMessage } from '@/lib/core/validation-message'
import { findExpressionProblem } from '../expressions'
import { MAX_WORDS, type RuleBody, ruleBody } from '../schema'
import { findDialectDifference } from './rust-expressions'

/** What was left out of an import, and why. */
export interface SkippedSetting {
  /** The rule's name, with the part where it is not all of it. */
  what: string
  why: string
}

export interface ImportedRules {
  rules: RuleBody[]
  skipped: SkippedSetting[]
}

/** Discord itself takes 10 expressions in a rule. */
const PATTERNS_MAX = 100

/** A rule as `GET /guilds/{id}/auto-moderation/rules` answers it (Discord's developer documentation, Auto Moderation). */
const discordRule = z.object({
  name: z.string(),
  trigger_type: z.int(),
  trigger_metadata: z
    .object({
      keyword_filter: z.array(z.string()).max(MAX_WORDS).default([]),
      regex_patterns: z.array(z.string()).max(PATTERNS_MAX).default([]),
      allow_list: z.array(z.string()).max(MAX_WORDS).default([]),
      mention_total_limit: z.int().nullish(),
      mention_raid_protection_enabled: z.boolean().default(false),
    })
    .prefault({}),
  actions: z
    .array(z.object({ type: z.int(), metadata: z.object({ duration_seconds: z.number().nullish() }).nullish() }))
    .default([]),
  enabled: z.boolean().default(true),
  exempt_roles: z.array(z.unknown()).default([]),
  exempt_channels: z.array(z.unknown()).default([]),
})
type DiscordRule = z.output<typeof discordRule>

/** Of a whole file: a server of Discord has six rules of 1,000 words. */
const VALUES_MAX = 20_000
const DEPTH_MAX = 32

const KEYWORD = 1
const MENTION_SPAM = 5
const NOT_TAKEN: Record<number, string> = {
  3: 'This rule uses Discord’s own spam model.',
  4: 'This rule uses Discord’s own word lists, which aren’t exported.',
  6: 'This rule checks profiles. Guildhall’s rules check what people write.',
}
const BLOCK = 1
const ALERT = 2
const TIMEOUT = 3
const SEVERITY = 2
const MUTE_MAX = 40_320

/**
 * Turns rules of Discord's AutoMod (one, a list, or `{auto_moderation_rules}`) into ours. A keyword stands for a whole word,
 * `*` at its ends lets the word go on, as there.
 * @throws DomainError `import.bad_rules` (invalid) where the text is no JSON, or holds more than rules do
 */
export const importDiscordRules = (json: string): ImportedRules => runToEnd(readDiscordRules(json))

/** The same, a rule at each step. */
export function* readDiscordRules(json: string): Slices<ImportedRules> {
  const imported: ImportedRules = { rules: [], skipped: [] }
  for (const [index, input] of listRules(json).entries()) {
    yield
    const read = discordRule.safeParse(input, { error: validationMessage })
    if (read.success) importRule(read.data, imported)
    else
      imported.skipped.push({ what: `rule ${index + 1}`, why: `This isn’t an AutoMod rule: ${firstIssue(read.error)}` })
  }
  return imported
}

function listRules(json: string): unknown[] {
  const { values, depth } = createJsonScanner()(Buffer.from(json))
  if (values > VALUES_MAX || depth > DEPTH_MAX)
    throw invalid('file', 'The file is too large to be one server’s AutoMod rules.', 'import.bad_rules')
  let parsed: unknown
  try {
    parsed = JSON.parse(json)
  } catch {
    throw invalid('file', 'The file isn’t valid JSON.', 'import.bad_rules')
  }
  if (typeof parsed === 'object' && parsed !== null && 'auto_moderation_rules' in parsed)
    parsed = parsed.auto_moderation_rules
  return Array.isArray(parsed) ? parsed : [parsed]
}

function importRule(rule: DiscordRule, { rules, skipped }: ImportedRules): void {
  const notes: SkippedSetting[] = []
  const skip = (part: string, why: string) => notes.push({ what: `${rule.name}: ${part}`, why })
  const any = toConditions(rule, skip)
  if (any.length === 0) {
    skipped.push(...notes, {
      what: rule.name,
      why: NOT_TAKEN[rule.trigger_type] ?? 'Guildhall can’t use any part of this rule.',
    })
    return
  }
  const actions = toActions(rule, skip)
  // biome-ignore lint/suspicious/noThenProperty: the word of the API; a rule is never awaited.
  const body = { name: rule.name.slice(0, 100), when: { any }, then: actions }
  const read = ruleBody.safeParse(body, { error: validationMessage })
  if (!rule.enabled)
    skip('disabled', 'This rule was disabled in Discord. Guildhall imports every rule as a draft, which does nothing.')
  if (rule.exempt_roles.length > 0) skip('exempt roles', 'Guildhall’s rules don’t support exempt roles.')
  if (rule.exempt_channels.length > 0) skip('exempt channels', 'Guildhall’s rules don’t support exempt channels.')
  skipped.push(...notes)
  if (read.success) rules.push(read.data)
  else skipped.push({ what: rule.name, why: firstIssue(read.error) })
}

type Skip = (part: string, why: string) => void

function toConditions({ trigger_type, trigger_metadata: given }: DiscordRule, skip: Skip): object[] {
  if (trigger_type === MENTION_SPAM) {
    if (given.mention_raid_protection_enabled) skip('mention raid protection', 'Only Discord can do this.')
    // Theirs is the number that is still allowed.
    return given.mention_total_limit ? [{ kind: 'mentions', atLeast: given.mention_total_limit + 1 }] : []
  }
  if (trigger_type !== KEYWORD) return []
  const all = given.keyword_filter.map((word) => word.trim()).filter((word) => !/^\**$/.test(word))
  const words = all.filter((word) => !isSpelledOut(word))
  const allow = given.allow_list.map((word) => word.trim()).filter((word) => !/^\**$/.test(word))
  const patterns = given.regex_patterns.filter((pattern) => {
    const reason = findDialectDifference(pattern) ?? findExpressionProblem({ pattern, flags: 'i' })?.reason
    if (reason !== undefined) skip(pattern, `The expression can’t be used: ${reason}.`)
    return reason === undefined
  })
  if (allow.length > 0 && words.length < all.length + patterns.length)
    skip('allow list', 'In Guildhall, the allow list applies to keywords but not to expressions.')
  return [
    ...(words.length > 0
      ? [{ kind: 'keywords', words, match: 'wildcard', ...(allow.length > 0 ? { allow } : {}) }]
      : []),
    ...[...all.filter(isSpelledOut).map(toPattern), ...patterns].map((pattern) => ({ kind: 'regex', pattern })),
  ]
}

/** There `*` is a wildcard at the ends only, and `?` is none: here such a word would say something else. */
const isSpelledOut = (word: string): boolean => /[*?]/.test(word.replace(/^\*+|\*+$/g, ''))

const WORD = '\\p{L}\\p{M}\\p{N}_'

function toPattern(word: string): string {
  const spelled = word.replace(/^\*+|\*+$/g, '').replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')
  const [before, after] = [`(?:^|[^${WORD}])`, `(?:$|[^${WORD}])`]
  return `${word.startsWith('*') ? '' : before}${spelled}${word.endsWith('*') ? '' : after}`
}

/** At least a case: a rule that did nothing here would have done something there. */
function toActions({ actions }: DiscordRule, skip: Skip): object[] {
  const found = new Map<string, object>()
  for (const { type, metadata } of actions) {
    if (type === BLOCK) found.set('hide', { type: 'hide' })
    else if (type === ALERT) found.set('openCase', { type: 'openCase', severity: SEVERITY })
    else if (type === TIMEOUT) {
      const minutes = Math.ceil((metadata?.duration_seconds ?? 60) / 60)
      found.set('mute', { type: 'mute', minutes: Math.min(MUTE_MAX, Math.max(1, minutes)) })
    } else skip(`action ${type}`, 'Guildhall doesn’t have this action.')
  }
  return found.size > 0 ? [...found.values()] : [{ type: 'openCase', severity: SEVERITY }]
}

/** "trigger_type is required."; whole sentences stay as they are. */
function firstIssue({ issues: [issue] }: z.ZodError): string {
  if (!issue) return 'It can’t be used.'
  return /^[a-z]/.test(issue.message) ? `${issue.path.join('.') || 'It'} ${issue.message}.` : issue.message
}
