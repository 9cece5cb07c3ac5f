/** What a browser changes in a path, or what is written in several ways. */
const UNUSUAL = /[\\%]|\/\.|\/\/|[^\x21-\x7e]/
const ESCAPE = /%([\da-f]{2})/gi
const UNRESERVED = /[\w.~-]/

/**
 * A path in its one form: dot segments resolved, escapes decoded that need not be there, what must be escaped escaped, a
 * slash for several and for each backslash. Its case stays.
 * @param raw from its first slash, without what follows ? or #
 */
export function canonicalPath(raw: string): string {
  if (!UNUSUAL.test(raw)) return raw
  const plain = raw.replace(ESCAPE, (encoded, digits: string) => {
    const sign = String.fromCharCode(Number.parseInt(digits, 16))
    return UNRESERVED.test(sign) ? sign : encoded.toUpperCase()
  })
  return (URL.parse(`http://host${plain}`)?.pathname ?? plain).replace(/\/{2,}/g, '/')
}

/** Behind these no link goes on: blanks, quotes, angle brackets, bars, the punctuation of East Asian scripts and `[/url]`. */
const STOP = `\\[/|[\\s<>"'\`|«»‹›\u2018-\u201f\u3000-\u3003\u3008-\u301f\uff01\uff02\uff07-\uff09\uff0c\uff1a\uff1b\uff1e\uff1f\uff3b\uff3d\uff5b-\uff65]`
/** These stand between links, and within them. */
const SEPARATOR = '[,;+•·\u2190-\u21ff\ufe0f\u200d\\p{Emoji_Modifier}\\p{Extended_Pictographic}]+'
const SIGN = new RegExp(`(${STOP})|(${SEPARATOR})|[()[\\]{}]|.`, 'suy')
/** What goes on without doubt: to look at each of these signs as well would take three times as long. */
const ORDINARY = /[\w/.?=&%#~@:!$*^\\-]*/y
const OPENING: Record<string, string> = { ')': '(', ']': '[', '}': '{' }
const CLOSING = '.,;:!?*_~…'
/** What opens something that is nested in the link, and is no part of the path before it. */
const LEADING = `${CLOSING}+([{`

export interface Tail {
  /** From the host's end: a port, a path, a query and a fragment, as they stand there. */
  raw: string
  /** Whether it goes on in the link that is nested in it. */
  isOpen: boolean
}

export interface TailLimits {
  /** Whether the text that is given ends where another link begins, and not where all of it ends. */
  isBounded: boolean
  /** Whether a link begins at an offset of the text that is given. */
  isLinkAt: (at: number) => boolean
}

const PORT = /^:\d{0,6}(?![\p{L}\p{N}])/u

/**
 * What follows a host in its link. A closing bracket belongs to it where it has opened one, and what ends a sentence does not.
 * @param rest of the text, from the host's end to where the next link begins that has a scheme
 */
export function readTail(rest: string, { isBounded, isLinkAt }: TailLimits): Tail {
  const port = PORT.exec(rest)?.[0].length ?? 0
  if (!/[/?#\\]/.test(rest.charAt(port))) return { raw: port > 1 ? rest.slice(0, port) : '', isOpen: false }
  let end = endOfTail(rest, port, isLinkAt)
  const signs = isBounded && end === rest.length ? LEADING : CLOSING
  while (end > port && signs.includes(rest.charAt(end - 1))) end -= 1
  return { raw: rest.slice(0, end), isOpen: isBounded && end === rest.length }
}

function endOfTail(rest: string, start: number, isLinkAt: (at: number) => boolean): number {
  const open: Record<string, number> = { '(': 0, '[': 0, '{': 0 }
  for (let at = start; at < rest.length; at = SIGN.lastIndex) {
    ORDINARY.lastIndex = at
    ORDINARY.test(rest)
    at = ORDINARY.lastIndex
    SIGN.lastIndex = at
    const [sign, stop, separator] = SIGN.exec(rest) ?? []
    if (sign === undefined || stop !== undefined) return at
    if (separator !== undefined && isLinkAt(SIGN.lastIndex)) return at
    const opening = OPENING[sign]
    const depth = open[opening ?? sign]
    if (depth === undefined) continue
    if (opening !== undefined && depth === 0) return at
    open[opening ?? sign] = depth + (opening === undefined ? 1 : -1)
  }
  return rest.length
}

/** The path of a tail, without what a query or a fragment says. */
export function pathOf(raw: string): string {
  const begin = raw.search(/[/\\?#]/)
  if (begin === -1 || raw[begin] === '?' || raw[begin] === '#') return ''
  const end = raw.slice(begin).search(/[?#]/)
  return canonicalPath(end === -1 ? raw.slice(begin) : raw.slice(begin, begin + end))
}
