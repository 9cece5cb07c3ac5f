import { decodeText } from './decoded-text'
import { scanLinks } from './link-scan'

/** A link in a text: where it leads, and the offsets of all of it from its host on. */
export interface Link {
  /** As a browser reads it: lower-case, in punycode. */
  host: string
  /** From the first slash, without what follows ? or #; empty where there is none. Its case is kept. */
  path: string
  start: number
  end: number
  /** Where all of it begins, with its scheme and a user. */
  wholeStart: number
  /**
   * Whether it is one without doubt: with a scheme or www., or under a domain that can be registered and doesn't look like
   * something else. What isn't counts where it is listed.
   */
  isSure: boolean
}

/**
 * Finds links as people write them and browsers read them, with and without a scheme, masked, joined, nested and encoded.
 * Addresses of mail are none. It takes time in proportion to the text.
 */
export function findLinks(text: string): Link[] {
  const plain = scanLinks(text)
  const decoded = decodeText(text)
  if (decoded === null || (plain.length === 0 && !decoded.hidesLinks)) return plain
  const { placeOf } = decoded
  const seen = new Map(plain.map((link) => [link.start, link]))
  const keys = new Set(plain.map(keyOf))
  const hidden = scanLinks(decoded.text).flatMap((found) => {
    const [start, end, wholeStart] = [placeOf(found.start), placeOf(found.end), placeOf(found.wholeStart)]
    const isSure = found.isSure && !/^[^/?#]*[[({]/.test(text.slice(start, end))
    const link = { ...found, start, end, wholeStart, isSure }
    return keys.has(keyOf(link)) ? [] : [link]
  })
  for (const { start, isSure } of hidden) {
    const other = seen.get(start)
    if (other && isSure) other.isSure = false
  }
  return [...plain, ...hidden].sort((a, b) => a.start - b.start)
}

const keyOf = ({ host, path, start }: Link): string => `${start} ${host} ${path}`
