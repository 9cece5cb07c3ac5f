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

/** Grows as it is written to: arrays of strings took ten times as long for 100 kB. */
interface Writer {
  plain: Uint16Array<ArrayBuffer>
  starts: Int32Array<ArrayBuffer>
  ends: Int32Array<ArrayBuffer>
  length: number
}

const aWriter = (capacity: number): Writer => ({
  plain: new Uint16Array(capacity),
  starts: new Int32Array(capacity),
  ends: new Int32Array(capacity),
  length: 0,
})

function write(out: Writer, unit: number, start: number, end: number): void {
  if (out.length === out.plain.length) {
    const larger = aWriter(2 * out.length + 16)
    larger.plain.set(out.plain)
    larger.starts.set(out.starts)
    larger.ends.set(out.ends)
    Object.assign(out, { plain: larger.plain, starts: larger.starts, ends: larger.ends })
  }
  out.plain[out.length] = unit
  out.starts[out.length] = start
  out.ends[out.length] = end
  out.length += 1
}

/** Half of a pair becomes U+FFFD, one unit for one. */
const UTF16 = new TextDecoder('utf-16le', { ignoreBOM: true })

function finish({ plain, starts, ends, length }: Writer): NormalisedText {
  const units = plain.subarray(0, length)
  const text = UTF16.decode(units)
  for (let at = 0; at < length; at += 1) {
    const unit = units[at] ?? 0
    if (unit < SKELETON.length) units[at] = SKELETON[unit] ?? unit
  }
  return {
    skeleton: UTF16.decode(units),
    plain: text,
    starts: starts.subarray(0, length),
    ends: ends.subarray(0, length),
  }
}

/** By UTF-16 unit: one sign for i and l, because 1 is written for both; which one is meant is told by `isReadAs`. */
const SKELETON = Uint16Array.from({ length: 256 }, (_, unit) => {
  const sign = String.fromCharCode(unit)
  return (sign === 'l' ? 'i' : (LEET.get(sign)?.[0] ?? sign)).replace('l', 'i').charCodeAt(0)
})

/** Invisible characters, marks that are laid over others, and variation selectors carry nothing that one reads. */
const UNSEEN = /[\p{M}\p{Cf}\p{Default_Ignorable_Code_Point}]/gu
const LOWER_ASCII = Uint8Array.from({ length: 0x80 }, (_, unit) =>
  String.fromCharCode(unit).toLowerCase().charCodeAt(0),
)
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

const CAPITAL_I = 0x49
const BAR = 0x7c
const isSmall = (unit: number): boolean => unit >= 0x61 && unit <= 0x7a

/** Strips what hides words. */
export function normalise(text: string): NormalisedText {
  const out = aWriter(text.length + 16)
  for (let at = 0; at < text.length; ) {
    const codePoint = text.codePointAt(at) ?? 0
    const end = at + (codePoint > 0xffff ? 2 : 1)
    // A capital I behind a small letter is meant for l.
    if (codePoint === CAPITAL_I && isSmall(text.charCodeAt(at - 1))) write(out, BAR, at, end)
    else if (codePoint < 0x80) write(out, LOWER_ASCII[codePoint] ?? codePoint, at, end)
    else {
      const plain = fold(codePoint)
      for (let unit = 0; unit < plain.length; unit += 1) write(out, plain.charCodeAt(unit), at, end)
    }
    at = end
  }
  return finish(out)
}

/** A keyword as it is looked for in `skeleton`, and as its letters are compared with `plain`. */
export function normaliseWord(word: string): { skeleton: string; plain: string } {
  const plain = Array.from(word, (part) => fold(part.codePointAt(0) ?? 0)).join('')
  const skeleton = Array.from(plain, (part) => {
    const unit = part.charCodeAt(0)
    return unit < SKELETON.length ? String.fromCharCode(SKELETON[unit] ?? unit) : part
  }).join('')
  return { skeleton, plain }
}

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

const GAPS = new Set(Array.from(' \t\n\r\f\v.-_*~,/\\·•:;\'"', (sign) => sign.charCodeAt(0)))
const GAP_MAX = 3
const SPACE = 0x20
const LINE_FEED = 0x0a
const SPACED_LEAST = 3

/**
 * The runs of at least three single letters that a text sets apart (`f r e e`, `n-i-t-r-o`), closed up, one line each. A gap
 * wider than the narrowest of its run is a space between words, and, on a line more, nothing.
 */
export function closeUp(text: NormalisedText): NormalisedText {
  const out = aWriter(0)
  for (let at = 0; at < text.plain.length; ) {
    const run = isSingle(text.plain, at) ? findRun(text.plain, at) : []
    for (const part of withoutShortWords(run, text.plain)) if (part.length >= SPACED_LEAST) writeRun(out, text, part)
    at = (run.at(-1) ?? at) + 1
  }
  return finish(out)
}

const isGap = (plain: string, at: number): boolean => at < 0 || at >= plain.length || GAPS.has(plain.charCodeAt(at))

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
    if (before !== undefined && at - before > widest) write(out, SPACE, text.ends[before] ?? 0, text.starts[at] ?? 0)
    write(out, text.plain.charCodeAt(at), text.starts[at] ?? 0, text.ends[at] ?? 0)
  })
  const last = run.at(-1) ?? 0
  write(out, LINE_FEED, text.ends[last] ?? 0, text.ends[last] ?? 0)
}
