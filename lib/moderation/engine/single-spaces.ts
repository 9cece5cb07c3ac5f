import type { CanonicalText } from './canonical'
import { createTextWriter, textOf, writeText } from './text-view'

/** More than one sign of white space, or one that is no space. */
const TO_COLLAPSE = /\s\s|[^\S ]/
const IS_SPACE = /\s/
const SPACE = 0x20

/** A text in which any white space is one space: a phrase is the same over two spaces, a tab or the end of a line. */
export function withSingleSpaces(text: CanonicalText): CanonicalText {
  const { plain, starts, ends } = text
  if (!TO_COLLAPSE.test(plain)) return text
  const out = createTextWriter(plain.length + 16)
  let isAfterSpace = false
  for (let at = 0; at < plain.length; at += 1) {
    const unit = plain.charCodeAt(at)
    const isSpace = unit === SPACE || ((unit < SPACE || unit > 0x7f) && IS_SPACE.test(plain.charAt(at)))
    const end = ends?.[at] ?? at + 1
    if (isSpace && isAfterSpace) out.ends[out.length - 1] = end
    else writeText(out, isSpace ? SPACE : unit, starts?.[at] ?? at, end)
    isAfterSpace = isSpace
  }
  return {
    ...text,
    plain: textOf(out.units.subarray(0, out.length)),
    starts: out.starts.subarray(0, out.length),
    ends: out.ends.subarray(0, out.length),
  }
}
