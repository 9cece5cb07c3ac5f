import { textHash } from './same-text'

/** Labelled items by what the rule said of them: true and false positives, false and true negatives. */
export interface Confusion {
  tp: number
  fp: number
  fn: number
  tn: number
}

export const emptyConfusion = (): Confusion => ({ tp: 0, fp: 0, fn: 0, tn: 0 })

/** Counts one item. */
export function countItem(confusion: Confusion, matched: boolean, label: boolean): void {
  if (matched) confusion[label ? 'tp' : 'fp'] += 1
  else confusion[label ? 'fn' : 'tn'] += 1
}

/** From 0 to 1, both ends included. */
export interface Interval {
  low: number
  high: number
}

/** What a backtest shows; shares are null where they would divide by nothing. */
export interface BacktestFigures extends Confusion {
  rows: number
  positives: number
  /** Share of the positives among all rows: what guessing would reach. */
  baseRate: number | null
  /** Share of the positives among the matches. */
  precision: number | null
  precisionInterval: Interval | null
  /** Share of the matches among the positives. */
  recall: number | null
  recallInterval: Interval | null
}

export function toFigures(confusion: Confusion): BacktestFigures {
  const { tp, fp, fn, tn } = confusion
  return {
    ...confusion,
    rows: tp + fp + fn + tn,
    positives: tp + fn,
    baseRate: share(tp + fn, tp + fp + fn + tn),
    precision: share(tp, tp + fp),
    precisionInterval: wilsonInterval(tp, tp + fp),
    recall: share(tp, tp + fn),
    recallInterval: wilsonInterval(tp, tp + fn),
  }
}

const share = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole)

/** The 97.5th percentile of the normal distribution. */
const Z = 1.959963984540054

/**
 * Wilson's score interval of 95 % for a share (E. B. Wilson, 1927), which holds for few items and for shares near 0 and 1 too.
 * Null without items.
 */
export function wilsonInterval(part: number, whole: number): Interval | null {
  if (whole === 0) return null
  const p = part / whole
  const z2 = Z * Z
  const centre = p + z2 / (2 * whole)
  const spread = Z * Math.sqrt((p * (1 - p) + z2 / (4 * whole)) / whole)
  const scale = 1 + z2 / whole
  // At the ends rounding would leave a rest.
  return {
    low: part === 0 ? 0 : Math.max(0, (centre - spread) / scale),
    high: part === whole ? 1 : Math.min(1, (centre + spread) / scale),
  }
}

/** 128 bits of a text's hash: millions of them never meet by chance. */
const KEPT = 22

/** Whether a text comes for the first time, and whether it does with its label. */
export interface FirstOccurrence {
  isNewText: boolean
  isNewRow: boolean
}

/** Tells of one labelled text after another whether it was there before, by what people see; 22 characters are kept of each. */
export function createFirstOccurrenceCheck(): (text: string, label: boolean) => FirstOccurrence {
  const seen = new Map<string, number>()
  return (text, label) => {
    const key = textHash(text).toString('base64url').slice(0, KEPT)
    const labels = seen.get(key) ?? 0
    const bit = label ? 1 : 2
    if ((labels & bit) === 0) seen.set(key, labels | bit)
    return { isNewText: labels === 0, isNewRow: (labels & bit) === 0 }
  }
}
