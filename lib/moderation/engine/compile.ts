import { buildDomainList, buildInviteList, type DomainList } from './domain-list'
import { buildExpressions, type Expressions, type TextRange } from './expressions'
import { buildKeywords, type Keywords, MATCHES_MAX } from './keywords'
import { isOfKind } from './leaves'
import { findLinks, type Link } from './links'
import { countMentions } from './mentions'
import type { Condition, LeafCondition, LeafOf, RuleBody, RuleHit } from './schema'
import { matchesSignal, type Signals, signalOf } from './signals'
import { hasCaps, hasRepetition } from './text-traits'
import { allOf, anyOf, negate, type TruthValue } from './truth-value'

/** What rules are held against: a text, and what is known beyond it. */
export interface ScreenedItem {
  text: string
  signals?: Signals
}

/** A rule that matched an item. */
export interface RuleMatch {
  /** Which one, by its place among the rules that were compiled. */
  rule: number
  /**
   * What made it match, at most 100 in the order of the conditions, where they were asked for: each true condition that is
   * not negated at least once. Without a place of its own in the text (capitals, mentions) a hit is all of it, and one by
   * signals (flood, account age) is empty at 0.
   */
  hits: RuleHit[]
}

/** A rule that missing signals leave undecided. */
export interface UnknownRule {
  rule: number
  /** What its truth hangs on, as signalOf() calls it, each once. */
  missing: string[]
}

/** What the rules say of one item: those that are not named here do not match, and the unknown ones don't either. */
export interface Screening {
  matched: RuleMatch[]
  unknown: UnknownRule[]
}

export interface Matcher {
  /** Without `hits` a text costs a fraction. */
  match(item: ScreenedItem, options?: { hits?: boolean }): Screening
}

/** A leaf with what was compiled for it. */
interface Leaf {
  id: number
  path: string
  leaf: LeafCondition
  /** Of links and invites. */
  domains?: DomainList
}
type Node = { any: Node[] } | { all: Node[] } | { not: Node } | Leaf

/** What is found out about one text, once for all rules. */
interface Findings {
  text: string
  signals: Signals
  keywords: Map<number, TextRange[]>
  expressions: Set<number>
  links: () => Link[]
}

/**
 * Compiles rules into one matcher: one automaton for all keywords, one for all expressions. Pure; it blocks while it works, so
 * that processes which serve people go through `host.ts`.
 * @throws Error for a rule that `findRuleProblems` refuses
 */
export function compile(rules: readonly RuleBody[]): Matcher {
  const leaves: Leaf[] = []
  const roots = rules.map(({ when }) => toNode(when, 'when', leaves))
  const keywords = buildKeywords(leavesOf(leaves, 'keywords'))
  const regexes = leavesOf(leaves, 'regex')
  const expressions = buildExpressions(regexes.map(({ leaf }) => leaf))
  const indexes = new Map(regexes.map(({ id }, index) => [id, index]))
  return {
    match: ({ text, signals = {} }, { hits = false } = {}) => {
      const findings = findAll(text, signals, keywords, expressions, regexes)
      const locate: Locate = (id) => expressions.locate(indexes.get(id) ?? -1, text, MATCHES_MAX)
      const screening: Screening = { matched: [], unknown: [] }
      for (const [rule, root] of roots.entries()) {
        const truth = evaluate(root, findings)
        if (truth === null) screening.unknown.push({ rule, missing: listMissing(root, findings) })
        if (truth) screening.matched.push({ rule, hits: hits ? listHits(root, findings, locate) : [] })
      }
      return screening
    },
  }
}

function toNode(condition: Condition, path: string, leaves: Leaf[]): Node {
  if ('any' in condition) return { any: condition.any.map((inner, at) => toNode(inner, `${path}.any.${at}`, leaves)) }
  if ('all' in condition) return { all: condition.all.map((inner, at) => toNode(inner, `${path}.all.${at}`, leaves)) }
  if ('not' in condition) return { not: toNode(condition.not, `${path}.not`, leaves) }
  const leaf: Leaf = { id: leaves.length, path, leaf: condition }
  if (condition.kind === 'links') leaf.domains = buildDomainList(condition.domains)
  if (condition.kind === 'invites') leaf.domains = buildInviteList(condition.platforms)
  leaves.push(leaf)
  return leaf
}

const leavesOf = <Kind extends LeafCondition['kind']>(leaves: readonly Leaf[], kind: Kind) =>
  leaves.flatMap(({ id, leaf }): { id: number; leaf: LeafOf<Kind> }[] => (isOfKind(leaf, kind) ? [{ id, leaf }] : []))

function findAll(
  text: string,
  signals: Signals,
  keywords: Keywords,
  expressions: Expressions,
  regexes: readonly { id: number }[],
): Findings {
  let links: Link[] | undefined
  return {
    text,
    signals,
    keywords: keywords.find(text),
    expressions: new Set(expressions.match(text).map((index) => regexes[index]?.id ?? -1)),
    links: () => {
      links ??= findLinks(text)
      return links
    },
  }
}

function evaluate(node: Node, findings: Findings): TruthValue {
  if ('any' in node) return anyOf(node.any.map((inner) => evaluate(inner, findings)))
  if ('all' in node) return allOf(node.all.map((inner) => evaluate(inner, findings)))
  if ('not' in node) return negate(evaluate(node.not, findings))
  return holds(node, findings)
}

function holds(node: Leaf, findings: Findings): TruthValue {
  const { leaf } = node
  switch (leaf.kind) {
    case 'keywords':
      return findings.keywords.has(node.id)
    case 'regex':
      return findings.expressions.has(node.id)
    case 'links':
    case 'invites':
      return findings.links().some((link) => isMeant(node, link))
    case 'mentions':
      return countMentions(findings.text) >= leaf.atLeast
    case 'caps':
      return hasCaps(findings.text, leaf)
    case 'repetition':
      return hasRepetition(findings.text, leaf)
    default:
      return matchesSignal(leaf, findings.signals)
  }
}

/** Only what leaves the whole undecided: a missing signal beside a condition that decides is nothing that anybody waits for. */
function listMissing(root: Node, findings: Findings): string[] {
  const found = new Set<string>()
  const collect = (node: Node): void => {
    if (evaluate(node, findings) !== null) return
    if ('not' in node) collect(node.not)
    else if ('any' in node || 'all' in node) for (const inner of 'any' in node ? node.any : node.all) collect(inner)
    else found.add(signalOf(node.leaf))
  }
  collect(root)
  return [...found]
}

/** What merely looks like a host (`file.txt`) is a link only where it is listed. */
function isMeant({ leaf, domains }: Leaf, link: Link): boolean {
  const mode = leaf.kind === 'links' ? leaf.mode : 'listed'
  if (mode === 'any') return link.isSure
  const isListed = domains?.isListed(link) ?? false
  return mode === 'listed' ? isListed : link.isSure && !isListed
}

/** Where the expression of a leaf matches. */
type Locate = (id: number) => TextRange[]

function listHits(root: Node, findings: Findings, locate: Locate): RuleHit[] {
  const found: RuleHit[] = []
  collectHits(root, findings, locate, found)
  return found
}

/** A negated condition made nothing match by being true, so nothing below it is shown. */
function collectHits(node: Node, findings: Findings, locate: Locate, found: RuleHit[]): void {
  if ('not' in node) return
  if ('any' in node || 'all' in node) {
    for (const inner of 'any' in node ? node.any : node.all) collectHits(inner, findings, locate, found)
    return
  }
  if (holds(node, findings) !== true) return
  for (const { start, end } of positionsOf(node, findings, locate))
    if (found.length < MATCHES_MAX) found.push({ path: node.path, start, end })
}

function positionsOf(node: Leaf, findings: Findings, locate: Locate): TextRange[] {
  switch (node.leaf.kind) {
    case 'keywords':
      return findings.keywords.get(node.id) ?? []
    case 'regex':
      return locate(node.id)
    case 'links':
    case 'invites':
      return findings.links().filter((link) => isMeant(node, link))
    case 'mentions':
    case 'caps':
    case 'repetition':
      return [{ start: 0, end: findings.text.length }]
    default:
      return [{ start: 0, end: 0 }]
  }
}
