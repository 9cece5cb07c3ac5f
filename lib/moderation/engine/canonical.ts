import { createTextWriter, type TextView, type TextWriter, textOf, writeText } from './text-view'

/** A text in Unicode's canonical form with its case folded. */
export interface CanonicalText extends TextView {
  original: string
  /** Whether a dotless i stands in it, which is folded to i like all others; `hasSameDots` tells them apart. */
  hasDotless: boolean
}

/** All of ASCII: it needs neither composing nor a table. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: the range begins there.
const ASCII = /^[\x00-\x7f]*$/
const DOTLESS = 'ı'

/**
 * NFC and full case folding, so that `ß` is `ss` and both forms of `é` are one; offsets are kept. Also ’ is ', and ‐ and ‑ are -,
 * because telephones write them in their place.
 */
export function toCanonical(text: string): CanonicalText {
  const asIs = { original: text, hasDotless: false, starts: null, ends: null }
  if (ASCII.test(text)) return { ...asIs, plain: text.toLowerCase() }
  const out = createTextWriter(text.length + 16)
  for (let at = 0; at < text.length; ) at = writeCluster(out, text, at)
  return {
    original: text,
    hasDotless: text.includes(DOTLESS),
    plain: textOf(out.units.subarray(0, out.length)),
    starts: out.starts.subarray(0, out.length),
    ends: out.ends.subarray(0, out.length),
  }
}

/** A character with what composes with it or is laid over it. Returns where the next one begins. */
function writeCluster(out: TextWriter, text: string, at: number): number {
  const unit = text.charCodeAt(at)
  const simple = SIMPLE[unit] || learnSimple(unit)
  if (simple !== COMPLEX && !isAttached(text.charCodeAt(at + 1))) {
    writeText(out, simple, at, at + 1)
    return at + 1
  }
  const end = endOfCluster(text, at)
  const folded = foldCluster(text.slice(at, end))
  for (let index = 0; index < folded.length; index += 1) writeText(out, folded.charCodeAt(index), at, end)
  return end
}

/** By UTF-16 unit, what it is folded to where that is one unit; 0 where it isn't known yet. Filled as texts need it. */
const SIMPLE = new Uint16Array(0x10000)
const COMPLEX = 0xffff

function learnSimple(unit: number): number {
  const folded = foldCase(String.fromCharCode(unit))
  const isSimple = folded.length === 1 && (unit < 0xd800 || unit > 0xdfff)
  SIMPLE[unit] = isSimple ? folded.charCodeAt(0) : COMPLEX
  return SIMPLE[unit] || COMPLEX
}

/** Marks, and the vowels and finals of Hangul; the upper halves of pairs are looked at as pairs. */
const ATTACHED = /[\p{M}\u1160-\u11ff]/u
const isAttachedUnit = new Uint8Array(0x10000)
const YES = 1
const NO = 2

function isAttached(unit: number): boolean {
  // Beyond the text a unit is NaN, and no row of the table.
  if (!(unit >= 0x300)) return false
  if (isAttachedUnit[unit] === 0) isAttachedUnit[unit] = ATTACHED.test(String.fromCharCode(unit)) ? YES : NO
  return isAttachedUnit[unit] === YES
}

/**
 * Unicode's stream-safe form cuts a run of marks there. Putting marks in order takes time that grows with the square of their
 * number: 100 kB of them took 8 s.
 */
const MARKS_MAX = 30

function endOfCluster(text: string, at: number): number {
  let end = at + widthAt(text, at)
  for (let marks = 0; marks < MARKS_MAX && end < text.length; marks += 1) {
    const width = widthAt(text, end)
    if (width === 1 ? !isAttached(text.charCodeAt(end)) : !ATTACHED.test(text.slice(end, end + width))) break
    end += width
  }
  return end
}

const widthAt = (text: string, at: number): number => ((text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1)

const CLUSTERS_MAX = 20_000
const clusters = new Map<string, string>()

function foldCluster(cluster: string): string {
  const known = clusters.get(cluster)
  if (known !== undefined) return known
  const folded = foldCase(cluster.normalize('NFC'))
  if (clusters.size >= CLUSTERS_MAX) clusters.clear()
  clusters.set(cluster, folded)
  return folded
}

/**
 * Lower-case by way of upper-case is Unicode's full folding: ß and ẞ become ss, ﬁ becomes fi, ſ becomes s. İ is an i, as
 * Turkish has it; a text does not tell which i its capital I is.
 */
export const foldCase = (text: string): string =>
  text
    .toLowerCase()
    .toUpperCase()
    .toLowerCase()
    .replaceAll('i\u0307', 'i')
    .normalize('NFC')
    .replaceAll('ς', 'σ')
    .replaceAll('\u2019', "'")
    .replace(/[\u2010\u2011]/g, '-')

const KINDS_OF_I: Record<string, 'dotted' | 'dotless'> = { i: 'dotted', İ: 'dotted', [DOTLESS]: 'dotless' }

/** What each letter of a word says of its dot, for `hasSameDots`; null where no letter is an i. */
export function dotsOf(word: CanonicalText): (string | undefined)[] | null {
  if (!word.plain.includes('i')) return null
  return Array.from({ length: word.plain.length }, (_, at) => kindOfI(word, at))
}

const kindOfI = ({ original, starts }: CanonicalText, at: number) => KINDS_OF_I[original[starts?.[at] ?? at] ?? '']

/** Whether no dotted i of a word stands for a dotless one of the text, nor the contrary. A capital I may be either. */
export function hasSameDots(dots: readonly (string | undefined)[], text: CanonicalText, from: number): boolean {
  return dots.every((wanted, index) => {
    const seen = wanted && kindOfI(text, from + index)
    return !seen || seen === wanted
  })
}
