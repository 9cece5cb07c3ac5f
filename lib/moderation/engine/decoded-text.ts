/** A text without the writing that hides links, and where each of its characters stood. */
export interface DecodedText {
  text: string
  /** Whether what was decoded can be part of a host or a scheme; else it only ends links. */
  hidesLinks: boolean
  /** The offset in the text as it was given of an offset in the decoded one. */
  placeOf: (at: number) => number
}

/** The named character references of HTML that stand for ASCII signs or for nothing that is seen. */
const NAMED: Record<string, string> = {
  ...{
    Tab: '\t',
    NewLine: '\n',
    excl: '!',
    quot: '"',
    QUOT: '"',
    num: '#',
    dollar: '$',
    percnt: '%',
    amp: '&',
    AMP: '&',
  },
  ...{
    apos: "'",
    lpar: '(',
    rpar: ')',
    ast: '*',
    midast: '*',
    plus: '+',
    comma: ',',
    period: '.',
    sol: '/',
    colon: ':',
  },
  ...{ semi: ';', lt: '<', LT: '<', equals: '=', gt: '>', GT: '>', quest: '?', commat: '@', lsqb: '[', lbrack: '[' },
  ...{ bsol: '\\', rsqb: ']', rbrack: ']', Hat: '^', lowbar: '_', UnderBar: '_', grave: '`', lcub: '{', lbrace: '{' },
  ...{ verbar: '|', vert: '|', VerticalLine: '|', rcub: '}', rbrace: '}', nbsp: ' ', fjlig: 'fj', shy: '\u00ad' },
  ...{ ZeroWidthSpace: '\u200b', zwnj: '\u200c', zwj: '\u200d', NoBreak: '\u2060', hyphen: '-', dash: '-' },
}

/** A reference (its semicolon may be missing behind a number), a sign that Markdown escapes, or a dot in brackets. */
const ENCODED =
  /&(?:#(?:x(?<hex>[\da-f]{1,6})|(?<decimal>\d{1,7}));?|(?<name>[a-z]{2,14});)|\\(?<escaped>[!-/:-@[-`{-~])| ?[[({] ?(?:\.|dot|punkt|punto|point) ?[\])}] ?|\[:\]|\[:\/\/\]/gi
const ONLY_ENDS = new Set(['"', "'", '<', '>', '&', ' '])
/** What there is of it in hardly any text. */
const MAYBE = /[&\\]|[[({] ?[.:dp]/i
const HIGHEST = 0x10ffff

/**
 * Decodes what HTML, Markdown and writers of warnings make of signs: `&#46;`, `\.`, `[.]`. Null where there is nothing of it.
 */
export function decodeText(text: string): DecodedText | null {
  if (!MAYBE.test(text)) return null
  const parts: string[] = []
  const changes: { at: number; shift: number }[] = []
  let at = 0
  let length = 0
  let hidesLinks = false
  ENCODED.lastIndex = 0
  for (let found = ENCODED.exec(text); found; found = ENCODED.exec(text)) {
    const plain = decode(found)
    if (plain === null) continue
    parts.push(text.slice(at, found.index), plain)
    hidesLinks ||= !ONLY_ENDS.has(plain)
    length += found.index - at + plain.length
    at = ENCODED.lastIndex
    changes.push({ at: length, shift: at - length })
  }
  if (changes.length === 0) return null
  parts.push(text.slice(at))
  return { text: parts.join(''), hidesLinks, placeOf: (place) => offsetOf(changes, place) }
}

/** What a find stands for; null where it stands for itself. */
function decode({ 0: all, groups: { hex, decimal, name, escaped } = {} }: RegExpExecArray): string | null {
  if (hex !== undefined || decimal !== undefined) {
    const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16)
    return code > 0 && code <= HIGHEST ? String.fromCodePoint(code) : null
  }
  if (name !== undefined) return Object.hasOwn(NAMED, name) ? (NAMED[name] ?? null) : null
  if (escaped !== undefined) return escaped
  if (all.endsWith('//]')) return '://'
  return all === '[:]' ? ':' : '.'
}

/** What stands for a sign begins where the sign before it ends. */
function offsetOf(changes: readonly { at: number; shift: number }[], place: number): number {
  let [from, to] = [0, changes.length]
  while (from < to) {
    const middle = (from + to) >> 1
    if ((changes[middle]?.at ?? 0) <= place) from = middle + 1
    else to = middle
  }
  return place + (changes[from - 1]?.shift ?? 0)
}
