const BEFORE = 80
const LENGTH = 320

interface MatchPosition {
  start: number
  end: number
}

/** The part of a long text in which the first place lies, with the places that lie in it, moved along. */
export function excerptOf(text: string, places: readonly MatchPosition[]): { text: string; places: MatchPosition[] } {
  if (text.length <= LENGTH) return { text, places: [...places] }
  const [first] = [...places].sort((a, b) => a.start - b.start)
  const wanted = Math.max(0, Math.min((first?.start ?? 0) - BEFORE, text.length - LENGTH))
  const from = wanted === 0 ? 0 : nextGap(text, wanted)
  const to = Math.min(text.length, from + LENGTH)
  const lead = from > 0 ? '… ' : ''
  const shift = lead.length - from
  return {
    text: `${lead}${wholeAt(text.slice(from, to))}${to < text.length ? ' …' : ''}`,
    places: places
      .filter(({ start, end }) => start < to && end > from)
      .map(({ start, end }) => ({ start: Math.max(from, start) + shift, end: Math.min(to, end) + shift })),
  }
}

/** Where a word begins, no further than a place may lie. */
function nextGap(text: string, from: number): number {
  const gap = text.slice(from, from + BEFORE / 2).search(/\s\S/)
  const at = gap === -1 ? from : from + gap + 1
  // Not between the halves of a character.
  return /[\uDC00-\uDFFF]/.test(text[at] ?? '') ? at + 1 : at
}

const wholeAt = (text: string): string => text.replace(/[\uD800-\uDBFF]$/, '')
