import { createHash } from 'node:crypto'

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

/** By what texts are told to be the same: 128 bits, so that millions of them never meet by chance. */
export const textHash = (text: string): string => createHash('sha256').update(text).digest('base64url').slice(0, 22)

/** Tells for one text after another whether it comes for the first time; 22 characters are kept of each. */
export function firstTimes(): (text: string) => boolean {
  const seen = new Set<string>()
  return (text) => {
    const { size } = seen
    return seen.add(textHash(text)).size > size
  }
}
