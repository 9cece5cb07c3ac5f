import { LATIN_OF, LEET } from './homoglyphs'

/**
 * A text as it is searched for hidden words. `skeleton` holds one sign for all that may be written for a letter, `plain` the
 * character that stood there, lower-case and Latin; both have one UTF-16 unit for each entry of `starts` and `ends`, the
 * offsets in the text as it was given.
 */
export interface NormalisedText {
  skeleton: string
  plain: string
  starts: Int32Array
  ends: Int32Array
}

interface Writer {
  plain: string[]
  starts: number[]
  ends: number[]
}

/** Invisible characters, marks that are laid over others, and variation selectors carry nothing that one reads. */
const UNSEEN = /[\p{M}\p{Cf}\p{Default_Ignorable_Code_Point}]/gu
const LOWER = /[a-z]/
const folded = new Map<number, string>()

/** A character as what one reads it for: lower-case Latin where it looks so, nothing where it isn't seen. */
function fold(codePoint: number): string {
  const known = folded.get(codePoint)
  if (known !== undefined) return known
  const character = String.fromCodePoint(codePoint)
  const plain = (LATIN_OF.get(codePoint) ?? character).normalize('NFKD').replace(UNSEEN, '').toLowerCase()
  const latin = Array.from(plain, (part) => LATIN_OF.get(part.codePointAt(0) ?? 0) ?? part).join('')
  // Unicode has 1.1 M code points, a text at most some thousand of them.
  if (folded.size < 20_000) folded.set(codePoint, latin)
  return latin
}

/** Strips what hides words. */
export function normalise(text: string): NormalisedText {
  const out: Writer = { plain: [], starts: [], ends: [] }
  let before = ''
  for (let at = 0; at < text.length; ) {
    const codePoint = text.codePointAt(at) ?? 0
    const end = at + (codePoint > 0xffff ? 2 : 1)
    // A capital I behind a small letter is meant for l.
    const plain = codePoint === 0x49 && LOWER.test(before) ? '|' : fold(codePoint)
    for (let unit = 0; unit < plain.length; unit += 1) write(out, plain[unit] ?? '', at, end)
    before = text[at] ?? ''
    at = end
  }
  return finish(out)
}

/** A keyword as it is looked for in `skeleton`, and as its letters are compared with `plain`. */
export function normaliseWord(word: string): { skeleton: string; plain: string } {
  const plain = Array.from(word, (part) => fold(part.codePointAt(0) ?? 0)).join('')
  return { skeleton: skeletonOf(plain), plain }
}

const write = (out: Writer, plain: string, start: number, end: number): void => {
  out.plain.push(plain)
  out.starts.push(start)
  out.ends.push(end)
}

const finish = ({ plain, starts, ends }: Writer): NormalisedText => {
  const text = plain.join('')
  return { skeleton: skeletonOf(text), plain: text, starts: Int32Array.from(starts), ends: Int32Array.from(ends) }
}

/** One sign for i and l, because 1 is written for both; which one is meant is told by `isReadAs`. */
const skeletonOf = (plain: string): string =>
  plain.replace(/[\dl@$!|+£]/g, (sign) => (sign === 'l' ? 'i' : (LEET.get(sign)?.[0] ?? sign)))

/** Whether a character of the text may stand for one of the keyword. */
const isReadAs = (seen: string, wanted: string): boolean =>
  seen === wanted || (LEET.get(seen)?.includes(wanted) ?? false)

/**
 * Whether what the skeletons have in common is the keyword. A number is not taken for a word: 455 is no leet, a55 is.
 * @param from where in `text.plain` the find begins
 */
export function isWordAt(text: NormalisedText, from: number, plain: string): boolean {
  let isNumber = true
  for (let at = 0; at < plain.length; at += 1) {
    const seen = text.plain[from + at] ?? ''
    const wanted = plain[at] ?? ''
    if (!isReadAs(seen, wanted)) return false
    if (seen === wanted || !/\d/.test(seen)) isNumber = false
  }
  return !isNumber
}

const GAP = /[\s.\-_*~,/\\·•:;'"]/
const GAP_MAX = 3
const SPACED_LEAST = 3

/**
 * The runs of at least three single letters that a text sets apart (`f r e e`, `n-i-t-r-o`), closed up, one line each. A gap
 * wider than the narrowest of its run is a space between words, and, on a line more, nothing.
 */
export function closeUp(text: NormalisedText): NormalisedText {
  const out: Writer = { plain: [], starts: [], ends: [] }
  for (let at = 0; at < text.plain.length; ) {
    const run = isSingle(text.plain, at) ? findRun(text.plain, at) : []
    for (const part of withoutShortWords(run, text.plain)) if (part.length >= SPACED_LEAST) writeRun(out, text, part)
    at = (run.at(-1) ?? at) + 1
  }
  return finish(out)
}

const isGap = (plain: string, at: number): boolean => at < 0 || at >= plain.length || GAP.test(plain[at] ?? '')

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

const SHORT_WORD = /[aiu|1]/

/** A run, and without the letter at an end that may be a word of its own (`I f r e e`). */
function withoutShortWords(run: readonly number[], plain: string): (readonly number[])[] {
  const isShort = (at: number | undefined) => at !== undefined && SHORT_WORD.test(plain[at] ?? '')
  const heads = isShort(run[0]) ? [run, run.slice(1)] : [run]
  return isShort(run.at(-1)) ? heads.flatMap((part) => [part, part.slice(0, -1)]) : heads
}

function writeRun(out: Writer, text: NormalisedText, run: readonly number[]): void {
  const gaps = run.slice(1).map((at, index) => at - (run[index] ?? 0))
  const narrowest = gaps.reduce((least, gap) => Math.min(least, gap), GAP_MAX + 1)
  writeLine(out, text, run, narrowest)
  if (gaps.some((gap) => gap > narrowest)) writeLine(out, text, run, GAP_MAX + 1)
}

function writeLine(out: Writer, text: NormalisedText, run: readonly number[], widest: number): void {
  run.forEach((at, index) => {
    const before = run[index - 1]
    if (before !== undefined && at - before > widest) write(out, ' ', text.ends[before] ?? 0, text.starts[at] ?? 0)
    write(out, text.plain[at] ?? '', text.starts[at] ?? 0, text.ends[at] ?? 0)
  })
  const last = run.at(-1) ?? 0
  write(out, '\n', text.ends[last] ?? 0, text.ends[last] ?? 0)
}
