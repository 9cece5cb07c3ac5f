/**
 * The engine's `\b`, `\w`, `\d` and `\s` know ASCII alone. In a text with other characters an expression that has one of them
 * is therefore read with the classes of all scripts. Where a word begins the engine can't be told: an expression with `\b` is held
 * against the text with marks before every character and at its end, of one sign where a word begins or ends and of another where
 * none does. `\b` takes a mark of the first, `\B` of the second, and every character may have marks before it. There are some of
 * each, for expressions that ask more than once of one place (`\b(?:free )?\bnitro`). Both signs are noncharacters, which no text
 * holds.
 */
const BOUND = '\ufdd0'
const INSIDE = '\ufdd1'
const MARKS = '\\x{fdd0}\\x{fdd1}'
const BOUND_MARKS = BOUND.repeat(4)
const INSIDE_MARKS = INSIDE.repeat(2)

/** A letter, mark or digit of any script, or the underscore. */
const WORD = /[\p{L}\p{M}\p{N}_]/u
/** What the classes mean, as parts of a class. */
const CLASSES: Record<string, string> = { w: '\\p{L}\\p{M}\\p{N}_', d: '\\p{Nd}', s: '\\t-\\r \\x{85}\\p{Z}' }
/** All others, in which the marks, having no category, are not. */
const OTHER_CLASSES: Record<string, string> = {
  W: '\\p{C}\\p{S}\\p{Z}\\p{Pd}\\p{Ps}\\p{Pe}\\p{Pi}\\p{Pf}\\p{Po}\\x{203f}\\x{2040}\\x{2054}\\x{fe33}\\x{fe34}\\x{fe4d}-\\x{fe4f}\\x{ff3f}',
  D: '\\p{C}\\p{S}\\p{Z}\\p{P}\\p{L}\\p{M}\\p{Nl}\\p{No}',
  S: '\\x00-\\x08\\x0e-\\x1f\\x7f-\\x{84}\\x{86}-\\x{9f}\\p{Cf}\\p{Co}\\p{S}\\p{P}\\p{L}\\p{M}\\p{N}',
}

/** Whether a text has characters for which the engine's idea of a word is not that of people. */
export const isBeyondAscii = (text: string): boolean => /[^\0-\x7f]/.test(text)

/** A text with its marks. A mark that stood in it is none. */
export function markWords(text: string): string {
  let marked = ''
  let wasWord = false
  for (const character of text) {
    const isWord = WORD.test(character)
    const isMark = character === BOUND || character === INSIDE
    marked += (isWord === wasWord ? INSIDE_MARKS : BOUND_MARKS) + (isMark ? '\ufffd' : character)
    wasWord = isWord
  }
  return marked + (wasWord ? BOUND_MARKS : INSIDE_MARKS)
}

/** The place in the text of each place in the marked one, its end included. */
export function offsetsInText(marked: string): Int32Array {
  const places = new Int32Array(marked.length + 1)
  let place = 0
  for (let at = 0; at < marked.length; at += 1) {
    places[at] = place
    const unit = marked.charCodeAt(at)
    if (unit !== 0xfdd0 && unit !== 0xfdd1) place += 1
  }
  places[marked.length] = place
  return places
}

/** What an expression is read as, piece by piece. */
interface Reader {
  /** What may stand before a character: marks, or nothing. */
  before: string
  /** What no class takes. */
  marks: string
  pattern: string
  at: number
  /** Whether `.` takes line ends: of each group that is open. */
  dotAll: boolean[]
}

/** An expression as it is held against a text beyond ASCII, with marks or as it is. */
export interface BeyondAscii {
  pattern: string
  isMarked: boolean
}

/**
 * Translates an expression for texts beyond ASCII; null where it means the same in all texts, or can't be translated (beside `\\b`
 * a class that holds what is not of a category).
 * @param pattern that compiles
 */
export function toBeyondAscii(pattern: string, flags: string): BeyondAscii | null {
  const asks = new Set(pattern.match(ESCAPES)?.map(([, kind]) => kind))
  const isMarked = asks.has('b') || asks.has('B')
  if (!isMarked && !['w', 'W', 'd', 'D', 's', 'S'].some((kind) => asks.has(kind))) return null
  const marks = isMarked ? MARKS : ''
  const translated = translate({
    ...{ pattern, at: 0, marks, before: isMarked ? `[${MARKS}]*` : '' },
    dotAll: [flags.includes('s')],
  })
  return translated === null ? null : { pattern: translated, isMarked }
}

/** Of two backslashes the second is no escape. */
const ESCAPES = /\\[\s\S]/g

function translate(reader: Reader): string | null {
  const { pattern } = reader
  let out = ''
  let places: string[] = []
  while (reader.at < pattern.length) {
    const piece = readSegment(reader)
    if (piece === null) return null
    if (isOffset(piece)) {
      places.push(piece)
      continue
    }
    out += inOrder(places) + piece
    places = []
  }
  return out + inOrder(places)
}

const BOUNDS = { b: '\\x{fdd0}', B: '\\x{fdd1}' } as const
/** What says something of a place and takes no character of it, in the order in which one place has them. */
const OFFSETS: readonly RegExp[] = [/^\^$/, /^\\A$/, /^\\x\{fdd0\}$/, /^\\x\{fdd1\}$/, /\$$/, /\\z$/]
const isOffset = (piece: string): boolean => OFFSETS.some((place) => place.test(piece))

/** All that is said of one place; no place is both kinds, which then matches nothing. */
const inOrder = (places: readonly string[]): string =>
  OFFSETS.map((place) => places.find((one) => place.test(one)) ?? '').join('')
const REPETITION = /^(?:[*+?]|\{\d+(?:,\d*)?\})/
const GROUP = /^\((?:\?P?<[^>]*>|\?(?<on>[imsU]*)(?:-(?<off>[imsU]*))?(?<end>[:)]))?/

function readSegment(reader: Reader): string | null {
  const rest = reader.pattern.slice(reader.at)
  const repetition = REPETITION.exec(rest)
  if (repetition) return take(reader, repetition[0])
  switch (rest[0]) {
    case '(':
      return readGroup(reader, rest)
    case ')':
      if (reader.dotAll.length > 1) reader.dotAll.pop()
      return take(reader, ')')
    case '|':
    case '^':
      return take(reader, rest[0])
    case '$':
      reader.at += 1
      return `${reader.before}$`
    case '.':
      reader.at += 1
      return reader.marks ? `(?:${reader.before}[^${reader.dotAll.at(-1) ? '' : '\\n'}${reader.marks}])` : '.'
    case '[':
      return readClass(reader)
    case '\\':
      return readEscape(reader, rest)
    default: {
      const character = String.fromCodePoint(rest.codePointAt(0) ?? 0)
      reader.at += character.length
      return atom(reader, character)
    }
  }
}

/** A character or class, with what may stand before it. */
const atom = ({ before }: Reader, one: string): string => (before === '' ? one : `(?:${before}${one})`)

function take(reader: Reader, text: string): string {
  reader.at += text.length
  return text
}

function readGroup(reader: Reader, rest: string): string {
  const found = GROUP.exec(rest)
  const { on = '', off = '', end } = found?.groups ?? {}
  const isDotAll = on.includes('s') || (!off.includes('s') && (reader.dotAll.at(-1) ?? false))
  // Flags without a group of their own hold until the end of the one that they stand in.
  if (end === ')') reader.dotAll[reader.dotAll.length - 1] = isDotAll
  else reader.dotAll.push(isDotAll)
  return take(reader, found?.[0] ?? '(')
}

const ESCAPE = /^\\(?:Q[\s\S]*?(?:\\E|$)|[pP](?:\{[^}]*\}|.)|x(?:\{[^}]*\}|[0-9a-fA-F]{2})|[0-7]{1,3}|[\s\S])/u

function readEscape(reader: Reader, rest: string): string | null {
  const text = ESCAPE.exec(rest)?.[0] ?? '\\'
  reader.at += text.length
  const kind = text[1] ?? ''
  if (kind === 'b' || kind === 'B') return BOUNDS[kind]
  if (kind === 'A') return text
  if (kind === 'z') return `${reader.before}${text}`
  if (kind === 'Q')
    return Array.from(text.slice(2).replace(/\\E$/, ''), (character) =>
      atom(reader, `\\x{${(character.codePointAt(0) ?? 0).toString(16)}}`),
    ).join('')
  return atom(reader, classOf(reader, text))
}

/** An escape as a class of all scripts. */
function classOf({ marks }: Reader, text: string): string {
  const kind = text[1] ?? ''
  const lower = CLASSES[kind.toLowerCase()]
  if (lower !== undefined) return kind in CLASSES ? `[${lower}]` : `[^${lower}${marks}]`
  const isNegated = kind === 'P' || (kind === 'p' && text[3] === '^')
  // Not-not a category is the category, and no mark is of any.
  if (!isNegated || marks === '' || (kind === 'P' && text[3] === '^')) return text
  return `[^${kind === 'P' ? `\\p${text.slice(2)}` : `\\p{${text.slice(4)}`}${marks}]`
}

const CLASS_PART = /^(?:\[:\^?\w+:\]|\\(?:[pP](?:\{[^}]*\}|.)|x(?:\{[^}]*\}|[0-9a-fA-F]{2})|[0-7]{1,3}|[\s\S])|[\s\S])/u

function readClass(reader: Reader): string | null {
  const isNegated = reader.pattern[reader.at + 1] === '^'
  reader.at += isNegated ? 2 : 1
  let inside = ''
  for (let isFirst = true; isFirst || reader.pattern[reader.at] !== ']'; isFirst = false) {
    const part = readClassPart(reader, isNegated)
    if (part === null) return null
    inside += part
  }
  reader.at += 1
  return atom(reader, `[${isNegated ? '^' : ''}${inside}${isNegated ? reader.marks : ''}]`)
}

/** What is not of a category takes the marks in, and can't be had without them; a negated class leaves them out by itself. */
function readClassPart(reader: Reader, isNegated: boolean): string | null {
  const part = CLASS_PART.exec(reader.pattern.slice(reader.at))?.[0]
  if (part === undefined) return null
  reader.at += part.length
  const known =
    part.length === 2 && part[0] === '\\' ? (CLASSES[part[1] ?? ''] ?? OTHER_CLASSES[part[1] ?? '']) : undefined
  if (known !== undefined) return known
  if (isNegated || reader.marks === '') return part
  if (/^(?:\\P|\\p\{\^|\[:\^)/.test(part)) return null
  return withoutMarks(reader, part)
}

/** A range that goes over the marks in two parts. */
function withoutMarks(reader: Reader, from: string): string {
  const rest = reader.pattern.slice(reader.at)
  if (rest[0] !== '-' || rest[1] === ']' || rest[1] === undefined) return from
  const to = CLASS_PART.exec(rest.slice(1))?.[0] ?? ''
  reader.at += 1 + to.length
  const [low, high] = [codeOf(from), codeOf(to)]
  if (low === null || high === null || low > 0xfdd1 || high < 0xfdd0) return `${from}-${to}`
  const head = low < 0xfdd0 ? `${from}-\\x{fdcf}` : ''
  return high > 0xfdd1 ? `${head}\\x{fdd2}-${to}` : head
}

function codeOf(part: string): number | null {
  const hex = /^\\x\{?([0-9a-fA-F]+)\}?$/.exec(part)?.[1]
  if (hex !== undefined) return Number.parseInt(hex, 16)
  const character = part.startsWith('\\') ? part.slice(1) : part
  return /^\\[a-z0-9]/i.test(part) ? null : (character.codePointAt(0) ?? null)
}
