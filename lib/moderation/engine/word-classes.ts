/**
 * What a character is for the bounds of words. `word`: letters and digits of scripts with spaces. `spaceless`: letters of scripts
 * that write none between words. `leading`: vowels of these that are written before the letter they belong to. `mark`: what
 * belongs to the character before it. `stacker`: marks that tie the next letter to it as well. `unseen`: passed over.
 */
export const WORD_CLASS = {
  other: 1,
  word: 2,
  spaceless: 3,
  leading: 4,
  hangul: 5,
  mark: 6,
  stacker: 7,
  unseen: 8,
  quote: 9,
} as const

export type WordClass = (typeof WORD_CLASS)[keyof typeof WORD_CLASS]

const SPACELESS =
  /[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{scx=Bopo}\p{sc=Yiii}\p{sc=Tang}\p{sc=Nshu}\p{sc=Kits}\p{sc=Thai}\p{sc=Laoo}\p{sc=Khmr}\p{sc=Mymr}\p{sc=Lana}\p{sc=Talu}\p{sc=Tale}\p{sc=Tavt}\p{sc=Java}\p{sc=Bali}]/u
const HANGUL = /\p{sc=Hang}/u
const LETTER = /[\p{L}\p{Nd}\p{Nl}_]/u
/** Marks; also Thai and Lao vowels that Unicode counts among letters, and the sound marks of halfwidth Katakana. */
const MARK = /[\p{M}\u0e30\u0e32\u0e33\u0e45\u0eb0\u0eb2\u0eb3\uff9e\uff9f]/u
const STACKER = /[\u1039\u17d2\u1a60\u1b44\ua9c0]/
/** What a text shows nothing of; a zero-width space is one between words all the same. */
const UNSEEN = /[[\p{Cf}\p{Default_Ignorable_Code_Point}]--\u200b]/v
const QUOTE = /['"\u2018\u2019\u05f3\u05f4\uff07·]/

const ofUnit = new Uint8Array(0x10000)
const ofPair = new Map<number, WordClass>()
/** Unicode has 1.1 M code points, a text at most some thousand beyond the first plane. */
const PAIRS_MAX = 20_000

export function wordClassOf(codePoint: number): WordClass {
  const known = codePoint < 0x10000 ? ofUnit[codePoint] : ofPair.get(codePoint)
  if (known) return known as WordClass
  const found = classify(String.fromCodePoint(codePoint))
  if (codePoint < 0x10000) ofUnit[codePoint] = found
  else if (ofPair.size < PAIRS_MAX) ofPair.set(codePoint, found)
  return found
}

function classify(character: string): WordClass {
  if (QUOTE.test(character)) return WORD_CLASS.quote
  if (STACKER.test(character)) return WORD_CLASS.stacker
  if (UNSEEN.test(character)) return WORD_CLASS.unseen
  // The enclosing marks make a sign of its own of a digit: 1️⃣.
  if (/\p{Me}/u.test(character)) return WORD_CLASS.other
  if (MARK.test(character)) return WORD_CLASS.mark
  if (!LETTER.test(character)) return WORD_CLASS.other
  if (/\p{Logical_Order_Exception}/u.test(character)) return WORD_CLASS.leading
  if (HANGUL.test(character)) return WORD_CLASS.hangul
  return SPACELESS.test(character) ? WORD_CLASS.spaceless : WORD_CLASS.word
}

/** Whether a character is part of words: what a wildcard stands for. */
export function isOfWord(codePoint: number): boolean {
  const found = wordClassOf(codePoint)
  return found >= WORD_CLASS.word && found <= WORD_CLASS.stacker
}
