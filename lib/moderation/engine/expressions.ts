import { RE2JS, RE2JSSyntaxException, RE2Set } from 're2js'
import { isBeyondAscii, markWords, offsetsInText, toBeyondAscii } from './unicode-words'

export interface Expression {
  pattern: string
  /** Of `i`, `m` and `s`. */
  flags: string
  /** The group that is the hit; default all that matched. */
  group?: number
}

export interface TextRange {
  start: number
  end: number
}

export interface Expressions {
  /** Which of them match, by index: one pass over the text, in linear time. */
  match(text: string): number[]
  /**
   * Where one that matches does so, at most `limit` places. To find places takes twenty times as long as to match, so what a
   * text may cost is bounded: past that the one place is the whole text.
   */
  locate(index: number, text: string, limit: number): TextRange[]
}

/**
 * What the engine takes of one expression: instructions of its program, about one a character and one a repetition. The worst
 * of this size (wide gaps, `a.{0,300}b.{0,300}c`) takes a second for 100 kB, most take a millisecond.
 */
const MAX_PROGRAM = 1_100
/** The same for one that is held against marked text: its characters have a mark before them, and stand half as often. */
const MAX_MARKED_PROGRAM = 3 * MAX_PROGRAM
/** Instructions times characters that looking for places may cost, about 30 ns each: 15 ms. */
const LOCATE_BUDGET = 500_000
/** So many expressions share an automaton. Beyond, its states get too many to be kept. */
const SET_SIZE = 64

const source = ({ pattern, flags }: Expression): string => (flags === '' ? pattern : `(?${flags})${pattern}`)

/**
 * Compiles expressions to be held against texts together. The only importer of re2js.
 * @throws Error for one that `findExpressionProblem` refuses
 */
export function buildExpressions(expressions: readonly Expression[]): Expressions {
  const all = expressions.map((expression, index) => ({ index, source: source(expression) }))
  const translated = expressions.map(translate)
  const isOtherwise = translated.some((one) => one !== null)
  // Sets are built for a text that needs them: most rules meet texts of one kind.
  const whole = late(() => buildSets(all))
  const plain = late(() =>
    buildSets(all.flatMap((one) => (translated[one.index]?.isMarked ? [] : [translated[one.index] ?? one]))),
  )
  const onMarks = late(() => buildSets(translated.flatMap((one) => (one?.isMarked ? [one] : []))))
  const single = new Map<string, RE2JS>()
  return {
    match: (text) => {
      if (!isOtherwise || !isBeyondAscii(text)) return whole()(text)
      return [...plain()(text), ...onMarks()(markWords(text))].sort((a, b) => a - b)
    },
    locate: (index, text, limit) => {
      const expression = expressions[index]
      if (!expression) return []
      const other = isBeyondAscii(text) ? translated[index] : null
      const pattern = other?.source ?? source(expression)
      const compiled = single.get(pattern) ?? RE2JS.compile(pattern)
      single.set(pattern, compiled)
      const group = expression.group ?? 0
      return other?.isMarked ? locateMarked(compiled, group, text, limit) : locate(compiled, group, text, limit)
    },
  }
}

interface Source {
  index: number
  source: string
}

/** For texts beyond ASCII, where it means something else in them. One that gets too large by it keeps what the engine means. */
function translate({ pattern, flags }: Expression, index: number): (Source & { isMarked: boolean }) | null {
  const found = toBeyondAscii(pattern, flags)
  if (found === null) return null
  const whole = source({ pattern: found.pattern, flags })
  return RE2JS.compile(whole).programSize() > MAX_MARKED_PROGRAM
    ? null
    : { index, source: whole, isMarked: found.isMarked }
}

function late<T>(make: () => T): () => T {
  let made: { value: T } | undefined
  return () => {
    made ??= { value: make() }
    return made.value
  }
}

/** Answers which of these match a text, by index. */
function buildSets(sources: readonly Source[]): (text: string) => number[] {
  const sets: { set: RE2Set; indexes: number[] }[] = []
  for (let first = 0; first < sources.length; first += SET_SIZE) {
    const part = sources.slice(first, first + SET_SIZE)
    const set = new RE2Set()
    for (const { source: one } of part) set.add(one)
    set.compile()
    sets.push({ set, indexes: part.map(({ index }) => index) })
  }
  return (text) => sets.flatMap(({ set, indexes }) => set.match(text).map((at) => indexes[at] ?? -1))
}

function locateMarked(compiled: RE2JS, group: number, text: string, limit: number): TextRange[] {
  const marked = markWords(text)
  const places = offsetsInText(marked)
  return locate(compiled, group, marked, limit).map(({ start, end }) => ({
    start: places[start] ?? 0,
    end: places[end] ?? text.length,
  }))
}

function locate(compiled: RE2JS, group: number, text: string, limit: number): TextRange[] {
  const found: TextRange[] = []
  const matcher = compiled.matcher(text)
  const size = compiled.programSize()
  let budget = LOCATE_BUDGET
  for (let from = 0; from <= text.length && found.length < limit; ) {
    budget -= (text.length - from) * size
    if (budget < 0 || !matcher.find(from)) break
    const [start, end] = [matcher.start(group), matcher.end(group)]
    found.push({ start, end })
    // The end of a group rather than of the match: what stands behind a word may stand before the next.
    from = Math.max(end, from + 1, start + 1)
  }
  return found.length > 0 ? found : [{ start: 0, end: text.length }]
}

export interface ExpressionProblem {
  reason: string
  /** UTF-16 offset in the pattern where it goes wrong, null where no place does. */
  position: number | null
}

const LOOKAROUND = 'lookahead and lookbehind aren’t supported'

/** What re2js says, for people. */
const REASONS: Record<string, string> = {
  'invalid character class range': 'this isn’t a valid character range or class',
  'invalid escape sequence': 'unknown escape (back-references aren’t supported; write a code point as \\x{e9})',
  'invalid named capture': 'a group name isn’t closed or has characters other than letters, digits and _',
  'invalid or unsupported Perl syntax': LOOKAROUND,
  'invalid nested repetition operator': 'two repetition operators can’t follow each other',
  'invalid repeat count': 'too many repetitions (at most 1000 in total)',
  'missing closing ]': 'a [ isn’t closed',
  'missing closing )': 'a ( isn’t closed',
  'unexpected )': 'a ) has no matching (',
  'missing argument to repetition operator': 'there’s nothing to repeat',
  'trailing backslash at end of expression': 'it ends with a backslash',
  'duplicate capture group name': 'two groups have the same name',
  'expression nests too deeply': 'it’s nested too deeply',
  'expression too large': 'it’s too large',
}

/** A character that no text holds, so that only what takes everything takes it. */
const UNUSED = '\u{f5a1b}'

/** Why an expression can't be used, with its place; null where it can. */
export function findExpressionProblem(expression: Expression): ExpressionProblem | null {
  const error = errorOf(expression.pattern)
  if (error) return { reason: reasonOf(error), position: positionOf(expression.pattern, error) }
  const compiled = RE2JS.compile(source(expression))
  if (compiled.programSize() > MAX_PROGRAM)
    return { reason: `it’s too large (${compiled.programSize()} steps, at most ${MAX_PROGRAM})`, position: null }
  if (compiled.test('') && compiled.test(UNUSED)) return { reason: 'it matches every text', position: null }
  return null
}

function errorOf(pattern: string): Error | null {
  try {
    RE2JS.compile(pattern)
    return null
  } catch (error) {
    if (error instanceof Error) return error
    throw error
  }
}

function reasonOf(error: Error): string {
  if (!(error instanceof RE2JSSyntaxException)) return error.message
  if (/^\(\?<[=!]/.test(error.input ?? '')) return LOOKAROUND
  if (error.error === 'invalid repeat count' && isTurnedRound(error.input ?? ''))
    return 'the minimum of a repetition is greater than its maximum'
  return REASONS[error.error] ?? error.error
}

/** `{2,1}` */
function isTurnedRound(piece: string): boolean {
  const [, least, most] = /\{(\d+),(\d+)\}/.exec(piece) ?? []
  return least !== undefined && most !== undefined && Number(least) > Number(most)
}

/** re2js names the piece at fault, not its place. */
function positionOf(pattern: string, error: Error): number | null {
  if (!(error instanceof RE2JSSyntaxException)) return null
  if (error.error.startsWith('trailing backslash')) return pattern.length - 1
  if (error.error === 'missing closing )' || error.error === 'unexpected )') return findUnpaired(pattern)
  const piece = error.input ?? ''
  if (piece === '') return null
  const first = pattern.indexOf(piece)
  // The same piece may stand earlier in a place where it is right.
  for (let at = first; at !== -1; at = pattern.indexOf(piece, at + 1)) {
    const until = errorOf(pattern.slice(0, at + piece.length))
    if (until instanceof RE2JSSyntaxException && until.error === error.error && until.input === piece) return at
  }
  return first === -1 ? null : first
}

/** The first bracket without a partner; those that are escaped or in a class don't count. */
function findUnpaired(pattern: string): number | null {
  const open: number[] = []
  let isClass = false
  for (let at = 0; at < pattern.length; at += 1) {
    const sign = pattern[at]
    if (sign === '\\') at += 1
    else if (isClass) isClass = sign !== ']'
    else if (sign === '[') {
      isClass = true
      // A ] that comes first is one of the class.
      if (pattern[at + 1] === '^') at += 1
      if (pattern[at + 1] === ']') at += 1
    } else if (sign === '(') open.push(at)
    else if (sign === ')' && open.pop() === undefined) return at
  }
  return open[0] ?? null
}
