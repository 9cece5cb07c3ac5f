import type { WordForm } from './normalise'
import { type NormalisedText, toSkeleton } from './read-letters'
import { textOf } from './text-view'
import { withoutEmphasis } from './word-bounds'
import { isOfWord } from './word-classes'

/** A text with each letter once where it stands in a row (`fuuuck`), and how often it stood. */
export interface CollapsedText {
  text: NormalisedText
  counts: Uint16Array
}

/** No word of a language has a letter so often in a row that isn't in the keyword. */
const MANY = 3

const isRepeatable = (unit: number): boolean => unit !== 0x5f && !(unit >= 0x30 && unit <= 0x39) && isOfWord(unit)

/** Null where no letter is repeated as no word has it: three times in a row, or one pair after another (`ffuucckk`). */
export function collapseRepeats(text: NormalisedText): CollapsedText | null {
  if (!isRepeating(text.plain)) return null
  const { plain } = text
  const units = new Uint16Array(plain.length)
  const first = new Int32Array(plain.length)
  const ends = new Int32Array(plain.length)
  const counts = new Uint16Array(plain.length)
  let length = 0
  for (let at = 0; at < plain.length; ) {
    const end = endOfRun(plain, at)
    units[length] = plain.charCodeAt(at)
    first[length] = at
    ends[length] = text.ends[end - 1] ?? 0
    counts[length] = Math.min(end - at, 0xffff)
    length += 1
    at = end
  }
  const seen = textOf(units.subarray(0, length))
  const { lookAlikes } = text
  const squeezed: NormalisedText = {
    plain: seen,
    skeleton: toSkeleton(units.subarray(0, length)),
    starts: Int32Array.from({ length }, (_, at) => text.starts[first[at] ?? 0] ?? 0),
    ends: ends.subarray(0, length),
    marks: Uint16Array.from({ length }, (_, at) => text.marks[first[at] ?? 0] ?? 0),
    lookAlikes: lookAlikes && Uint8Array.from({ length }, (_, at) => lookAlikes[first[at] ?? 0] ?? 0),
    shape: withoutEmphasis(seen),
  }
  return { text: squeezed, counts }
}

function endOfRun(plain: string, at: number): number {
  const unit = plain.charCodeAt(at)
  let end = at + 1
  if (isRepeatable(unit)) while (end < plain.length && plain.charCodeAt(end) === unit) end += 1
  return end
}

function isRepeating(plain: string): boolean {
  let run = 1
  let pairs = 0
  for (let at = 1; at < plain.length; at += 1) {
    const unit = plain.charCodeAt(at)
    if (unit !== plain.charCodeAt(at - 1)) {
      pairs = run === 2 ? pairs : 0
      run = 1
    } else {
      run += 1
      if (run === 2) pairs += 1
      if ((run >= MANY || pairs >= MANY) && isRepeatable(unit)) return true
    }
  }
  return false
}

/** A keyword as `squeeze` writes it, with how often each of its letters stands. */
export function collapseWordRepeats(form: WordForm): { form: WordForm; counts: number[] } {
  const starts: number[] = []
  for (let at = 0; at < form.plain.length; at = endOfRun(form.plain, at)) starts.push(at)
  const once = (text: string) => starts.map((at) => text[at] ?? '').join('')
  const counts = starts.map((at, index) => (starts[index + 1] ?? form.plain.length) - at)
  const marks = form.marks && Uint16Array.from(starts, (at) => form.marks?.[at] ?? 0)
  return { form: { ...form, plain: once(form.plain), skeleton: once(form.skeleton), marks }, counts }
}

/** Whether letters are repeated beyond what the keyword has, and none stands less often than there. */
export function isRepeatOf(wanted: readonly number[], counts: Uint16Array, from: number): boolean {
  const seen = counts.subarray(from, from + wanted.length)
  const isDoubled = seen.length >= MANY && seen.every((count) => count > 1)
  let isRepeated = false
  for (const [at, count] of seen.entries()) {
    const least = wanted[at] ?? 0
    if (count === least) continue
    if (count < least || (count < MANY && !isDoubled)) return false
    isRepeated = true
  }
  return isRepeated
}
