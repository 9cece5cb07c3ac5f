/** What can be part of a host, with the dots of other scripts and what can't be seen. */
const SIGN = '\\p{L}\\p{N}%\\u24b6-\\u24e9\\u{1f130}-\\u{1f149}'
const MORE = `${SIGN}\\p{Mn}\\p{Mc}\\p{Default_Ignorable_Code_Point}.。．｡-`
const RUN = new RegExp(`[${SIGN}][${MORE}]*`, 'gu')
const RUN_HERE = new RegExp(`^[${SIGN}][${MORE}]*`, 'u')
const IN_RUN = new RegExp(`^[${MORE}]$`, 'u')
const ASCII_IN_RUN = Array.from({ length: 0x80 }, (_, unit) => IN_RUN.test(String.fromCharCode(unit)))
/** What every host without a scheme has. To look for it first is faster than to look at each word. */
const DOT_WITHIN = /[.。．｡](?![\s.。．｡]|$)|%2e/gi
const INNER_DOT = /[^.。．｡][.。．｡]+[^.。．｡]|%2e/i
/** Behind a scheme a browser takes more: underscores, symbols and addresses in brackets. */
const PLAIN_SCHEMED_RUN = /^[\w.%-]+/
const SCHEMED_RUN = /^(?:\[[\da-f:.]+\]|(?:[\w.%-]|[。．｡]|(?![\p{P}\p{Z}\p{Cc}])\P{ASCII})+)/iu
const SEEN = /[\p{L}\p{N}\p{S}[]/u

/** The next run with a dot within that may be a host without a scheme, from an offset on. */
export function nextRun(text: string, from: number): { index: number; run: string } | null {
  DOT_WITHIN.lastIndex = from
  for (let least = from, dot = DOT_WITHIN.exec(text); dot; dot = DOT_WITHIN.exec(text)) {
    RUN.lastIndex = startOfRun(text, dot.index, least)
    const found = RUN.exec(text)
    if (!found) return null
    const { index, 0: run } = found
    if (INNER_DOT.test(run)) return { index, run }
    least = index + run.length
    DOT_WITHIN.lastIndex = least
  }
  return null
}

function startOfRun(text: string, dot: number, least: number): number {
  let start = dot
  while (start > least) {
    const unit = text.charCodeAt(start - 1)
    const isPair = unit >= 0xdc00 && unit <= 0xdfff && start - 1 > least
    const sign = isPair ? text.slice(start - 2, start) : text.charAt(start - 1)
    if (unit < 0x80 ? !ASCII_IN_RUN[unit] : !IN_RUN.test(sign)) return start
    start -= sign.length
  }
  return start
}

/** The run with a dot within that a text begins with; empty where it begins with none. */
export function leadingRun(text: string): string {
  const run = withoutDots(RUN_HERE.exec(text)?.[0] ?? '')
  return INNER_DOT.test(run) ? run : ''
}

/** What a browser takes for the host at the beginning of what stands behind a scheme; empty where there is none. */
export function schemedRun(rest: string): string {
  const plain = PLAIN_SCHEMED_RUN.exec(rest)?.[0] ?? ''
  const run = /^[[\x80-\uffff]/.test(rest.charAt(plain.length)) ? (SCHEMED_RUN.exec(rest)?.[0] ?? '') : plain
  return SEEN.test(run) ? run : ''
}

/** A run without the dots at its end. An expression for it would take quadratic time. */
export function withoutDots(run: string): string {
  let end = run.length
  while (end > 0 && '.。．｡'.includes(run.charAt(end - 1))) end -= 1
  return run.slice(0, end)
}
