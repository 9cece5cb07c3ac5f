import { countItem, createFirstOccurrenceCheck, emptyConfusion, toFigures } from '../../engine/backtest'
import type { ScreenedItem } from '../../engine/compile'
import type { RuleHit } from '../../engine/schema'
import type { BacktestResult, BacktestSample } from '../../schema/backtests'

const FALSE_POSITIVES_SHOWN = 50
const OTHERS_SHOWN = 20
const TEXT_SHOWN = 2_000

export interface CountedItem {
  item: ScreenedItem
  label: boolean
  matched: boolean
  /** By the version that is live, where there is one to compare with. */
  matchedLive: boolean
  isUnknown: boolean
  /** Whether it is unknown for want of a classifier's answer. */
  isUnclassified: boolean
}

/** Counts a backtest, and keeps of it what people want to see. */
export interface Tally {
  add(counted: CountedItem): void
  addBad(lines: readonly { line: number; reason: string }[]): void
  rows(): number
  /** Texts that were sent to classifiers. */
  addSent(texts: number): void
  sent(): number
  /** The false positives that are shown, to ask where they were matched. */
  samples(): ScreenedItem[]
  addPlaces(hits: readonly (readonly RuleHit[])[]): void
  result(): BacktestResult
}

export function createTally(liveVersion: number | null): Tally {
  const confusion = emptyConfusion()
  const distinct = emptyConfusion()
  const firstTime = createFirstOccurrenceCheck()
  const counts = { repeated: 0, undecided: 0, badLines: 0 }
  const classified = { sent: 0, missing: 0 }
  const badLineSamples: BacktestResult['badLineSamples'] = []
  const falsePositives: ScreenedItem[] = []
  const falseNegatives: string[] = []
  let places: readonly (readonly RuleHit[])[] = []
  const diff: BacktestResult['diff'] =
    liveVersion === null
      ? null
      : { liveVersion, gained: { right: 0, wrong: 0 }, lost: { right: 0, wrong: 0 }, gainedTexts: [], lostTexts: [] }
  return {
    add: (counted) => {
      const { item, label, matched, isUnknown, isUnclassified } = counted
      countItem(confusion, matched, label)
      const { isNewText, isNewRow } = firstTime(item.text, label)
      if (!isNewText) counts.repeated += 1
      if (isNewRow) countItem(distinct, matched, label)
      if (isUnknown) counts.undecided += 1
      if (isUnclassified) classified.missing += 1
      if (matched && !label && falsePositives.length < FALSE_POSITIVES_SHOWN) falsePositives.push(item)
      if (!matched && label && falseNegatives.length < OTHERS_SHOWN) falseNegatives.push(cut(item.text))
      if (diff) compare(diff, counted)
    },
    addBad: (lines) => {
      counts.badLines += lines.length
      badLineSamples.push(...lines.slice(0, OTHERS_SHOWN - badLineSamples.length))
    },
    rows: () => confusion.tp + confusion.fp + confusion.fn + confusion.tn,
    addSent: (texts) => {
      classified.sent += texts
    },
    sent: () => classified.sent,
    samples: () => falsePositives,
    addPlaces: (hits) => {
      places = hits
    },
    result: () => ({
      ...toFigures(confusion),
      ...counts,
      distinct: distinctFigures(distinct),
      classified: { ...classified },
      badLineSamples,
      falsePositives: falsePositives.map(({ text }, index) => toSample(text, places[index] ?? [])),
      falseNegatives,
      diff,
    }),
  }
}

function distinctFigures(confusion: Parameters<typeof toFigures>[0]): BacktestResult['distinct'] {
  const { rows, precision } = toFigures(confusion)
  return { rows, precision }
}

/** What this version finds and the live one doesn't, and the contrary, each by whether that is for the better. */
function compare(diff: NonNullable<BacktestResult['diff']>, { item, label, matched, matchedLive }: CountedItem): void {
  if (matched === matchedLive) return
  const [counts, texts] = matched ? [diff.gained, diff.gainedTexts] : [diff.lost, diff.lostTexts]
  counts[matched === label ? 'right' : 'wrong'] += 1
  if (texts.length < OTHERS_SHOWN) texts.push(cut(item.text))
}

const toSample = (text: string, hits: readonly RuleHit[]): BacktestSample => ({
  text: cut(text),
  hits: hits.filter(({ end }) => end <= TEXT_SHOWN).map(({ path, start, end }) => ({ path, start, end })),
})

/** The beginning, without half a character at the cut, and without what JSON in Postgres can't hold. */
const cut = (text: string): string =>
  text
    .slice(0, TEXT_SHOWN)
    .replace(/[\uD800-\uDBFF]$/, '')
    .replaceAll('\u0000', '\uFFFD')
