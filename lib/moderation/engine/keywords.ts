import { buildAutomaton, type Occurrence } from './automaton'
import { type CanonicalText, dotsOf, hasSameDots, toCanonical } from './canonical'
import { collapseRepeats, collapseWordRepeats, isRepeatOf } from './collapse-repeats'
import type { TextRange } from './expressions'
import { createFindings, type Findings, type KeywordOf } from './findings'
import { isWordAt } from './is-word-at'
import { joinWords } from './joints'
import { readMasks } from './masks'
import { formsOf, joinSpacedLetters, normalise, type WordForm } from './normalise'
import { type Letters, type NormalisedText, normaliseText } from './read-letters'
import type { LeafOf } from './schema'
import { withSingleSpaces } from './single-spaces'
import { toOriginal } from './text-view'
import { buildWildcards, splitWildcard, type Wildcard } from './wildcards'
import { isWordEnd, isWordStart, withoutEmphasis } from './word-bounds'

/** One keyword of one condition. */
interface Term extends KeywordOf {
  /** Whether it may not begin, or end, within a word. */
  isBoundBefore: boolean
  isBoundAfter: boolean
  /** Of a keyword that is looked for as it is: the dots of its letters; null where they don't matter. */
  dots: ReturnType<typeof dotsOf>
}

/** A keyword as it is looked for in normalised text. */
interface HiddenTerm extends Term {
  form: WordForm
  /** How often each letter stands in it; null where letters are not told by that. */
  counts: readonly number[] | null
}

interface InnerWildcard extends Wildcard {
  leaf: number
  hasDigits: boolean
}

export interface KeywordLeaf {
  /** What `find` calls it. */
  id: number
  leaf: LeafOf<'keywords'>
}

export interface Keywords {
  /** The places of each condition that is true, by its id; at most `MAX_PLACES`. */
  find(text: string): Map<number, TextRange[]>
}

export const MATCHES_MAX = 100

/** What is looked for, by what the automaton calls it. */
interface Index {
  plain: Map<string, Term[]>
  hidden: Map<string, HiddenTerm[]>
  squeezed: Map<string, HiddenTerm[]>
  plainWildcards: InnerWildcard[]
  hiddenWildcards: InnerWildcard[]
}

/** Puts the words of all conditions into one automaton; words with wildcards inside become expressions. */
export function buildKeywords(leaves: readonly KeywordLeaf[]): Keywords {
  const index = indexOf(leaves)
  const { plain, hidden, squeezed } = index
  const automaton = buildAutomaton([...plain.keys(), ...hidden.keys(), ...squeezed.keys()])
  const searchPlainWildcards = buildWildcards(index.plainWildcards, MATCHES_MAX)
  const searchHidden = buildHidden(index, automaton.search)
  return {
    find: (text) => {
      const findings = createFindings(text)
      const canonical = withSingleSpaces(toCanonical(text))
      const shape = withoutEmphasis(canonical.plain)
      searchPlain(automaton.search(canonical.plain), canonical, shape, plain, findings)
      searchPlainWildcards(canonical.plain, shape, (at, { start, end }) => {
        const leaf = index.plainWildcards[at]?.leaf ?? 0
        findings.add({ leaf, isExcuse: false, isTag: false }, toOriginal(canonical, start, end))
      })
      searchHidden?.(normalise(text), findings)
      return findings.settle(MATCHES_MAX)
    },
  }
}

function indexOf(leaves: readonly KeywordLeaf[]): Index {
  const index: Index = {
    plain: new Map(),
    hidden: new Map(),
    squeezed: new Map(),
    plainWildcards: [],
    hiddenWildcards: [],
  }
  for (const { id, leaf } of leaves) {
    for (const word of leaf.words) {
      if (leaf.match === 'wildcard' && hasInnerWildcard(word)) addWildcard(index, word, id, leaf.normalise)
      else addWord(index, word, leaf.match, { leaf: id, isExcuse: false }, leaf.normalise)
    }
    for (const word of leaf.allow ?? []) addWord(index, word, 'wildcard', { leaf: id, isExcuse: true }, leaf.normalise)
  }
  return index
}

const hasInnerWildcard = (word: string): boolean => /[*?]/.test(word.replace(/^\*+|\*+$/g, ''))

/** What is looked for in disguise is looked for as it is, too: nothing is lost by normalising. */
function addWord(
  index: Index,
  word: string,
  match: LeafOf<'keywords'>['match'],
  of: Pick<Term, 'leaf' | 'isExcuse'>,
  isHidden: boolean,
): void {
  const bare = match === 'wildcard' ? word.replace(/^\*+|\*+$/g, '') : word
  const isOpen = (sign: boolean) => match === 'substring' || (match === 'wildcard' && sign)
  const canonical = withSingleSpaces(toCanonical(bare))
  const term: Term = {
    ...of,
    isTag: /^[#@]/.test(bare),
    isBoundBefore: !isOpen(word.startsWith('*')),
    isBoundAfter: !isOpen(word.endsWith('*')),
    dots: dotsOf(canonical),
  }
  add(index.plain, canonical.plain, term)
  if (!isHidden) return
  for (const form of formsOf(bare)) {
    add(index.hidden, form.skeleton, { ...term, form, counts: null })
    const once = collapseWordRepeats(form)
    // Of one letter alone the number is all that tells it: more kisses than xxx are no xxx.
    if (once.counts.length > 1) add(index.squeezed, once.form.skeleton, { ...term, ...once })
  }
}

function add<T>(terms: Map<string, T[]>, key: string, term: T): void {
  if (key === '') return
  const others = terms.get(key)
  if (others) others.push(term)
  else terms.set(key, [term])
}

function addWildcard(index: Index, word: string, leaf: number, isHidden: boolean): void {
  const parts = splitWildcard(word)
  const as = (spell: (part: string) => string): InnerWildcard => ({
    leaf,
    hasDigits: /\d/.test(word),
    parts: parts.map((part) => (/^[*?]$/.test(part) ? part : spell(part))),
  })
  index.plainWildcards.push(as((part) => withSingleSpaces(toCanonical(part)).plain))
  if (isHidden) index.hiddenWildcards.push(as((part) => formsOf(part)[0]?.skeleton ?? ''))
}

type SearchHidden = (letters: Letters, findings: Findings) => void

/** Searches what may be read of a text that hides words; null where no condition asks for that. */
function buildHidden(index: Index, search: (text: string) => Occurrence[]): SearchHidden | null {
  const { hidden, squeezed, hiddenWildcards } = index
  if (hidden.size === 0 && hiddenWildcards.length === 0) return null
  const terms = [...hidden.values()].flat()
  const masks = readMasks(terms.filter(({ isExcuse }) => !isExcuse).map(({ form }) => form))
  const searchWildcards = buildWildcards(hiddenWildcards, MATCHES_MAX)
  return (letters, findings) => {
    const asIs = normaliseText(letters)
    for (const view of [asIs, joinSpacedLetters(letters), joinWords(letters), masks(letters)]) {
      if (view === null) continue
      searchVariant(search(view.skeleton), view, hidden, null, findings)
      const once = collapseRepeats(view)
      if (once) searchVariant(search(once.text.skeleton), once.text, squeezed, once.counts, findings)
    }
    searchWildcards(asIs.skeleton, asIs.shape, (at, { start, end }) => {
      const found = hiddenWildcards[at]
      if (!found || (!found.hasDigits && isMostlyDigits(asIs.plain.slice(start, end)))) return
      findings.add({ leaf: found.leaf, isExcuse: false, isTag: false }, toOriginal(asIs, start, end))
    })
  }
}

const isMostlyDigits = (text: string): boolean => {
  const digits = text.replace(/\D/g, '').length
  return digits * 2 > text.length
}

function searchPlain(
  occurrences: readonly Occurrence[],
  text: CanonicalText,
  shape: string,
  terms: ReadonlyMap<string, Term[]>,
  findings: Findings,
): void {
  for (const { keyword, begin, end } of occurrences)
    for (const term of terms.get(keyword) ?? [])
      if (isBounded(term, shape, begin, end) && (term.dots === null || hasSameDots(term.dots, text, begin)))
        findings.add(term, toOriginal(text, begin, end))
}

function searchVariant(
  occurrences: readonly Occurrence[],
  view: NormalisedText,
  terms: ReadonlyMap<string, HiddenTerm[]>,
  counts: Uint16Array | null,
  findings: Findings,
): void {
  for (const { keyword, begin, end } of occurrences)
    for (const term of terms.get(keyword) ?? [])
      if (
        isWordAt(view, begin, term.form) &&
        (term.counts === null || counts === null || isRepeatOf(term.counts, counts, begin)) &&
        isBounded(term, view.shape, begin, end)
      )
        findings.add(term, toOriginal(view, begin, end))
}

const isBounded = (term: Term, shape: string, begin: number, end: number): boolean =>
  (!term.isBoundBefore || isWordStart(shape, begin)) && (!term.isBoundAfter || isWordEnd(shape, end))
