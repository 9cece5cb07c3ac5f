import { type Letters, type NormalisedText, normaliseText, toLetters } from './read-letters'
import { createTextWriter, writeText } from './text-view'
import { isOfWord } from './word-classes'

/** Signs that part the letters of a word: not the apostrophe, by which he'll would be hell. */
const JOINTS = new Set(Array.from('.*_~`|-,\\·•^#=/:;"[]<', (sign) => sign.charCodeAt(0)))
/** Tags of HTML and of boards. */
const TAG = /<\/?[a-z]{1,10}>|\[\/?(?:b|i|u|s)\](?!\()/y
const LINK_TEXT = '['.charCodeAt(0)
const LINK_TARGET = ']('
const LINK_TEXT_MAX = 100
const LINK_TARGET_MAX = 300
const JOINTS_MAX = 12
const LINK = /(?:[a-z][a-z0-9+.-]{0,20}:\/\/|www\.)[^\s<>")]+/g

/**
 * A text without what stands between the letters of its words: `fu.ck`, `b**a**d`, a link in a word (`ba[d](…)`). Null where
 * nothing does. What a link leads to is left as it is.
 */
export function joinWords(letters: Letters): NormalisedText | null {
  const { plain, out } = letters
  if (!/[.*_~`|,\\·•^#=/:;"[\]<-]/.test(plain)) return null
  const links = [...plain.matchAll(LINK)].map(({ 0: link, index }) => [index, index + link.length] as const)
  const joined = createTextWriter(plain.length)
  let nextLink = 0
  for (let at = 0; at < plain.length; ) {
    while ((links[nextLink]?.[1] ?? Number.POSITIVE_INFINITY) <= at) nextLink += 1
    const isInLink = at >= (links[nextLink]?.[0] ?? Number.POSITIVE_INFINITY)
    const next = isInLink ? at : endOfJoint(plain, at)
    if (next > at) at = next
    else {
      writeText(joined, out.units[at] ?? 0, out.starts[at] ?? 0, out.ends[at] ?? 0, out.extras[at])
      at += 1
    }
  }
  return joined.length === plain.length ? null : normaliseText(toLetters(joined, letters.original))
}

/** Where the word goes on behind what parts it at an offset; the offset itself where nothing does. */
function endOfJoint(plain: string, at: number): number {
  if (!JOINTS.has(plain.charCodeAt(at)) || !isLetter(plain, at - 1)) return at
  let end = at
  for (let joints = 0; joints < JOINTS_MAX && JOINTS.has(plain.charCodeAt(end)); joints += 1) {
    const next = endOfOne(plain, end)
    if (next === end) break
    end = next
  }
  // Numbers with a point or a stroke within are numbers.
  const isNumber = isDigit(plain.charCodeAt(at - 1)) && isDigit(plain.charCodeAt(end))
  return isLetter(plain, end) && !isNumber ? end : at
}

function endOfOne(plain: string, at: number): number {
  TAG.lastIndex = at
  if (TAG.test(plain)) return TAG.lastIndex
  if (plain.startsWith(LINK_TARGET, at)) {
    const close = plain.slice(at, at + LINK_TARGET_MAX).indexOf(')')
    return close === -1 ? at : at + close + 1
  }
  const unit = plain.charCodeAt(at)
  if (unit === LINK_TEXT) return plain.slice(at, at + LINK_TEXT_MAX).includes(LINK_TARGET) ? at + 1 : at
  return unit === 0x3c || unit === 0x5d ? at : at + 1
}

const isDigit = (unit: number): boolean => unit >= 0x30 && unit <= 0x39

function isLetter(plain: string, at: number): boolean {
  const unit = plain.charCodeAt(at)
  return unit !== 0x5f && unit >= 0 && isOfWord(unit)
}
