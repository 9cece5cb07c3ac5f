import { toNfc } from './nfc'
import type { LeafOf } from './schema'

/** Addresses, and what platforms write for custom emoji, mentions and channels: nobody shouts by their names. */
const NAMES = /[a-z][a-z0-9+.-]{1,20}:\/\/\S+|<a?:\w{1,64}:\d{1,25}>|<[@#][^<>\s]{1,100}>|:[\w+-]{1,64}:/giu
const CAPITALS = /[\p{Uppercase}\p{Lt}]/gu
/** Letters without case are letters too: a few acronyms in a Japanese text are no shouting. */
const LETTERS = /[\p{L}\p{Uppercase}\p{Lowercase}]/gu

/** Whether so much of a text is in capitals; `minLength` counts letters of every script. */
export function hasCaps(text: string, { share, minLength }: LeafOf<'caps'>): boolean {
  const plain = text.replaceAll(NAMES, ' ')
  const letters = plain.match(LETTERS)?.length ?? 0
  return letters >= minLength && (plain.match(CAPITALS)?.length ?? 0) >= share * letters
}

/** Whether characters follow one another so often, words do, or a line stands in the text so often. */
export function hasRepetition(text: string, { characters, words, lines }: LeafOf<'repetition'>): boolean {
  const plain = toNfc(text).replaceAll(UNSEEN, '')
  return (
    (characters !== undefined && longestRun(graphemesOf(plain.replaceAll(/\s/g, ''))) >= characters) ||
    (words !== undefined && Math.max(longestRun(wordsOf(plain)), longestRepeat(plain)) >= words) ||
    (lines !== undefined && mostFrequent(linesOf(plain)) >= lines)
  )
}

/** Invisible characters and the choice between two looks of one character. A zero-width joiner makes one emoji of several. */
const UNSEEN =
  /\u034f|\u180e|[\u00ad\u061c\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u2064\ufeff]|\p{Variation_Selector}/gu
/** What may be part of a character that is more than one code point. */
const JOINING = /[\p{M}\p{Cf}\p{Emoji_Modifier}\p{Regional_Indicator}\u1100-\u11ff\ua960-\ua97f\ud7b0-\ud7ff]/u
const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' })

/** What people see as one character each (UAX #29). Most texts have none of several code points, and need no segmenter. */
function* graphemesOf(text: string): Generator<string> {
  if (!JOINING.test(text)) yield* text
  else for (const { segment } of segmenter.segment(text)) yield segment
}

/** With an apostrophe inside (`don't`); in both forms of it. */
const WORD = /[\p{L}\p{N}_][\p{L}\p{N}\p{M}_]*(?:['’ʼ＇][\p{L}\p{N}_][\p{L}\p{N}\p{M}_]*)*/gu

const wordsOf = (text: string): string[] =>
  text
    .toLowerCase()
    .replaceAll(/[’ʼ＇]/g, "'")
    .match(WORD) ?? []

/** Scripts that put no space between words. */
const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}\p{M}ー]{4,}/gu
const WORD_LEAST = 2
const WORD_MOST = 8

/** How often a word of such a script follows itself at most; one character alone (哈哈哈) makes no word. */
function longestRepeat(text: string): number {
  let most = 0
  for (const [stretch] of text.matchAll(UNSPACED)) {
    const signs = Array.from(stretch)
    for (let length = WORD_LEAST; length <= WORD_MOST; length += 1) most = Math.max(most, repeatsOf(signs, length))
  }
  return most
}

/** How often a word of this length follows itself at most. */
function repeatsOf(signs: readonly string[], length: number): number {
  let most = 0
  let equal = 0
  let varied = 0
  for (let at = length; at < signs.length; at += 1) {
    equal = signs[at] === signs[at - length] ? equal + 1 : 0
    varied = signs[at] === signs[at - 1] ? varied : at
    const isWord = varied > at - length
    if (equal >= length && isWord) most = Math.max(most, Math.floor(equal / length) + 1)
  }
  return most
}

const linesOf = (text: string): string[] =>
  text
    .split(/\r\n|[\n\r\u2028\u2029]/)
    .map((line) => line.trim().toLowerCase())
    .filter((line) => line !== '')

function longestRun(parts: Iterable<string>): number {
  let longest = 0
  let run = 0
  let before: string | null = null
  for (const part of parts) {
    run = part === before ? run + 1 : 1
    longest = Math.max(longest, run)
    before = part
  }
  return longest
}

function mostFrequent(parts: readonly string[]): number {
  const counts = new Map<string, number>()
  for (const part of parts) counts.set(part, (counts.get(part) ?? 0) + 1)
  let most = 0
  for (const count of counts.values()) most = Math.max(most, count)
  return most
}
