import { buildAutomaton, type Occurrence } from './automaton'
import { buildExpressions, type Expression, type Span } from './expressions'
import { closeUp, isWordAt, type NormalisedText, normalise, normaliseWord } from './normalise'
import type { LeafOf } from './schema'

/** What one condition found, before it is excused. */
interface Finds {
  hits: Span[]
  excuses: Span[]
}

/** One word of one condition. */
interface Term {
  leaf: number
  isExcuse: boolean
  /** Whether a letter, digit or underscore may not stand before it, and behind it. */
  isBoundBefore: boolean
  isBoundAfter: boolean
  /** The word as its letters are compared; only where it is looked for in normalised text. */
  plain: string
}

interface Wildcard extends Expression {
  leaf: number
}

export interface KeywordLeaf {
  /** What `find` calls it. */
  id: number
  leaf: LeafOf<'keywords'>
}

export interface Keywords {
  /** The places of each condition that is true, by its id; at most `MAX_PLACES`. */
  find(text: string): Map<number, Span[]>
}

export const MAX_PLACES = 100

/** Puts the words of all conditions into one automaton; words with wildcards inside become expressions. */
export function buildKeywords(leaves: readonly KeywordLeaf[]): Keywords {
  const raw = new Map<string, Term[]>()
  const normalised = new Map<string, Term[]>()
  const rawWildcards: Wildcard[] = []
  const normalisedWildcards: Wildcard[] = []
  for (const { id, leaf } of leaves) {
    const add = (word: string, match: LeafOf<'keywords'>['match'], isExcuse: boolean) => {
      if (match === 'wildcard' && hasInnerWildcard(word))
        (leaf.normalise ? normalisedWildcards : rawWildcards).push(toWildcard(word, id, leaf.normalise))
      else addTerm(leaf.normalise ? normalised : raw, word, match, { leaf: id, isExcuse }, leaf.normalise)
    }
    for (const word of leaf.words) add(word, leaf.match, false)
    for (const word of leaf.allow ?? []) add(word, 'wildcard', true)
  }
  const automaton = buildAutomaton([...raw.keys(), ...normalised.keys()])
  const rawPatterns = withPatterns(rawWildcards)
  const normalisedPatterns = withPatterns(normalisedWildcards)
  const isNormalising = normalised.size > 0 || normalisedWildcards.length > 0
  return {
    find: (text) => {
      const finds = new Map<number, Finds>()
      if (raw.size > 0) searchRaw(automaton.search(lowerAligned(text)), text, raw, finds)
      rawPatterns(text, (leaf, span) => addSpan(finds, leaf, false, span))
      if (isNormalising) {
        const view = normalise(text)
        for (const each of [view, closeUp(view)])
          searchNormalised(automaton.search(each.skeleton), each, normalised, finds)
        normalisedPatterns(view.skeleton, (leaf, span) => addSpan(finds, leaf, false, toOriginal(view, span)))
      }
      return settle(finds)
    },
  }
}

const hasInnerWildcard = (word: string): boolean => /[*?]/.test(word.replace(/^\*+|\*+$/g, ''))

function addTerm(
  terms: Map<string, Term[]>,
  word: string,
  match: LeafOf<'keywords'>['match'],
  of: Pick<Term, 'leaf' | 'isExcuse'>,
  isNormalised: boolean,
): void {
  const bare = match === 'wildcard' ? word.replace(/^\*+|\*+$/g, '') : word
  const { skeleton, plain } = isNormalised ? normaliseWord(bare) : { skeleton: lowerAligned(bare), plain: '' }
  if (skeleton === '') return
  const isWhole = match !== 'substring'
  const isOpen = (sign: boolean) => match === 'wildcard' && sign
  const term: Term = {
    ...of,
    isBoundBefore: isWhole && !isOpen(word.startsWith('*')),
    isBoundAfter: isWhole && !isOpen(word.endsWith('*')),
    plain,
  }
  const others = terms.get(skeleton)
  if (others) others.push(term)
  else terms.set(skeleton, [term])
}

/** `*` is any run of letters, digits and underscores, `?` is one of them. */
function toWildcard(word: string, leaf: number, isNormalised: boolean): Wildcard {
  const pieces = word.split(/([*?])/).map((piece) => {
    if (piece === '*') return '\\w*'
    if (piece === '?') return '\\w'
    return (isNormalised ? normaliseWord(piece).skeleton : piece).replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')
  })
  return { leaf, pattern: `(?:^|[^A-Za-z0-9_])(${pieces.join('')})(?:$|[^A-Za-z0-9_])`, flags: 'i', group: 1 }
}

type Report = (leaf: number, span: Span) => void

function withPatterns(wildcards: readonly Wildcard[]): (text: string, report: Report) => void {
  if (wildcards.length === 0) return () => {}
  const expressions = buildExpressions(wildcards)
  return (text, report) => {
    for (const index of expressions.match(text))
      for (const span of expressions.locate(index, text, MAX_PLACES)) report(wildcards[index]?.leaf ?? 0, span)
  }
}

/** Lower-case with every character where it was: what grows by it (İ) is left. A final ς is a σ. */
function lowerAligned(text: string): string {
  const lower = text.toLowerCase()
  const aligned =
    lower.length === text.length
      ? lower
      : Array.from(text, (part) => (part.toLowerCase().length === part.length ? part.toLowerCase() : part)).join('')
  return aligned.includes('ς') ? aligned.replaceAll('ς', 'σ') : aligned
}

function searchRaw(
  occurrences: readonly Occurrence[],
  text: string,
  terms: ReadonlyMap<string, Term[]>,
  finds: Map<number, Finds>,
): void {
  for (const { keyword, begin, end } of occurrences)
    for (const term of terms.get(keyword) ?? [])
      if (
        !(term.isBoundBefore && isWordUnit(text.charCodeAt(begin - 1))) &&
        !(term.isBoundAfter && isWordUnit(text.charCodeAt(end)))
      )
        addSpan(finds, term.leaf, term.isExcuse, { start: begin, end })
}

function searchNormalised(
  occurrences: readonly Occurrence[],
  view: NormalisedText,
  terms: ReadonlyMap<string, Term[]>,
  finds: Map<number, Finds>,
): void {
  for (const { keyword, begin, end } of occurrences)
    for (const term of terms.get(keyword) ?? [])
      if (
        isWordAt(view, begin, term.plain) &&
        !(term.isBoundBefore && isWordCharacter(view.plain[begin - 1])) &&
        !(term.isBoundAfter && isWordCharacter(view.plain[end]))
      )
        addSpan(finds, term.leaf, term.isExcuse, toOriginal(view, { start: begin, end }))
}

/** ASCII letters, digits and the underscore; NaN, beyond the text, is none. */
const isWordUnit = (unit: number): boolean =>
  (unit >= 97 && unit <= 122) || (unit >= 65 && unit <= 90) || (unit >= 48 && unit <= 57) || unit === 95

const isWordCharacter = (character: string | undefined): boolean =>
  character !== undefined && /[\p{L}\p{N}_]/u.test(character)

const toOriginal = ({ starts, ends }: NormalisedText, { start, end }: Span): Span => ({
  start: starts[start] ?? 0,
  end: ends[end - 1] ?? 0,
})

function addSpan(finds: Map<number, Finds>, leaf: number, isExcuse: boolean, span: Span): void {
  const of = finds.get(leaf) ?? { hits: [], excuses: [] }
  finds.set(leaf, of)
  if (isExcuse) of.excuses.push(span)
  else of.hits.push(span)
}

function settle(finds: ReadonlyMap<number, Finds>): Map<number, Span[]> {
  const settled = new Map<number, Span[]>()
  for (const [leaf, { hits, excuses }] of finds) {
    const left = withoutExcused(distinct(hits), distinct(excuses))
    if (left.length > 0) settled.set(leaf, left.slice(0, MAX_PLACES))
  }
  return settled
}

/** By start, then end, each once. */
function distinct(spans: readonly Span[]): Span[] {
  const sorted = [...spans].sort((a, b) => a.start - b.start || a.end - b.end)
  return sorted.filter((span, index) => {
    const before = sorted[index - 1]
    return before === undefined || before.start !== span.start || before.end !== span.end
  })
}

/** Hits that do not lie within an excuse, in one sweep: both are in the order of their starts. */
function withoutExcused(hits: readonly Span[], excuses: readonly Span[]): Span[] {
  let next = 0
  let reach = -1
  return hits.filter(({ start, end }) => {
    for (let excuse = excuses[next]; excuse && excuse.start <= start; excuse = excuses[next]) {
      reach = Math.max(reach, excuse.end)
      next += 1
    }
    return end > reach
  })
}
