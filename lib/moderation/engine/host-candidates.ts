import { canonicalHost, isRegistrable, urlHost } from './hosts'

/** A host that may be meant by a run of letters, digits and dots. */
export interface HostCandidate {
  /** Within the run. */
  start: number
  end: number
  host: string
  /** Whether it is what people take the run for; the others count where they are listed. */
  isLikely: boolean
}

const ORDINARY = /^[a-z0-9-]+(?:\.[a-z0-9-]+)+$/
const DOT = '[.。．｡]'
/** Letters and digits that a browser reads as Latin ones. */
const LATIN = '\\p{sc=Latn}\\p{N}\\u24b6-\\u24e9\\u{1f130}-\\u{1f149}\\u{1d400}-\\u{1d7ff}'
const LATIN_MORE = `${LATIN}\\p{Default_Ignorable_Code_Point}\\p{sc=Zinh}-`
const WITHIN = `[${LATIN_MORE}]*`
/** What is Latin in a run of several scripts: `evil.com` in `请访问evil.com吧`. Without the look behind it takes quadratic time. */
const LATIN_HOST = new RegExp(`(?<![${LATIN_MORE}])[${LATIN}]${WITHIN}(?:${DOT}[${LATIN}]${WITHIN})+`, 'gu')
const OTHER_LETTER = '(?![\\p{sc=Latn}\\p{sc=Zyyy}\\p{sc=Zinh}])\\p{L}'
/** A dot that may end a sentence: a capital follows a small letter, or another script follows. */
const FULL_STOP = new RegExp(
  `(?<=[a-z0-9])${DOT}(?=\\p{Lu})|(?<=[${LATIN}])${DOT}(?=${OTHER_LETTER})|(?<=\\p{L})[。．｡](?=${OTHER_LETTER})`,
  'gu',
)
const ENDING = new RegExp(`${DOT}(?:[${LATIN}]${WITHIN})(?=[^%_.。．｡${LATIN_MORE}][^.。．｡]*$)`, 'u')
/** Dashes behind a host: `evil.com--good`, `evil.com-`. */
const DASH = /\.(?!xn--)[^.-]+(?=-(?:-[^.]*)?$)/i
/** Scripts whose letters are taken for Latin ones: with one of them before it, a host is another host. */
const LOOK_ALIKE = /[\p{sc=Cyrl}\p{sc=Grek}\p{sc=Armn}\p{sc=Cher}\p{sc=Copt}\p{sc=Lisu}]\p{M}*$/u
const NEW_SENTENCE = /[a-z0-9]\.\p{Lu}\p{Ll}+$/u
const CUTS_MAX = 4

type TextRange = readonly [start: number, end: number]

/**
 * The hosts that a run may be read as. A browser takes all of the run behind a scheme; people end it where another script, a
 * sentence or an ellipsis begins, and without a scheme they also begin it there.
 */
export function findHostCandidates(run: string, isSchemed: boolean): HostCandidate[] {
  const read = isSchemed ? urlHost : canonicalHost
  if (ORDINARY.test(run) && !run.includes('--')) return toHostCandidates(run, read, [0, run.length], [])
  return splitRun(run, isSchemed).flatMap((whole) =>
    toHostCandidates(run, read, whole, narrower(run, whole, isSchemed)),
  )
}

/** No host has two dots in a row. Without a scheme a percent sign may be one as well. */
function splitRun(run: string, isSchemed: boolean): TextRange[] {
  const spans: TextRange[] = []
  for (const { index, 0: piece } of run.matchAll(/[^.。．｡]+(?:[.。．｡][^.。．｡]+)*/g)) {
    const span: TextRange = [index, index + piece.length]
    if (isSchemed && index > 1) break
    spans.push(span)
    if (isSchemed || !piece.includes('%')) continue
    for (const part of piece.matchAll(/[^%]+/g)) spans.push([index + part.index, index + part.index + part[0].length])
  }
  return spans
}

/** Hosts that may be meant by a part of what lies between two places. */
function narrower(run: string, [start, end]: TextRange, isSchemed: boolean): TextRange[] {
  const piece = run.slice(start, end)
  const found: TextRange[] = []
  const cuts = [...piece.matchAll(FULL_STOP)].slice(0, CUTS_MAX).map(({ index }) => index)
  for (const cut of [...cuts, endOf(ENDING.exec(piece)), endOf(DASH.exec(piece))]) if (cut > 0) found.push([0, cut])
  // biome-ignore lint/suspicious/noControlCharactersInRegex: all that is ASCII.
  if (!/^[\x00-\x7f]*$/.test(piece)) {
    for (const { index, 0: host } of piece.matchAll(LATIN_HOST)) found.push([index, index + host.length])
    for (const { index, 0: part } of piece.matchAll(/[^。．｡]+/g)) found.push([index, index + part.length])
  }
  return found
    .filter(([from, to]) => to - from < piece.length && (!isSchemed || from === 0))
    .map(([from, to]): TextRange => [start + from, start + to])
}

const endOf = (found: RegExpExecArray | null): number => (found === null ? 0 : found.index + found[0].length)

function toHostCandidates(
  run: string,
  read: (raw: string) => string | null,
  whole: TextRange,
  parts: readonly TextRange[],
): HostCandidate[] {
  const toReading = ([start, end]: TextRange): HostCandidate[] => {
    const host = read(run.slice(start, end))
    return host === null ? [] : [{ start, end, host, isLikely: parts.length === 0 }]
  }
  const all = toReading(whole)
  if (parts.length === 0) return all
  const narrow = [...new Map(parts.map((part) => [part.join(), part])).values()].flatMap(toReading)
  for (const one of likelyOf(run, all[0] ?? null, narrow)) one.isLikely = true
  return [...all, ...narrow]
}

/** The parts where they are hosts and the whole is none, or is one by its letters only. */
function likelyOf(
  run: string,
  whole: HostCandidate | null,
  narrow: readonly HostCandidate[],
): readonly HostCandidate[] {
  const known = narrow.filter(({ host, start }) => isRegistrable(host) && !LOOK_ALIKE.test(lettersBefore(run, start)))
  const parts = innermostOf(known)
  if (whole === null) return parts.length > 0 ? parts : narrow.slice(0, 1)
  if (!isRegistrable(whole.host)) {
    const cut = narrow.find((one) => one.start === whole.start)
    return parts.length > 0 ? parts : [cut ?? whole]
  }
  const isJoined = parts.some((one) => one.start > whole.start) || NEW_SENTENCE.test(run.slice(0, whole.end))
  return parts.length > 0 && isJoined ? parts : [whole]
}

/** A letter and marks upon it: enough to tell its script. */
const lettersBefore = (run: string, at: number): string => run.slice(Math.max(0, at - 6), at)

/** Those that hold no other one. */
function innermostOf(readings: readonly HostCandidate[]): HostCandidate[] {
  let nextEnd = Number.POSITIVE_INFINITY
  const found: HostCandidate[] = []
  for (const one of [...readings].sort((a, b) => b.start - a.start || a.end - b.end)) {
    if (one.end < nextEnd) found.push(one)
    nextEnd = Math.min(nextEnd, one.end)
  }
  return found
}
