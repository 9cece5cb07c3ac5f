import { invalid } from '@/lib/core/errors'
import { runInSlices } from '@/lib/core/run-in-slices'
import { type Actor, requirePermission } from '@/lib/staff/actor'
import { readDiscordRules } from '../engine/importers/discord'
import { readDomainList, readWordList, type SkippedLine } from '../engine/importers/lists'
import { readMastodonBlocks } from '../engine/importers/mastodon'
import { type LeafCondition, MAX_DOMAINS, MAX_WORDS, type RuleBody } from '../engine/schema'
import type { ImportedRulesView, ImportKind, RuleImport } from '../schema/automatic-rules'

const SEVERITY = 2
const SKIPPED_SHOWN = 200
const LINES_MAX = 100_000

const NAMES: Record<ImportKind, string> = {
  words: 'Imported words',
  domains: 'Imported domains',
  discord: 'Imported rule',
  mastodon: 'Blocked domains',
}

/**
 * Reads rules from what other systems export. Nothing is saved: the answer holds bodies as createRule takes them, and what was
 * left out. A longer list than one condition takes is spread over several.
 * @throws DomainError `permission.denied`; `import.bad_rules` (invalid) where the file is not of its kind or has too many lines
 */
export async function importRules(
  actor: Actor,
  { kind, name = NAMES[kind], text }: RuleImport,
): Promise<ImportedRulesView> {
  requirePermission(actor, 'rules:write')
  refuseManyLines(text)
  if (kind === 'discord') {
    const { rules, skipped } = await runInSlices(readDiscordRules(text))
    return toView(rules, skipped)
  }
  if (kind === 'words') {
    const { words, skipped } = await runInSlices(readWordList(text))
    const conditions = split(words, MAX_WORDS).map(
      (part): LeafCondition => ({ kind: 'keywords', words: part, match: 'word', normalise: false }),
    )
    return toView(toRule(name, conditions), skipped.map(lineOf))
  }
  const { domains, skipped } = await runInSlices(kind === 'domains' ? readDomainList(text) : readMastodonBlocks(text))
  const conditions = split(domains, MAX_DOMAINS).map(
    (part): LeafCondition => ({ kind: 'links', domains: part, mode: 'listed' }),
  )
  return toView(toRule(name, conditions), skipped.map(lineOf))
}

/** Each line that is left out is kept, with its reason. */
function refuseManyLines(text: string): void {
  let lines = 1
  for (const _ of text.matchAll(/[\r\n]/g)) {
    lines += 1
    if (lines > LINES_MAX) throw invalid('text', `A file can have at most ${LINES_MAX} lines.`, 'import.bad_rules')
  }
}

/** Each entry was checked as it was read, and is not checked again here. */
function toRule(name: string, any: LeafCondition[]): RuleBody[] {
  if (any.length === 0) return []
  // biome-ignore lint/suspicious/noThenProperty: the word of the API; a rule is never awaited.
  return [{ name, when: { any }, then: [{ type: 'openCase', severity: SEVERITY }] }]
}

function split<T>(list: readonly T[], size: number): T[][] {
  const parts: T[][] = []
  for (let first = 0; first < list.length; first += size) parts.push(list.slice(first, first + size))
  return parts
}

const lineOf = ({ line, text, why }: SkippedLine) => ({ what: `line ${line}: ${text}`, why })

const toView = (rules: RuleBody[], skipped: readonly { what: string; why: string }[]): ImportedRulesView => ({
  rules,
  skipped: skipped.slice(0, SKIPPED_SHOWN),
  skippedCount: skipped.length,
})
