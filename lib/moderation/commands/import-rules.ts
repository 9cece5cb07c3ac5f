import { type Actor, requirePermission } from '@/lib/staff/actor'
import { importDiscordRules } from '../engine/importers/discord'
import { importDomainList, importWordList, type SkippedLine } from '../engine/importers/lists'
import { importMastodonBlocks } from '../engine/importers/mastodon'
import { MAX_DOMAINS, MAX_WORDS, type RuleBody, ruleBody } from '../engine/schema'
import type { ImportedRulesView, ImportKind, RuleImport } from '../schema/automatic-rules'

const SEVERITY = 2
const SKIPPED_SHOWN = 200

const NAMES: Record<ImportKind, string> = {
  words: 'Imported words',
  domains: 'Imported domains',
  discord: 'Imported rule',
  mastodon: 'Blocked domains',
}

/**
 * Reads rules from what other systems export. Nothing is saved: the answer holds bodies as createRule takes them, and what was
 * left out. A longer list than one condition takes is spread over several.
 * @throws DomainError `permission.denied`; `import.bad_rules` (invalid) where the file is not of its kind
 */
export function importRules(actor: Actor, { kind, name = NAMES[kind], text }: RuleImport): ImportedRulesView {
  requirePermission(actor, 'rules:write')
  if (kind === 'discord') {
    const { rules, skipped } = importDiscordRules(text)
    return toView(rules, skipped)
  }
  if (kind === 'words') {
    const { words, skipped } = importWordList(text)
    return toView(
      toRule(
        name,
        split(words, MAX_WORDS).map((part) => ({ kind: 'keywords', words: part })),
      ),
      skipped.map(lineOf),
    )
  }
  const { domains, skipped } = kind === 'domains' ? importDomainList(text) : importMastodonBlocks(text)
  return toView(
    toRule(
      name,
      split(domains, MAX_DOMAINS).map((part) => ({ kind: 'links', domains: part, mode: 'listed' })),
    ),
    skipped.map(lineOf),
  )
}

function toRule(name: string, any: readonly object[]): RuleBody[] {
  if (any.length === 0) return []
  // biome-ignore lint/suspicious/noThenProperty: the word of the API; a rule is never awaited.
  return [ruleBody.parse({ name, when: { any }, then: [{ type: 'openCase', severity: SEVERITY }] })]
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
