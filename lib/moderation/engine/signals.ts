import { isOfKind, listLeaves } from './leaves'
import type { LeafCondition, LeafOf, RuleBody } from './schema'
import type { TruthValue } from './truth-value'

/**
 * What a text alone does not tell, as far as the caller knows it. Each absent entry, and each null, is unknown. Windows end
 * with the item, which counts itself; their keys are their lengths in seconds.
 */
export interface Signals {
  /** Since the author's account was created. */
  authorAgeHours?: number | null
  /** Items of the author, or in the channel, in the window. */
  flood?: { author?: WindowCounts; channel?: WindowCounts }
  /** Items of the author with this very text in the window. */
  duplicate?: WindowCounts
  /** Members who joined in the window. */
  joins?: WindowCounts
  /** Authors who sent this very text in the window. */
  identical?: WindowCounts
  /** Scores from 0 to 1 by classifier and label. */
  classifiers?: Record<string, Record<string, number | null> | null>
}
type WindowCounts = Record<number, number | null>

/** What a set of rules asks for beyond the text; windows in seconds, each once. */
export interface SignalsNeeded {
  authorAge: boolean
  flood: { author: number[]; channel: number[] }
  duplicate: number[]
  joins: number[]
  identical: number[]
  classifiers: string[]
}

/** What has to be looked up before these rules can be held against an item, so that nothing else is. */
export function signalsNeeded(rules: readonly RuleBody[]): SignalsNeeded {
  const leaves = rules.flatMap(listLeaves).map(({ leaf }) => leaf)
  const of = <Kind extends LeafCondition['kind']>(kind: Kind): LeafOf<Kind>[] =>
    leaves.filter((leaf) => isOfKind(leaf, kind))
  const windows = (list: readonly { seconds: number }[]): number[] =>
    [...new Set(list.map(({ seconds }) => seconds))].sort((a, b) => a - b)
  const floods = of('flood')
  const raids = of('raid')
  return {
    authorAge: of('accountAge').length > 0,
    flood: {
      author: windows(floods.filter(({ by }) => by === 'author')),
      channel: windows(floods.filter(({ by }) => by === 'channel')),
    },
    duplicate: windows(of('duplicate')),
    joins: windows(raids.filter(({ joins }) => joins !== undefined)),
    identical: windows(raids.filter(({ identical }) => identical !== undefined)),
    classifiers: [...new Set(of('classifier').map(({ name }) => name))].sort(),
  }
}

/** Conditions that only signals decide. */
export type SignalLeaf = LeafOf<'flood' | 'duplicate' | 'accountAge' | 'raid' | 'classifier'>

export function matchesSignal(leaf: SignalLeaf, signals: Signals): TruthValue {
  switch (leaf.kind) {
    case 'flood':
      return reaches(signals.flood?.[leaf.by]?.[leaf.seconds], leaf.count)
    case 'duplicate':
      return reaches(signals.duplicate?.[leaf.seconds], leaf.count)
    case 'raid':
      return leaf.joins === undefined
        ? reaches(signals.identical?.[leaf.seconds], leaf.identical ?? 0)
        : reaches(signals.joins?.[leaf.seconds], leaf.joins)
    case 'classifier':
      return reaches(signals.classifiers?.[leaf.name]?.[leaf.label], leaf.atLeast)
    case 'accountAge':
      return isKnown(signals.authorAgeHours) ? signals.authorAgeHours < leaf.underHours : null
  }
}

const reaches = (value: number | null | undefined, least: number): TruthValue =>
  isKnown(value) ? value >= least : null

const isKnown = (value: number | null | undefined): value is number => typeof value === 'number' && !Number.isNaN(value)

const CLASSIFIER = 'classifier:'

/** What a condition lacks where it is unknown: its kind, and of classifiers which one. */
export const signalOf = (leaf: LeafCondition): string =>
  leaf.kind === 'classifier' ? `${CLASSIFIER}${leaf.name}` : leaf.kind

/** The classifier that a missing signal is of; null where it is another. */
export const classifierOf = (signal: string): string | null =>
  signal.startsWith(CLASSIFIER) ? signal.slice(CLASSIFIER.length) : null
