import { hasParticle } from './particles'
import { textOf } from './text-view'
import { isOfWord, WORD_CLASS, type WordClass, wordClassOf } from './word-classes'

/**
 * Where words begin and end, by Unicode's annex 29 and where that leaves finds out: see docs/decisions/0075. Texts are as
 * `toCanonical` or `normalise` write them, with the underscores of `withoutEmphasis`.
 */
const { word, spaceless, leading, hangul, mark, stacker, unseen, quote, other } = WORD_CLASS
const NON_JOINER = 0x200c
/** Next to a letter of ASCII's own scripts one of these is no bound: that much is decided at once, for speed. */
const ASCII_END = 0x80

/** Whether a word may begin at an offset: nothing of the same word stands before it. */
export function isWordStart(text: string, at: number): boolean {
  if (at <= 0) return true
  const near = wordClassOf(text.charCodeAt(at - 1))
  if (near === word && text.charCodeAt(at) < ASCII_END) return false
  const before = seenBefore(text, at)
  const first = classAt(text, at)
  if (before.of === quote) return !isWithin(text, before.at, at) && !isClitic(text, before.at, at)
  if (before.of === other) return true
  if (first === mark || first === stacker || before.of === stacker || before.of === leading) return false
  const base = baseBefore(text, at)
  return base === other || isFree(base, first)
}

/** Whether a word may end before an offset: nothing of the same word follows. */
export function isWordEnd(text: string, at: number): boolean {
  if (at >= text.length) return true
  const near = wordClassOf(text.charCodeAt(at))
  if (near === word && text.charCodeAt(at - 1) < ASCII_END) return false
  const behind = seenBehind(text, at)
  if (behind.of === other) return true
  const last = baseBefore(text, at)
  if (behind.of === quote) return !isWithin(text, behind.at, behind.at + 1) && !isNegation(text, behind.at)
  if (behind.of === mark || behind.of === stacker) return last === other || last === quote
  if (last === hangul && behind.of === hangul) return hasParticle(text, behind.at)
  return isFree(last, behind.of)
}

/** Whether two neighbours are of two words: there is none but between letters of spaces and digits, or within Hangul. */
function isFree(before: WordClass, behind: WordClass): boolean {
  if (before === hangul || behind === hangul) return before !== behind && !(before === other || behind === other)
  return before === spaceless || before === leading || behind === spaceless || behind === leading
}

interface Neighbour {
  of: WordClass
  at: number
}

/** So many marks and signs that aren't seen are passed over: one who asks at each of 100,000 would take their square. */
const PASSED_MAX = 16

/** A joiner that is not shown is passed over; one that parts the stems of Persian is a bound. */
function seenBefore(text: string, at: number): Neighbour {
  let end = at
  for (let passed = 0; end > 0 && passed < PASSED_MAX; passed += 1) {
    const codePoint = codePointBefore(text, end)
    const start = end - (codePoint > 0xffff ? 2 : 1)
    const of = wordClassOf(codePoint)
    if (of !== unseen) return { of, at: start }
    if (codePoint === NON_JOINER && isArabic(text, start - 1)) return { of: other, at: start }
    end = start
  }
  return { of: other, at: end }
}

function seenBehind(text: string, at: number): Neighbour {
  let start = at
  for (let passed = 0; start < text.length && passed < PASSED_MAX; passed += 1) {
    const codePoint = text.codePointAt(start) ?? 0
    const of = wordClassOf(codePoint)
    if (of !== unseen) return { of, at: start }
    if (codePoint === NON_JOINER && isArabic(text, start - 1)) return { of: other, at: start }
    start += codePoint > 0xffff ? 2 : 1
  }
  return { of: other, at: start }
}

/** The letter that marks before an offset belong to. */
function baseBefore(text: string, at: number): WordClass {
  let neighbour = seenBefore(text, at)
  for (let passed = 0; neighbour.of === mark && passed < PASSED_MAX; passed += 1)
    neighbour = seenBefore(text, neighbour.at)
  return neighbour.of
}

const classAt = (text: string, at: number): WordClass => wordClassOf(text.codePointAt(at) ?? 0)

function codePointBefore(text: string, end: number): number {
  const unit = text.charCodeAt(end - 1)
  return unit >= 0xdc00 && unit <= 0xdfff && end > 1 ? (text.codePointAt(end - 2) ?? unit) : unit
}

const isArabic = (text: string, at: number): boolean => /[\p{sc=Arab}]/u.test(text[at] ?? '')

const INSIDE = /^(?:\p{sc=Cyrl}['\u2018]\p{sc=Cyrl}|\p{sc=Hebr}['"\u05f3\u05f4]\p{sc=Hebr}|l·l)$/u

/** Whether a sign is a letter where it stands: the apostrophe of Ukrainian, the quotes of Hebrew, the middle dot of Catalan. */
const isWithin = (text: string, sign: number, behind: number): boolean =>
  INSIDE.test(text.slice(Math.max(0, sign - 1), behind + 1))

/** What English joins by an apostrophe is no word of its own; what follows the elision of other languages (n'ai, l'été) is one. */
const CLITIC = /^\p{L}'(?:s|t|d|m|ll|re|ve)(?![\p{L}\p{N}\p{M}_])/u
const isClitic = (text: string, sign: number, at: number): boolean =>
  at === sign + 1 && CLITIC.test(text.slice(Math.max(0, sign - 1), at + 3))

/** The n't of don't is a part of the verb; other words end at their apostrophe (nitro's, he'll, İstanbul'da). */
const NEGATION = /^n't(?![\p{L}\p{N}\p{M}_])/u
const isNegation = (text: string, sign: number): boolean => NEGATION.test(text.slice(Math.max(0, sign - 1), sign + 3))

/** Beyond the text a unit is NaN, and part of none. */
const isWordUnit = (unit: number): boolean => unit >= 0 && isOfWord(unit)
const UNDERSCORE = '_'

/**
 * A text with blanks for the underscores that emphasise (`_free nitro_`, `__init__`): those that open before a word and close
 * behind one, in one paragraph. Those within words (`snake_case`), or without a partner (`nitro_`), are letters.
 */
export function withoutEmphasis(text: string): string {
  if (!text.includes(UNDERSCORE)) return text
  const emphasised = emphasisIn(text)
  if (emphasised.length === 0) return text
  const units = new Uint16Array(text.length)
  for (let at = 0; at < text.length; at += 1) units[at] = text.charCodeAt(at)
  for (const [start, end] of emphasised) units.fill(BLANK, start, end)
  return textOf(units)
}

const BLANK = 0x20

/** Where the underscores stand that open and close an emphasis. */
function emphasisIn(text: string): [number, number][] {
  const found: [number, number][] = []
  let open: [number, number] | null = null
  let paragraph = endOfParagraph(text, 0)
  for (let at = text.indexOf(UNDERSCORE); at !== -1; ) {
    let end = at + 1
    while (text[end] === UNDERSCORE) end += 1
    if (paragraph <= at) {
      open = null
      paragraph = endOfParagraph(text, at)
    }
    const isBehindWord = isWordUnit(text.charCodeAt(at - 1))
    const isBeforeWord = isWordUnit(text.charCodeAt(end))
    if (!isBehindWord && (isBeforeWord || !SPACE.test(text[end] ?? ' '))) open = [at, end]
    else if (open && !isBeforeWord && (isBehindWord || !SPACE.test(text[at - 1] ?? ' '))) {
      found.push(open, [at, end])
      open = null
    }
    at = text.indexOf(UNDERSCORE, end)
  }
  return found
}

const SPACE = /\s/

/** Where the next empty line begins. */
function endOfParagraph(text: string, at: number): number {
  EMPTY_LINE.lastIndex = at
  return EMPTY_LINE.exec(text)?.index ?? text.length
}

const EMPTY_LINE = /\n\s*\n/g
