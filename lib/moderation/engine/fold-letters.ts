import { foldCase } from './canonical'
import { ALWAYS_LATIN, LATIN_OF } from './homoglyphs'

/** What is written for a character of a canonical text. */
export interface FoldedLetter {
  text: string
  /** The optional marks that it has or is, as a number; 0 for none. */
  marks: number
}

/** Joining signs, variation selectors and the stroke that lengthens Arabic words. */
const UNSEEN = /[\p{Cf}\p{Default_Ignorable_Code_Point}\u0640]/u
const IS_MARK = /^\p{M}$/u
/** Of no script, or of one whose letters are told without it; what Quran and Torah are chanted by. */
const NOISE =
  /[\p{sc=Inherited}\p{sc=Common}\p{sc=Latin}\p{sc=Greek}\p{sc=Cyrillic}\p{sc=Arabic}\u0591-\u05af\u05bd\u05bf\u05c4\u05c5]/u
/** Vowels that Hebrew, Arabic and Syriac may leave away; the accents of Greek and Cyrillic. */
const OPTIONAL = /[\u05b0-\u05bc\u05c1\u05c2\u05c7\u064b-\u0652\u0670\u0711\u0730-\u074a]/u
const ACCENTS = new Set(['\u0300', '\u0301', '\u0308', '\u0342', '\u0345'])
/** Without script by Unicode, and yet what tells letters of one apart: が from か, آ from ا. */
const LETTER_FORMING = /[\u3099\u309a\u0653-\u0655]/u
const LATIN_BASE = /^[\p{sc=Latin}\p{sc=Common}]/u
const GREEK_BASE = /^\p{sc=Greek}/u

const folded = new Map<number, FoldedLetter>()
const FOLDED_MAX = 20_000

/**
 * A character without what doesn't tell words of its script apart: width and style, the accents of Latin, what isn't seen.
 * Marks that make letters of Kana, Devanagari, Thai, Hangul or Cyrillic (й) stay.
 */
export function foldLetter(codePoint: number): FoldedLetter {
  const known = folded.get(codePoint)
  if (known) return known
  const found = learn(String.fromCodePoint(codePoint))
  // Unicode has 1.1 M code points, a text at most some thousand of them.
  if (folded.size < FOLDED_MAX) folded.set(codePoint, found)
  return found
}

function learn(character: string): FoldedLetter {
  const compatible = ALWAYS_LATIN.get(character.codePointAt(0) ?? 0) ?? foldCase(character.normalize('NFKC'))
  let text = ''
  let marks = 0
  for (const part of compatible) {
    const one = foldPart(part)
    text += one.text
    marks = addCombiningMark(one.text === '' ? marks : 0, one.marks)
  }
  return { text, marks }
}

function foldPart(part: string): FoldedLetter {
  if (UNSEEN.test(part)) return { text: '', marks: 0 }
  if (IS_MARK.test(part)) {
    if (OPTIONAL.test(part) || ACCENTS.has(part)) return { text: '', marks: part.charCodeAt(0) }
    return { text: LETTER_FORMING.test(part) || !NOISE.test(part) ? part : '', marks: 0 }
  }
  const [base = '', ...rest] = part.normalize('NFD')
  if (LATIN_BASE.test(base)) return { text: latinOr(base), marks: 0 }
  // Russian writes е for ё; й is no и.
  const isOptional = GREEK_BASE.test(base) || part === 'ё'
  if (isOptional) return { text: base, marks: rest.map((mark) => mark.charCodeAt(0)).reduce(addCombiningMark, 0) }
  return { text: part, marks: 0 }
}

const latinOr = (letter: string): string => ALWAYS_LATIN.get(letter.codePointAt(0) ?? 0) ?? letter

/** Marks in a row as one number of 16 bits, 0 for none. */
export const addCombiningMark = (marks: number, mark: number): number =>
  mark === 0 ? marks : (Math.imul(marks, 31) + mark) & 0xffff || 1

/** Units of the scripts whose marks are optional: Greek, Cyrillic, Hebrew, Arabic, Syriac. */
export const hasOptionalMarks = (unit: number): boolean =>
  (unit >= 0x370 && unit < 0x530) || (unit >= 0x590 && unit < 0x780)

/** Whether a find may differ in a letter's marks alone: where all of the accents, or that letter's vowel, are left away. */
export const isAccented = (unit: number): boolean => unit < 0x530

/** Units of scripts that have letters drawn like Latin ones: Greek, Cyrillic, Armenian, Georgian. */
export const scriptOfConfusable = (unit: number): number => {
  if (unit < 0x370) return 0
  if (unit < 0x400) return 1
  if (unit < 0x530) return 2
  if (unit < 0x590) return 3
  return unit >= 0x10a0 && unit < 0x1100 ? 4 : 0
}

/** The Latin letter that one of another script is drawn like, as a unit; 0 for none. Capitals may look otherwise than small ones. */
export function latinUnitOf(original: number, unit: number): number {
  const latin = LATIN_OF.get(original) ?? LATIN_OF.get(unit) ?? LATIN_OF.get(baseOf(unit))
  return latin?.length === 1 ? latin.charCodeAt(0) : 0
}

const baseOf = (unit: number): number => String.fromCharCode(unit).normalize('NFD').codePointAt(0) ?? 0
