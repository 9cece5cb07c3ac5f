import { findHostCandidates, type HostCandidate } from './host-candidates'
import { leadingRun, nextRun, schemedRun, withoutDots } from './host-runs'
import { isRegistrable } from './hosts'
import { findAnchors, type LinkAnchor } from './link-anchors'
import { looksLikeLink } from './link-looks'
import { pathOf, readTail, type Tail } from './link-paths'
import type { Link } from './links'
import { encodedSegments } from './nested-links'

/** What may be a host without a scheme is looked at so far behind a comma within a link. */
const RUN_MAX = 253
const AUTHORITY = /^[^\p{Z}\p{Cc}<>"`|\\/?#]*/u
/** In what a browser takes for a user, people see the end of one link and the beginning of another. */
const TORN = /[,;()[\]{}'*]|(?!\p{ASCII})\p{P}/u
/** Where a path goes on in another script, a sentence may. */
const SCRIPT_CHANGE = /[\w~-](?=(?![\p{sc=Latn}\p{sc=Zyyy}\p{sc=Zinh}])\p{L})/u
/** How far behind a scheme a tab or a line end may stand in a host, and in a quoted link. */
const BROKEN_MAX = 300
const QUOTED_MAX = 2_000

/** What has been found in a text so far. */
interface Scan {
  text: string
  found: Found[]
  /** Whether the text is what a part of a link says when it is decoded. */
  isInner: boolean
  /** Whether there are tabs or line ends. */
  hasBreaks: boolean
}

interface Found {
  link: Link
  /** Where it begins, with its scheme. */
  begin: number
  /** Where the link begins that it goes on in; null where it ends by itself. */
  openAt: number | null
}

/** Where a host is looked for. */
interface LinkPosition {
  begin: number
  start: number
  run: string
  /** Where the next link with a scheme begins, or the text ends. */
  limit: number
  kind: 'schemed' | 'relative' | 'bare' | 'guess'
}

/** Finds links in a text in the order of their beginnings, reading it once. */
export function scanLinks(text: string): Link[] {
  const state: Scan = { text, found: [], isInner: false, hasBreaks: /[\t\r\n]/.test(text) }
  const anchors = findAnchors(text)
  let from = 0
  for (const [index, anchor] of anchors.entries()) {
    scanBare(state, from, anchor.begin)
    const limit = anchors[index + 1]?.begin ?? text.length
    from = Math.max(from, readSchemed(state, anchor, limit))
    if (state.hasBreaks) readBroken(state, anchor, limit)
  }
  scanBare(state, from, text.length)
  return closed(state)
}

/** A link that another is nested in ends where that one does. */
function closed({ found }: Scan): Link[] {
  const links = found.map(({ link }) => link)
  if (found.length < 2) return links
  if (found.some(({ openAt }) => openAt !== null)) closeOpen(found)
  return links.sort((a, b) => a.start - b.start)
}

function closeOpen(found: readonly Found[]): void {
  const ends = new Map<number, number>()
  for (const { link, openAt, begin } of found.toReversed()) {
    if (openAt !== null) link.end = Math.max(link.end, ends.get(openAt) ?? 0)
    ends.set(begin, Math.max(link.end, ends.get(begin) ?? 0))
  }
}

/** Links without a scheme, up to where one with a scheme begins. */
function scanBare(state: Scan, from: number, limit: number): void {
  const part = state.text.slice(from, limit)
  for (let at = 0, found = nextRun(part, at); found; found = nextRun(part, at)) {
    const { index, run } = found
    const start = from + index
    at = index + run.length
    if (!isOfMail(state.text, start, from + at))
      at = Math.max(at, readHost(state, { begin: start, start, run, limit, kind: 'bare' }) - from)
  }
}

/** What stands before an @ is a user, and what stands behind it is where the user's mail goes. */
const isOfMail = (text: string, start: number, end: number): boolean =>
  text[start - 1] === '@' || (text[end] === '@' && /[\p{L}\p{N}[]/u.test(text.charAt(end + 1)))

/** A link behind a scheme or slashes; answers where it ends. */
function readSchemed(state: Scan, { begin, at, hasScheme }: LinkAnchor, limit: number): number {
  const rest = state.text.slice(at, limit)
  const user = rest.includes('@') ? (AUTHORITY.exec(rest)?.[0] ?? '').lastIndexOf('@') + 1 : 0
  const read = (from: number, kind: LinkPosition['kind']): number => {
    const run = schemedRun(rest.slice(from))
    return run === '' ? at : readHost(state, { begin, start: at + from, run, limit, kind })
  }
  const end = read(user, hasScheme ? 'schemed' : 'relative')
  if (user > 0 && TORN.test(rest.slice(0, user))) read(0, 'guess')
  return end
}

/** A browser passes over tabs and line ends within a link. People see its end there, but for a link in quotes. */
function readBroken(state: Scan, { begin, at }: LinkAnchor, limit: number): void {
  const { text } = state
  const isQuoted = /["'`]\s*$/.test(text.slice(Math.max(0, begin - 8), begin))
  const rest = text.slice(at, isQuoted ? at + QUOTED_MAX : Math.min(at + BROKEN_MAX, limit))
  const stop = rest.search(/[^\S\t\r\n]|[<>"'`]/)
  const raw = (stop === -1 ? rest : rest.slice(0, stop)).trimEnd()
  const host = schemedRun(raw).length
  if (!(isQuoted ? /[\t\r\n]/.test(raw) : /[\t\r\n]/.test(raw.charAt(host)))) return
  addInner(state, `https://${raw.replace(/[\t\r\n]/g, '')}`, { begin, start: at, end: at + raw.length, isSure: false })
}

/** Adds the links that a part of the text says when it is decoded. */
function addInner(
  { found }: Scan,
  text: string,
  { begin, start, end, isSure }: { begin: number; start: number; end: number; isSure: boolean },
): void {
  const inner: Scan = { text, found: [], isInner: true, hasBreaks: false }
  const anchors = findAnchors(text)
  for (const [index, anchor] of anchors.entries()) readSchemed(inner, anchor, anchors[index + 1]?.begin ?? text.length)
  for (const { link } of inner.found)
    found.push({
      link: { ...link, start, end, wholeStart: begin, isSure: isSure && link.isSure },
      begin: start,
      openAt: null,
    })
}

/** Adds the links that a run of a host's characters may be, and answers where the likeliest ends. */
function readHost(state: Scan, place: LinkPosition): number {
  const run = withoutDots(place.run)
  const runEnd = place.start + place.run.length
  const tail = tailOf(state, place, runEnd)
  const readings = findHostCandidates(run, place.kind !== 'bare')
  let reach = readings.some(({ isLikely }) => isLikely) ? place.start : runEnd + tail.raw.length
  for (const reading of readings) {
    const hasTail = reading.end === run.length && tail.raw !== ''
    const end = hasTail ? runEnd + tail.raw.length : place.start + reading.end
    addCandidate(state, place, { reading, end, tail: hasTail ? tail : null })
    if (reading.isLikely) reach = Math.max(reach, end)
  }
  if (!state.isInner && place.kind !== 'guess')
    for (const { start, end, text } of encodedSegments(tail.raw)) {
      const span = { start: runEnd + start, end: runEnd + end }
      addInner(state, text, { ...span, begin: span.start, isSure: true })
    }
  return reach
}

const NO_TAIL: Tail = { raw: '', isOpen: false }

function tailOf(state: Scan, { limit }: LinkPosition, runEnd: number): Tail {
  const { text } = state
  if (runEnd >= limit || !':/?#\\'.includes(text.charAt(runEnd))) return NO_TAIL
  const isLinkBehind = (at: number) => isLinkAt(state, runEnd + at, limit)
  return readTail(text.slice(runEnd, limit), { isBounded: limit < text.length, isLinkAt: isLinkBehind })
}

interface Read {
  reading: HostCandidate
  end: number
  tail: Tail | null
}

function addCandidate(state: Scan, place: LinkPosition, { reading, end, tail }: Read): void {
  const { begin, run, kind } = place
  const start = place.start + reading.start
  const own = tail === null ? '' : ownPart(tail.raw, state.text.charAt(begin - 1))
  const path = own === '' ? '' : pathOf(own)
  const sure = reading.isLikely && isSure(reading.host, kind, path, run.slice(reading.start, reading.end))
  const link: Link = {
    host: reading.host,
    path,
    start,
    end,
    wholeStart: kind === 'bare' ? start : begin,
    isSure: sure,
  }
  state.found.push({ link, begin, openAt: tail?.isOpen ? place.limit : null })
  const change = path === '' ? null : SCRIPT_CHANGE.exec(own)
  if (!change) return
  const shorter = pathOf(own.slice(0, change.index + 1))
  if (shorter !== path) state.found.push({ link: { ...link, path: shorter, isSure: false }, begin, openAt: null })
}

/** A link that is the value of a query ends where the next value begins. */
const ownPart = (raw: string, before: string): string =>
  before !== '' && '=?&#'.includes(before) ? (raw.split('&', 1)[0] ?? raw) : raw

function isSure(host: string, kind: LinkPosition['kind'], path: string, written: string): boolean {
  if (kind === 'guess') return false
  if (kind === 'schemed' || host.startsWith('www.')) return true
  return isRegistrable(host) && (path !== '' || looksLikeLink(written))
}

/** Whether a link begins at a place within another one. What may be one there counts where it is listed. */
function isLinkAt({ text, found }: Scan, at: number, limit: number): boolean {
  if (at >= limit) return limit < text.length
  const run = leadingRun(text.slice(at, Math.min(limit, at + RUN_MAX)))
  if (run === '' || isOfMail(text, at, at + run.length)) return false
  const readings = findHostCandidates(run, false).filter(({ start, end }) => looksLikeLink(run.slice(start, end)))
  if (readings.some(({ isLikely, host }) => isLikely && isRegistrable(host))) return true
  for (const { host, start, end } of readings) {
    const link = { host, path: '', start: at + start, end: at + end, wholeStart: at + start, isSure: false }
    found.push({ link, begin: link.start, openAt: null })
  }
  return false
}
