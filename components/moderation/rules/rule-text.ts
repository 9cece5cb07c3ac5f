import type { ChipTone } from '@/components/ui/chip'
import { countOf, formatNumber, formatPercent } from '@/components/ui/format'
import type { LeafCondition, RuleAction } from '@/lib/moderation/engine/schema'
import type { RuleMode } from '@/lib/moderation/schema/automatic-rules'
import type { BacktestState } from '@/lib/moderation/schema/backtests'

export const MODE_LABELS: Record<RuleMode, { label: string; tone: ChipTone }> = {
  draft: { label: 'Draft', tone: 'neutral' },
  shadow: { label: 'Shadow', tone: 'warn' },
  live: { label: 'Live', tone: 'good' },
}

export const BACKTEST_LABELS: Record<BacktestState, { label: string; tone: ChipTone }> = {
  queued: { label: 'Waiting', tone: 'neutral' },
  running: { label: 'Running', tone: 'accent' },
  done: { label: 'Done', tone: 'good' },
  failed: { label: 'Failed', tone: 'danger' },
  cancelled: { label: 'Cancelled', tone: 'warn' },
}

export const CONDITION_KIND_LABELS: Record<LeafCondition['kind'], string> = {
  keywords: 'Keywords',
  regex: 'Regular expression',
  links: 'Links',
  invites: 'Invites',
  mentions: 'Mentions',
  caps: 'Capitals',
  repetition: 'Repetition',
  flood: 'Flood',
  duplicate: 'Duplicate text',
  accountAge: 'Account age',
  raid: 'Raid',
  classifier: 'Classifier',
}

/** "83.3 % (55 % to 95 %)"; a dash where nothing is known. */
export function shareText(share: number | null, interval: { low: number; high: number } | null): string {
  if (share === null) return '–'
  return interval
    ? `${formatPercent(share)} (${formatPercent(interval.low)} to ${formatPercent(interval.high)})`
    : formatPercent(share)
}

const KEYWORDS_SHOWN = 8

const keywordListText = (list: readonly string[]): string =>
  list.slice(0, KEYWORDS_SHOWN).join(', ') +
  (list.length > KEYWORDS_SHOWN ? ` and ${formatNumber(list.length - KEYWORDS_SHOWN)} more` : '')

const MATCH_LABELS = { word: 'whole words', substring: 'anywhere in the text', wildcard: 'with wildcards' } as const

/** One condition in a line: what is looked for. */
export function conditionText(leaf: LeafCondition): string {
  switch (leaf.kind) {
    case 'keywords':
      return `${keywordListText(leaf.words)}: ${MATCH_LABELS[leaf.match]}${leaf.normalise ? ', including disguised' : ''}${leaf.allow?.length ? `, except in ${keywordListText(leaf.allow)}` : ''}`
    case 'regex':
      return leaf.pattern
    case 'links':
      if (leaf.mode === 'any') return 'to any site'
      return `${leaf.mode === 'listed' ? 'to' : 'to sites other than'} ${keywordListText(leaf.domains)}`
    case 'invites':
      return leaf.platforms ? `to ${leaf.platforms.join(', ')}` : 'to any platform'
    case 'mentions':
      return `at least ${formatNumber(leaf.atLeast)}`
    case 'caps':
      return `at least ${formatPercent(leaf.share)} in texts with ${countOf(leaf.minLength, 'letter')} or more`
    case 'accountAge':
      return `less than ${countOf(leaf.underHours, 'hour')}`
    case 'flood':
      return `${formatNumber(leaf.count)} items ${leaf.by === 'channel' ? 'in the channel' : 'by the author'} within ${countOf(leaf.seconds, 'second')}`
    case 'duplicate':
      return `${formatNumber(leaf.count)} times by the author within ${countOf(leaf.seconds, 'second')}`
    case 'raid':
      return leaf.joins === undefined
        ? `the same text by ${countOf(leaf.identical ?? 0, 'author')} within ${countOf(leaf.seconds, 'second')}`
        : `${formatNumber(leaf.joins)} members joined within ${countOf(leaf.seconds, 'second')}`
    case 'repetition':
      return [
        leaf.characters === undefined ? '' : `the same character ${leaf.characters} times in a row`,
        leaf.words === undefined ? '' : `the same word ${leaf.words} times in a row`,
        leaf.lines === undefined ? '' : `the same line ${leaf.lines} times`,
      ]
        .filter(Boolean)
        .join(' or ')
    case 'classifier':
      return `${leaf.name} rates ${leaf.label} at least ${formatPercent(leaf.atLeast)}`
  }
}

export function ruleActionText(action: RuleAction): string {
  if (action.type === 'openCase') return `Opens a case of severity ${action.severity}`
  return action.type === 'hide'
    ? 'Hides the item until someone reviews it'
    : `Mutes the author for ${countOf(action.minutes, 'minute')}`
}

const CLASSIFIER = 'classifier:'
const SIGNAL_LABELS: Record<string, string> = {
  accountAge: 'the age of the author’s account is unknown',
  flood: 'the number of earlier items is unknown',
  duplicate: 'the author is unknown or there is no text',
  raid: 'nearby items and members are unknown',
}

/** Why a rule could not judge: "the classifier toxicity did not answer". */
export const missingText = (missing: readonly string[]): string =>
  missing
    .map((signal) =>
      signal.startsWith(CLASSIFIER)
        ? `the classifier ${signal.slice(CLASSIFIER.length)} didn’t respond`
        : (SIGNAL_LABELS[signal] ?? signal),
    )
    .join(', and ')
