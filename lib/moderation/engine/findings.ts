import type { TextRange } from './expressions'
import { findLinks } from './links'

/** Whose keyword was found. */
export interface KeywordOf {
  leaf: number
  /** Whether it excuses what is found within it. */
  isExcuse: boolean
  /** Whether it begins with # or @: in what a link leads to, that is none. */
  isTag: boolean
}

/** What keywords were found in one text, before it is excused. */
export interface Findings {
  add(of: KeywordOf, span: TextRange): void
  /** The places of each condition that something is left of, `limit` at most. */
  settle(limit: number): Map<number, TextRange[]>
}

interface Finds {
  hits: TextRange[]
  excuses: TextRange[]
}

export function createFindings(text: string): Findings {
  const finds = new Map<number, Finds>()
  const isInLink = linkReader(text)
  return {
    add: ({ leaf, isExcuse, isTag }, span) => {
      if (isTag && isInLink(span)) return
      const of = finds.get(leaf) ?? { hits: [], excuses: [] }
      finds.set(leaf, of)
      if (isExcuse) of.excuses.push(span)
      else of.hits.push(span)
    },
    settle: (limit) => {
      const settled = new Map<number, TextRange[]>()
      for (const [leaf, { hits, excuses }] of finds) {
        const left = withoutExcused(distinct(hits), distinct(excuses))
        if (left.length > 0) settled.set(leaf, left.slice(0, limit))
      }
      return settled
    },
  }
}

/** Links are looked for once, where somebody asks. */
function linkReader(text: string): (span: TextRange) => boolean {
  let links: TextRange[] | undefined
  return ({ start }) => {
    links ??= findLinks(text)
    let low = 0
    let high = links.length
    while (low < high) {
      const middle = (low + high) >> 1
      if ((links[middle]?.end ?? 0) <= start) low = middle + 1
      else high = middle
    }
    return (links[low]?.start ?? start) < start
  }
}

/** By start, then end, each once. */
function distinct(spans: readonly TextRange[]): TextRange[] {
  const sorted = [...spans].sort((a, b) => a.start - b.start || a.end - b.end)
  return sorted.filter((span, index) => {
    const before = sorted[index - 1]
    return before === undefined || before.start !== span.start || before.end !== span.end
  })
}

/** Hits that do not lie within an excuse, in one sweep: both are in the order of their starts. */
function withoutExcused(hits: readonly TextRange[], excuses: readonly TextRange[]): TextRange[] {
  let next = 0
  let reach = -1
  return hits.filter(({ start, end }) => {
    for (let excuse = excuses[next]; excuse && excuse.start <= start; excuse = excuses[next]) {
      reach = Math.max(reach, excuse.end)
      next += 1
    }
    return end > reach
  })
}
