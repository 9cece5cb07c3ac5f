import { toCanonical } from './canonical'
import { addCombiningMark, foldLetter, hasOptionalMarks } from './fold-letters'
import { type Letters, type NormalisedText, normaliseText, readAsLatin, toLetters } from './read-letters'
import { createTextWriter, type TextWriter, writeText } from './text-view'

const SMALL_I = 0x69
const CAPITAL_I = 0x49
const isSmall = (unit: number): boolean => unit >= 0x61 && unit <= 0x7a

/** Strips what hides words. */
export function normalise(text: string): Letters {
  const { plain, starts, ends } = toCanonical(text)
  const out = createTextWriter(plain.length + 16)
  for (let at = 0; at < plain.length; ) {
    const unit = plain.charCodeAt(at)
    const start = starts ? (starts[at] ?? 0) : at
    const codePoint = unit < 0x80 ? unit : (plain.codePointAt(at) ?? 0)
    const next = at + (codePoint > 0xffff ? 2 : 1)
    const end = ends ? (ends[next - 1] ?? 0) : next
    if (unit >= 0x80) writeFolded(out, codePoint, start, end)
    // A capital I behind a small letter is meant for l.
    else if (unit === SMALL_I && text.charCodeAt(start) === CAPITAL_I && isSmall(text.charCodeAt(start - 1)))
      writeText(out, CAPITAL_I, start, end)
    else writeText(out, unit, start, end)
    at = next
  }
  return toLetters(out, text)
}

function writeFolded(out: TextWriter, codePoint: number, start: number, end: number): void {
  const { text, marks } = foldLetter(codePoint)
  const last = out.length - 1
  if (text === '') {
    if (marks !== 0 && hasOptionalMarks(out.units[last] ?? 0))
      out.extras[last] = addCombiningMark(out.extras[last] ?? 0, marks)
    return
  }
  if (text === '\u3099' || text === '\u309a') {
    const composed = (String.fromCharCode(out.units[last] ?? 0) + text).normalize('NFC')
    if (composed.length === 1) {
      out.units[last] = composed.charCodeAt(0)
      out.ends[last] = end
      return
    }
  }
  for (let unit = 0; unit < text.length; unit += 1)
    writeText(out, text.charCodeAt(unit), start, end, unit === text.length - 1 ? marks : 0)
}

/** A keyword as it is looked for. */
export interface WordForm {
  skeleton: string
  plain: string
  /** Optional marks, null for none. */
  marks: Uint16Array | null
  /** Whether this is how it is read in a word of mixed scripts, so that one that is all Latin is another. */
  isMixed: boolean
}

/** A keyword is as people write words in lists: a capital I in it is an i. */
const lettersOf = (word: string): Letters => normalise(word.replaceAll('I', 'i'))

/** The ways in which a keyword may be read: as it is, and, of another script, by the Latin letters that it looks like. */
export function formsOf(word: string): WordForm[] {
  const asIs = normaliseText(lettersOf(word))
  const mixed = normaliseWord(word)
  const marks = asIs.marks.some((mark) => mark !== 0) ? asIs.marks : null
  const form = { skeleton: asIs.skeleton, plain: asIs.plain, marks, isMixed: false }
  return mixed.plain === asIs.plain ? [form] : [form, { ...mixed, marks: null, isMixed: true }]
}

/** A word as one reads it for Latin, whatever scripts its letters are of. */
export const normaliseWord = (word: string): { skeleton: string; plain: string } => readAsLatin(lettersOf(word))

/** By UTF-16 unit, 1 for what stands between letters that are set apart. */
const IS_GAP = new Uint8Array(0x10000)
for (const sign of ' \t\n\r\f\v.-_*~,/\\·•:;\'"') IS_GAP[sign.charCodeAt(0)] = 1
const GAP_MAX = 3
const SPACE = 0x20
const LINE_FEED = 0x0a
const SPACED_LEAST = 3

/**
 * The runs of at least three single letters that a text sets apart (`f r e e`, `n-i-t-r-o`), closed up, one line each. A gap
 * wider than the narrowest of its run is a space between words, and, on a line more, nothing.
 */
export function joinSpacedLetters(text: Letters): NormalisedText {
  const out = createTextWriter(0)
  for (let at = 0; at < text.plain.length; at += 1) {
    if (!isSingle(text.plain, at)) continue
    const run = findRun(text.plain, at)
    for (const part of withoutShortWords(run, text.plain)) if (part.length >= SPACED_LEAST) writeRun(out, text, part)
    at = run.at(-1) ?? at
  }
  return normaliseText(toLetters(out, text.original))
}

/** Beyond the text a unit is NaN, and no row of the table. */
const isGap = (plain: string, at: number): boolean => IS_GAP[plain.charCodeAt(at)] !== 0

const isSingle = (plain: string, at: number): boolean =>
  !isGap(plain, at) && isGap(plain, at - 1) && isGap(plain, at + 1)

/** Where the single letters stand that follow one another with small gaps. */
function findRun(plain: string, start: number): number[] {
  const run = [start]
  for (let last = start; ; ) {
    let next = last + 1
    while (next <= last + GAP_MAX && next < plain.length && isGap(plain, next)) next += 1
    if (next >= plain.length || !isSingle(plain, next)) return run
    run.push(next)
    last = next
  }
}

const SHORT_WORD = /[aiuI1]/
/** A longer run is read as a whole only: four readings of 100 kB took 150 ms. */
const RUN_READ_TWICE_MAX = 200

/** A run, and without the letter at an end that may be a word of its own (`I f r e e`). */
function withoutShortWords(run: readonly number[], plain: string): (readonly number[])[] {
  if (run.length > RUN_READ_TWICE_MAX) return [run]
  const isShort = (at: number | undefined) => at !== undefined && SHORT_WORD.test(plain[at] ?? '')
  const heads = isShort(run[0]) ? [run, run.slice(1)] : [run]
  return isShort(run.at(-1)) ? heads.flatMap((part) => [part, part.slice(0, -1)]) : heads
}

function writeRun(out: TextWriter, text: Letters, run: readonly number[]): void {
  const gaps = run.slice(1).map((at, index) => at - (run[index] ?? 0))
  const narrowest = gaps.reduce((least, gap) => Math.min(least, gap), GAP_MAX + 1)
  writeLine(out, text, run, narrowest)
  if (gaps.some((gap) => gap > narrowest)) writeLine(out, text, run, GAP_MAX + 1)
}

function writeLine(out: TextWriter, { out: letters }: Letters, run: readonly number[], widest: number): void {
  const endOf = (at: number) => letters.ends[at] ?? 0
  run.forEach((at, index) => {
    const before = run[index - 1]
    const start = letters.starts[at] ?? 0
    if (before !== undefined && at - before > widest) writeText(out, SPACE, endOf(before), start)
    writeText(out, letters.units[at] ?? 0, start, endOf(at), letters.extras[at])
  })
  const last = endOf(run.at(-1) ?? 0)
  writeText(out, LINE_FEED, last, last)
}
