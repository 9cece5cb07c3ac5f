import { latinUnitOf, scriptOfConfusable } from './fold-letters'
import { LEET } from './homoglyphs'
import { type TextView, type TextWriter, textOf } from './text-view'
import { withoutEmphasis } from './word-bounds'
import { isOfWord } from './word-classes'

/** A text with what hides words stripped, before look-alikes of other scripts are told: what it is read as is made of it. */
export interface Letters {
  original: string
  plain: string
  out: TextWriter
}

export const toLetters = (out: TextWriter, original: string): Letters => ({
  original,
  plain: textOf(out.units.subarray(0, out.length)),
  out,
})

/**
 * A text as it is searched for hidden words. `skeleton` holds one sign for all that may be written for a letter, `plain` the
 * character that stood there, lower-case, and Latin where it looks so in a word of mixed scripts.
 */
export interface NormalisedText extends TextView {
  skeleton: string
  starts: Int32Array
  ends: Int32Array
  /** The optional marks of each letter, 0 for none. */
  marks: Uint16Array
  /** 1 where a letter of another script was read as a Latin one; null where none was. */
  lookAlikes: Uint8Array | null
  /** Where words are bounded: `plain` without the underscores that emphasise. */
  shape: string
}

/** By UTF-16 unit: one sign for i and l, because 1 is written for both; which one is meant is told by `isReadAs`. */
const SKELETON = Uint16Array.from({ length: 256 }, (_, unit) => {
  const sign = String.fromCharCode(unit)
  return (sign === 'l' ? 'i' : (LEET.get(sign)?.[0] ?? sign)).replace('l', 'i').charCodeAt(0)
})

export function toSkeleton(units: Uint16Array): string {
  const signs = Uint16Array.from(units)
  for (let at = 0; at < signs.length; at += 1) {
    const unit = signs[at] ?? 0
    if (unit < SKELETON.length) signs[at] = SKELETON[unit] ?? unit
  }
  return textOf(signs)
}

const UNDERSCORE = 0x5f

/** Letters as they are read: those of other scripts as Latin ones in each word that mixes them. */
export function normaliseText({ original, plain, out }: Letters): NormalisedText {
  const units = out.units.slice(0, out.length)
  const lookAlikes = foldLookAlikes(units, out, original)
  const seen = lookAlikes ? textOf(units) : plain
  return {
    plain: seen,
    skeleton: toSkeleton(units),
    starts: out.starts.subarray(0, out.length),
    ends: out.ends.subarray(0, out.length),
    marks: out.extras.subarray(0, out.length),
    lookAlikes,
    shape: withoutEmphasis(seen),
  }
}

function foldLookAlikes(units: Uint16Array, out: TextWriter, original: string): Uint8Array | null {
  let folded: Uint8Array | null = null
  for (let at = 0; at < units.length; at += 1) {
    if (scriptOfConfusable(units[at] ?? 0) === 0) continue
    const [from, to] = enclosingWord(units, at)
    if (isMixed(units, from, to)) {
      folded ??= new Uint8Array(units.length)
      for (let letter = from; letter < to; letter += 1) foldAt(units, letter, out, original, folded)
    }
    at = to
  }
  return folded
}

/** Makes the letter at an offset the Latin one that it looks like, and says so in `folded`. */
function foldAt(units: Uint16Array, at: number, out: TextWriter, original: string, folded: Uint8Array): void {
  const unit = units[at] ?? 0
  if (scriptOfConfusable(unit) === 0) return
  const latin = latinUnitOf(original.codePointAt(out.starts[at] ?? 0) ?? 0, unit)
  if (latin === 0) return
  units[at] = latin
  folded[at] = 1
}

const SIGNS = new Set(Array.from('@$!|+', (sign) => sign.charCodeAt(0)))
const isDigit = (unit: number): boolean => unit >= 0x30 && unit <= 0x39
/** Letters of Latin and of the scripts that look like it; those of Han or Arabic beside them mix nothing. */
const isLetter = (unit: number): boolean =>
  (unit < 0x590 || scriptOfConfusable(unit) !== 0) && unit !== UNDERSCORE && !isDigit(unit) && isOfWord(unit)
const isOfRun = (unit: number | undefined): boolean =>
  unit !== undefined && (SIGNS.has(unit) || isDigit(unit) || isLetter(unit))

/** The run of letters, digits and leet around an offset. Runs are visited once each, from the left. */
function enclosingWord(units: Uint16Array, at: number): [number, number] {
  let from = at
  while (from > 0 && isOfRun(units[from - 1])) from -= 1
  let to = at + 1
  while (to < units.length && isOfRun(units[to])) to += 1
  return [from, to]
}

/** Whether letters of two of these scripts stand in a word, or leet between letters of one that isn't Latin. */
function isMixed(units: Uint16Array, from: number, to: number): boolean {
  let first = -1
  let isBehindLeet = false
  for (let at = from; at < to; at += 1) {
    const unit = units[at] ?? 0
    if (!isLetter(unit)) isBehindLeet = first !== -1
    else {
      const script = scriptOfConfusable(unit)
      if (isBehindLeet || (first !== -1 && script !== first)) return true
      first = script
    }
  }
  return false
}

/** A word as one reads it for Latin, whatever scripts its letters are of. */
export function readAsLatin({ original, out }: Letters): { plain: string; skeleton: string } {
  const units = out.units.slice(0, out.length)
  const folded = new Uint8Array(units.length)
  for (let at = 0; at < units.length; at += 1) foldAt(units, at, out, original, folded)
  return { plain: textOf(units), skeleton: toSkeleton(units) }
}
