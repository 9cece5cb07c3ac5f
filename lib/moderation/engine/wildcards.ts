import { buildExpressions, type TextRange } from './expressions'
import { createTextWriter, textOf, writeText } from './text-view'
import { isWordEnd, isWordStart } from './word-bounds'
import { isOfWord, WORD_CLASS, wordClassOf } from './word-classes'

/** A keyword with wildcards inside, its literal parts as the text writes them. */
export interface Wildcard {
  parts: readonly string[]
}

/** The places of each wildcard in a text, by its index: units of `text`. */
export type WildcardSearch = (text: string, shape: string, report: (index: number, span: TextRange) => void) => void

export const splitWildcard = (word: string): string[] => word.split(/([*?])/).filter((part) => part !== '')

/** Where a word may begin and end, letters that no keyword names, marks, and all else. */
const START = '\u0002'
const END = '\u0003'
const LETTER = '\u0001'
const MARK = '\u0005'
const OTHER = '\u0006'
const BOUNDS = `[${START}${END}]*`

/**
 * Builds one search for all: `*` is any run of letters, digits and underscores, `?` is one of them. Texts are written anew with
 * the bounds of words as signs, so that the definition of a word is the same as for other keywords, and with one sign for all
 * letters that are not named, so that the expressions need no classes of Unicode.
 */
export function buildWildcards(wildcards: readonly Wildcard[], limit: number): WildcardSearch {
  if (wildcards.length === 0) return () => {}
  const named = new Set(
    wildcards.flatMap(({ parts }) =>
      parts
        .filter((part) => !/^[*?]$/.test(part))
        .join('')
        .split(''),
    ),
  )
  const units = new Set([...named].map((unit) => unit.charCodeAt(0)))
  const expressions = buildExpressions(wildcards.map(({ parts }) => toExpression(parts, named)))
  return (text, shape, report) => {
    const encoded = encode(text, shape, units)
    for (const index of expressions.match(encoded.text))
      for (const { start, end } of expressions.locate(index, encoded.text, limit))
        report(index, { start: encoded.offsets[start] ?? 0, end: encoded.offsets[end] ?? text.length })
  }
}

function toExpression(parts: readonly string[], named: ReadonlySet<string>) {
  const letters = [...named].filter((unit) => isOfWord(unit.charCodeAt(0))).join('')
  const letter = `[${LETTER}${letters}]${MARK}*`
  const spelled = parts.map((part) => {
    if (part === '*') return `(?:[${LETTER}${MARK}${letters}]${BOUNDS})*`
    if (part === '?') return letter
    return part
      .split('')
      .map((unit) => unit.replace(/[\\^$.*+?()[\]{}|]/, '\\$&'))
      .join(BOUNDS)
  })
  return { pattern: `${START}(${spelled.join(BOUNDS)})${BOUNDS}${END}`, flags: 's', group: 1 }
}

interface Encoded {
  text: string
  /** Of each unit in the text that was encoded. */
  offsets: Int32Array
}

function encode(text: string, shape: string, named: ReadonlySet<number>): Encoded {
  const out = createTextWriter(2 * text.length + 16)
  let isBehindUnseen = false
  for (let at = 0; at <= text.length; ) {
    const codePoint = text.codePointAt(at) ?? 0
    const isUnseen = at < text.length && wordClassOf(codePoint) === WORD_CLASS.unseen
    // What isn't seen is no part of a word: a run of it would be passed over anew at each of its characters.
    if (!isBehindUnseen && isWordEnd(shape, at)) writeText(out, END_UNIT, at, at)
    if (!isUnseen && isWordStart(shape, at)) writeText(out, START_UNIT, at, at)
    if (at === text.length) break
    isBehindUnseen = isUnseen
    const unit = text.charCodeAt(at)
    const next = at + (codePoint > 0xffff ? 2 : 1)
    if (!named.has(unit)) writeText(out, signOf(codePoint), at, next)
    else for (let half = at; half < next; half += 1) writeText(out, text.charCodeAt(half), at, next)
    at = next
  }
  writeText(out, OTHER.charCodeAt(0), text.length, text.length)
  return { text: textOf(out.units.subarray(0, out.length)), offsets: out.starts }
}

const START_UNIT = START.charCodeAt(0)
const END_UNIT = END.charCodeAt(0)

function signOf(codePoint: number): number {
  if (wordClassOf(codePoint) === WORD_CLASS.mark) return MARK.charCodeAt(0)
  return (isOfWord(codePoint) ? LETTER : OTHER).charCodeAt(0)
}
