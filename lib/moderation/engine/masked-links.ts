import type { Link } from './links'

type TextRange = readonly [start: number, end: number]

/** A link that shows other words than where it leads. */
interface MaskedLink {
  target: TextRange
  /** What is shown instead, and what is said beside it. */
  labels: TextRange[]
}

const TARGET_MAX = 2_000
const DEFINITION = /^ {0,3}\[([^[\]\n]{1,500})\]:[ \t]*(\S+)/gm
const REFERENCE = /^\[([^[\]\n]{0,500})\]/
const SLACK = /<([^<>|\s]+)\|([^<>]*)>/g
const TAG = /<a\s[^<>]*>/gi
const HREF = /\shref\s*=\s*("[^"]*"|'[^']*'|[^\s"'<>]+)/i
const BBCODE = /\[url=[^[\]]*\]/gi

/**
 * The links that lead somewhere, without those that are only shown as the words of another one, in Markdown, HTML, BBCode or
 * Slack's markup. Where what they mask is no link, they stay.
 */
export function withoutLabels(text: string, links: readonly Link[]): Link[] {
  const masked = [...inMarkdown(text), ...inSlack(text), ...inTags(text, TAG, '</a', hrefOf)]
  masked.push(...inTags(text, BBCODE, '[/url]', (code, at) => [at + '[url='.length, at + code.length - 1]))
  const labels = masked.filter(({ target }) => links.some((link) => isIn(link, target))).flatMap((one) => one.labels)
  return labels.length === 0 ? [...links] : links.filter((link) => !labels.some((label) => isIn(link, label)))
}

const isIn = (link: Link, [start, end]: TextRange): boolean => link.start >= start && link.end <= end

/** `[label](target "title")`, `[label][name]` and `[label]` with `[label]: target` elsewhere. */
function inMarkdown(text: string): MaskedLink[] {
  if (!text.includes(']')) return []
  const targets = new Map<string, TextRange>()
  for (const { index, 0: all, 1: name = '', 2: target = '' } of text.matchAll(DEFINITION))
    targets.set(name.toLowerCase(), [index + all.length - target.length, index + all.length])
  const found: MaskedLink[] = []
  const open: number[] = []
  for (const { index, 0: sign } of text.matchAll(/[[\]]/g)) {
    if (sign === '[') open.push(index + 1)
    const start = sign === ']' ? open.pop() : undefined
    if (start === undefined) continue
    const label: TextRange = [start, index]
    const behind = text.slice(index + 1, index + 1 + TARGET_MAX)
    if (behind.startsWith('(')) found.push(inline(label, behind, index + 1))
    else if (!behind.startsWith(':')) {
      const name = REFERENCE.exec(behind)?.[1] || text.slice(start, index)
      const target = targets.get(name.toLowerCase())
      if (target) found.push({ target, labels: [label] })
    }
  }
  return found
}

function inline(label: TextRange, behind: string, at: number): MaskedLink {
  const target = /^\(\s*(?:<[^<>\n]*>|\S*)/.exec(behind)?.[0].length ?? 0
  const title = /^[^)\n]*/.exec(behind.slice(target))?.[0].length ?? 0
  return { target: [at, at + target], labels: [label, [at + target, at + target + title]] }
}

const inSlack = (text: string): MaskedLink[] =>
  [...text.matchAll(SLACK)].map(({ index, 0: all, 1: target = '' }) => ({
    target: [index + 1, index + 1 + target.length],
    labels: [[index + 2 + target.length, index + all.length]],
  }))

/** Of a tag, the span of its href. */
function hrefOf(tag: string, at: number): TextRange | null {
  const found = HREF.exec(tag)
  return found && [at + found.index + found[0].length - (found[1]?.length ?? 0), at + found.index + found[0].length]
}

function inTags(
  text: string,
  opening: RegExp,
  closing: string,
  targetOf: (tag: string, at: number) => TextRange | null,
): MaskedLink[] {
  const lower = text.toLowerCase()
  let close = 0
  return [...text.matchAll(opening)].flatMap(({ index, 0: tag }) => {
    const end = index + tag.length
    const target = targetOf(tag, index)
    if (close !== -1 && close < end) close = lower.indexOf(closing, end)
    if (target === null) return []
    const label: TextRange[] = close === -1 ? [] : [[end, close]]
    return [{ target, labels: [[index, target[0]], [target[1], end], ...label] }]
  })
}

const MARKUP = /<\/?[a-z][^<>]*>|\[\/?(?:url|img|link|email)\b[^[\]]*\]/gi
const SCHEME = /\b[a-z][a-z0-9+.-]{0,20}:\/\//gi

/** The text with blanks in the place of links and of the markup around them, so that offsets stay. */
export function withoutLinks(text: string, links: readonly Link[]): string {
  const parts: string[] = []
  let at = 0
  for (const { wholeStart, end } of [...links].sort((a, b) => a.wholeStart - b.wholeStart)) {
    if (end <= at) continue
    const start = Math.max(at, wholeStart)
    parts.push(text.slice(at, start), ' '.repeat(end - start))
    at = end
  }
  parts.push(text.slice(at))
  const blank = (found: string) => ' '.repeat(found.length)
  return parts.join('').replace(MARKUP, blank).replace(SCHEME, blank)
}
