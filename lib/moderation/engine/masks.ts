import type { WordForm } from './normalise'
import { type Letters, type NormalisedText, normaliseText, toLetters, toSkeleton } from './read-letters'
import { createTextWriter, type TextWriter, writeText } from './text-view'
import { isOfWord } from './word-classes'

/** A letter of a word that signs may stand for: the first of them in it, and how many in a row. */
interface Gap {
  word: WordForm
  at: number
}

/** Finds words with signs in the place of letters. */
export type MaskReader = (letters: Letters) => NormalisedText | null

const MASKS = new Set(Array.from('*#%@&_-•', (sign) => sign.charCodeAt(0)))
const STAR = '*'.charCodeAt(0)
/** What stands in words of its own accord, too: t-shirt, snake_case. */
const WEAK = new Set(Array.from('-_', (sign) => sign.charCodeAt(0)))
const BACKSLASH = '\\'.charCodeAt(0)
const LEAST_LETTERS = 3
const LEAST_LETTERS_OTHER = 4
const RUN_MAX = 2
const RUNS_MAX = 300
const VARIANTS_MAX = 4
const CONTEXT_LENGTH = 60
const LINE_FEED = 0x0a

/**
 * What reads `f*ck` as the word that it hides: signs between letters stand for as many letters of one of the words, and for no
 * more of it than are left. Each reading is a line with what stands around it, so that it may be part of a phrase. A text may
 * have some hundred such places; what is beyond is not read.
 */
export function readMasks(words: readonly WordForm[]): MaskReader {
  let gaps: Map<string, Gap[]> | undefined
  return (letters) => {
    const { plain } = letters
    if (!/[*#%@&_•-]/.test(plain)) return null
    const out = createTextWriter(0)
    let skeleton: string | undefined
    let runs = 0
    for (const [start, end] of runsOf(plain)) {
      if (runs === RUNS_MAX) break
      runs += 1
      gaps ??= gapsOf(words)
      skeleton ??= toSkeleton(letters.out.units.subarray(0, letters.out.length))
      const key = keyOf(skeleton, start - 1, countOf(plain, start, end), end)
      const found = (gaps.get(key) ?? []).filter((gap) => isVariant(gap, plain, skeleton ?? '', start))
      for (const gap of found.slice(0, VARIANTS_MAX)) writeVariant(out, letters, gap, start)
    }
    return out.length > 0 ? normaliseText(toLetters(out, letters.original)) : null
  }
}

/** Where signs stand between two letters, a \ before each of them aside. */
function* runsOf(plain: string): Generator<[number, number]> {
  for (let at = 1; at < plain.length; at += 1) {
    if (!isMask(plain, at) || !isOfWord(plain.charCodeAt(at - 1)) || MASKS.has(plain.charCodeAt(at - 1))) continue
    let end = at
    while (isMask(plain, end)) end += 1
    if (end < plain.length && isOfWord(plain.charCodeAt(end))) yield [at, end]
    at = end
  }
}

const isMask = (plain: string, at: number): boolean =>
  MASKS.has(plain.charCodeAt(at)) || (plain.charCodeAt(at) === BACKSLASH && MASKS.has(plain.charCodeAt(at + 1)))

function countOf(plain: string, start: number, end: number): number {
  let count = 0
  for (let at = start; at < end; at += 1) if (MASKS.has(plain.charCodeAt(at))) count += 1
  return count
}

const keyOf = (skeleton: string, before: number, count: number, behind: number): string =>
  `${skeleton[before]}${count}${skeleton[behind]}`

function gapsOf(words: readonly WordForm[]): Map<string, Gap[]> {
  const gaps = new Map<string, Gap[]>()
  const known = new Set<string>()
  for (const word of words.flatMap(splitForm)) {
    if (known.has(word.plain)) continue
    known.add(word.plain)
    for (let at = 1; at < word.plain.length - 1; at += 1)
      for (let count = 1; count <= RUN_MAX && at + count < word.plain.length; count += 1) {
        const key = keyOf(word.skeleton, at - 1, count, at + count)
        const others = gaps.get(key)
        if (others) others.push({ word, at })
        else gaps.set(key, [{ word, at }])
      }
  }
  return gaps
}

/** The words of a phrase that are long enough to be told without a letter. */
const splitForm = (form: WordForm): WordForm[] =>
  [...form.plain.matchAll(/[\p{L}\p{M}\p{N}]+/gu)]
    .filter(([word]) => word.length >= LEAST_LETTERS)
    .map(({ 0: plain, index }) => ({ ...form, plain, skeleton: form.skeleton.slice(index, index + plain.length) }))

/** Whether a word stands there but for the letters that signs stand for; they are no more than the others, and no first ones. */
function isVariant({ word, at }: Gap, plain: string, skeleton: string, start: number): boolean {
  const from = start - at
  if (from < 0 || skeleton.slice(from, start) !== word.skeleton.slice(0, at)) return false
  let masked = 0
  let where = start
  for (let letter = at; letter < word.plain.length; letter += 1) {
    if (plain.charCodeAt(where) === BACKSLASH) where += 1
    const unit = plain.charCodeAt(where)
    if (MASKS.has(unit) && plain[where] !== word.plain[letter]) {
      const least = unit === STAR ? LEAST_LETTERS : LEAST_LETTERS_OTHER
      if (word.plain.length < least || (WEAK.has(unit) && isMask(plain, where + 1))) return false
      masked += 1
    } else if (skeleton[where] !== word.skeleton[letter]) return false
    where += 1
  }
  return masked * 2 <= word.plain.length
}

function writeVariant(out: TextWriter, { plain, out: letters }: Letters, { word, at }: Gap, start: number): void {
  const copy = (where: number) =>
    writeText(
      out,
      letters.units[where] ?? 0,
      letters.starts[where] ?? 0,
      letters.ends[where] ?? 0,
      letters.extras[where],
    )
  for (let where = contextStart(plain, start - at); where < start; where += 1) copy(where)
  let where = start
  for (let letter = at; letter < word.plain.length; letter += 1) {
    if (plain.charCodeAt(where) === BACKSLASH) where += 1
    copy(where)
    if (MASKS.has(plain.charCodeAt(where))) out.units[out.length - 1] = word.plain.charCodeAt(letter)
    where += 1
  }
  const end = contextEnd(plain, where)
  for (; where < end; where += 1) copy(where)
  writeText(out, LINE_FEED, letters.ends[end - 1] ?? 0, letters.ends[end - 1] ?? 0)
}

/** From a space on, or what is cut off would seem to be a word; where there is none, from the one character before. */
function contextStart(plain: string, at: number): number {
  if (at <= CONTEXT_LENGTH) return 0
  const space = plain.slice(at - CONTEXT_LENGTH, at).search(/\s/)
  return space === -1 ? at - 1 : at - CONTEXT_LENGTH + space
}

function contextEnd(plain: string, at: number): number {
  if (at + CONTEXT_LENGTH >= plain.length) return plain.length
  const behind = plain.slice(at, at + CONTEXT_LENGTH).trimEnd()
  const space = /\s\S*$/.exec(behind)?.index ?? (behind.length < CONTEXT_LENGTH ? behind.length : -1)
  return space === -1 ? at + 1 : at + space
}
