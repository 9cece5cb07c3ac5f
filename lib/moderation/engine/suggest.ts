import { isPlatform, platformOf } from './domain-list'
import { findExpressionProblem } from './expressions'
import { registrableOf } from './hosts'
import { findLinks, type Link } from './links'
import { withoutLabels, withoutLinks } from './masked-links'
import { joinSpacedLetters, normalise, normaliseWord } from './normalise'
import type { InvitePlatform, LeafCondition } from './schema'
import { distinctiveOf, type Token, tokensOf, type WordCounts } from './word-counts'

/** What a rule is made from, and what it is told apart from. */
export interface SuggestInput {
  text: string
  /** What members write and moderators let stand. */
  ordinary: WordCounts
  /** What moderators did something about. */
  acted: WordCounts
  /** Whether an ordinary text speaks of a domain: then a rule against all of it would hit the wrong ones. */
  isOrdinaryDomain: (domain: string) => boolean
}

export interface Suggestion {
  /** Any of which makes the rule; empty where nothing in the text is worth looking for. */
  conditions: LeafCondition[]
  /** The first thing that is looked for, for a name. */
  about: string | null
  /** Whether the text hides words, which are then looked for in disguise as well. */
  isDisguised: boolean
}

const WORDS_MAX = 6
const PHRASE_MAX = 3
const SPELLED_LEAST = 4
/** A shorter word says little by itself: it is looked for where nothing better is there. */
const DISTINCTIVE_MIN = 5
const INVISIBLE = /[\u200b-\u200d\u2060\ufeff\u00ad]/g

/**
 * What to look for to find texts like this one: words that members seldom write, joined where they stand together; the domains
 * that it links to; the platforms that it invites to; and, where a number stands among such words, an expression for any number.
 */
export function suggest({ text, ordinary, acted, isOrdinaryDomain }: SuggestInput): Suggestion {
  const seen = text.replace(INVISIBLE, '')
  const all = withoutGuesses(findLinks(seen))
  const targets = withoutHops(withoutLabels(seen, all), isOrdinaryDomain)
  const links = [...new Map(targets.map((link) => [`${link.host} ${link.path}`, link])).values()]
  const tokens = tokensOf(withoutLinks(seen, all))
  const distinctive = distinctiveOf(tokens, ordinary, acted)
  const plain = distinctive.map((token) => ({ token, word: undisguised(token.word) }))
  const spelled = spelledOut(seen).filter((word) => !plain.some((one) => one.word.includes(word)))
  const isDisguised = seen !== text || spelled.length > 0 || plain.some(({ token, word }) => word !== token.word)
  const words = [...spelled, ...phrasesOf(plain, seen)].slice(0, WORDS_MAX)
  const conditions = [
    ...keywordsOf(words, isDisguised),
    ...linksOf(links, isOrdinaryDomain),
    ...invitesOf(links),
    ...expressionOf(tokens, distinctive, seen),
  ]
  return { conditions, about: words[0] ?? domainsOf(links)[0] ?? null, isDisguised }
}

/**
 * A word as one reads it, where look-alike letters of other scripts stand among Latin ones; accents disguise nothing, and neither
 * does a word that is all of another script.
 */
function undisguised(word: string): string {
  const base = word.normalize('NFD').replace(/\p{M}/gu, '')
  const { plain } = normaliseWord(word)
  const isMixed = !IS_LATIN.test(base) && (/[a-z]/.test(base) || IS_LATIN.test(base.normalize('NFKD')))
  return isMixed && IS_LATIN.test(plain) ? plain : word
}

const IS_LATIN = /^[a-z0-9'’_-]+$/

/** Words whose letters are set apart: `f r e e`. */
const spelledOut = (text: string): string[] => [
  ...new Set(
    joinSpacedLetters(normalise(text))
      .plain.split(/[\n ]/)
      .filter((word) => word.length >= SPELLED_LEAST && /^[a-z]+$/.test(word)),
  ),
]

interface PlainWord {
  token: Token
  word: string
}

/** Neighbours become one phrase, which is rarer than each of its words; the best words come first. */
function phrasesOf(words: readonly PlainWord[], text: string): string[] {
  const inOrder = [...words].sort((a, b) => a.token.start - b.token.start)
  const phrases: PlainWord[][] = []
  for (const one of inOrder) {
    const phrase = phrases.at(-1)
    const last = phrase?.at(-1)
    const isNext = last !== undefined && /^\s{1,3}$/.test(text.slice(last.token.end, one.token.start))
    if (phrase && isNext && phrase.length < PHRASE_MAX) phrase.push(one)
    else phrases.push([one])
  }
  const scoreOf = (phrase: readonly PlainWord[]) => phrase.reduce((sum, { token }) => sum + token.score, 0)
  const found = phrases
    .sort((a, b) => scoreOf(b) - scoreOf(a))
    .map((phrase) => phrase.map(({ word }) => word).join(' '))
  const unique = [...new Set(found)]
  const telling = unique.filter((phrase) => [...phrase].length >= DISTINCTIVE_MIN)
  return telling.length > 0 ? telling : unique
}

const keywordsOf = (words: string[], isDisguised: boolean): LeafCondition[] =>
  words.length > 0 ? [{ kind: 'keywords', words, match: 'word', normalise: isDisguised }] : []

/** Without other readings of what is a link for sure. */
function withoutGuesses(links: readonly Link[]): Link[] {
  const found: Link[] = []
  let sureEnd = 0
  for (const link of [...links].sort((a, b) => a.start - b.start || Number(b.isSure) - Number(a.isSure))) {
    if (!link.isSure && link.start < sureEnd) continue
    if (link.isSure) sureEnd = Math.max(sureEnd, link.end)
    const last = found.at(-1)
    if (link.isSure && last && !last.isSure && last.end > link.start) found.pop()
    found.push(link)
  }
  return found
}

/** What a site sends people on with: `/url?q=…`, `/redirect/…`, `l.php`. */
const HOP =
  /(?:^|[/._-])(?:url|redir\w*|out|away|link\w*|goto|go|l|click|jump|track\w*|r|exit|leave|proxy|forward)(?:[./]|$)/i

/**
 * Of links that lead to others the one that is meant: not the site that members know, and else where a redirect ends. Where
 * neither tells, both.
 */
function withoutHops(links: readonly Link[], isOrdinary: (domain: string) => boolean): Link[] {
  const isKnown = ({ host }: Link) => isPlatform(host) || isOrdinary(registrableOf(host))
  const left = new Set<Link>()
  const open: Link[] = []
  for (const link of links) {
    while ((open.at(-1)?.end ?? link.start + 1) <= link.start) open.pop()
    const outer = open.findLast((one) => one.start < link.start && one.end >= link.end)
    open.push(link)
    if (!outer || left.has(outer)) continue
    if (isKnown(link) && platformOf(link) === null) left.add(link)
    else if (isKnown(outer) || HOP.test(`${outer.host}${outer.path}`)) left.add(outer)
  }
  return links.filter((link) => !left.has(link))
}

const domainsOf = (links: readonly Link[]): string[] => [
  ...new Set(links.filter(isMeant).map(({ host }) => registrableOf(host))),
]

/** A host that nobody can register is meant where a path follows it: `shop.internal/claim`, not `readme.txt`. */
const isMeant = (link: Link): boolean => (link.isSure || link.path.length > 1) && platformOf(link) === null

/** What a condition takes. */
const DOMAIN_MAX = 500

/** All of a domain, or its path alone where members link to other parts of it. */
function linksOf(links: readonly Link[], isOrdinary: (domain: string) => boolean): LeafCondition[] {
  const domains = links.filter(isMeant).flatMap(({ host, path }) => {
    const domain = registrableOf(host)
    if (!isOrdinary(domain)) return [domain]
    const bare = path.replace(/\/+$/, '')
    return bare === '' || host.length + bare.length > DOMAIN_MAX ? [] : [`${host}${bare}`]
  })
  return domains.length > 0 ? [{ kind: 'links', domains: [...new Set(domains)], mode: 'listed' }] : []
}

function invitesOf(links: readonly Link[]): LeafCondition[] {
  const platforms = new Set(links.flatMap((link): InvitePlatform | [] => platformOf(link) ?? []))
  return platforms.size > 0 ? [{ kind: 'invites', platforms: [...platforms] }] : []
}

/** Words on either side of a number that go into an expression. */
const CONTEXT_LENGTH = 2
const NUMBER = '\\d[\\d.,]*'

/** `earn 300 a day` with any number; the words have to be told apart by a distinctive one, and ends to be ASCII for `\b`. */
function expressionOf(tokens: readonly Token[], distinctive: readonly Token[], text: string): LeafCondition[] {
  const rare = new Set(distinctive.map(({ start }) => start))
  for (const [index, token] of tokens.entries()) {
    if (!/^\d/.test(token.word)) continue
    const before = tokens.slice(Math.max(0, index - CONTEXT_LENGTH), index).filter((one) => isNear(text, one, token))
    const behind = tokens.slice(index + 1, index + 1 + CONTEXT_LENGTH).filter((one) => isNear(text, token, one))
    // Ordinary words at its beginning would only narrow it.
    while (before[0] && !rare.has(before[0].start)) before.shift()
    const window = [...before, token, ...behind]
    if (window.length < 3 || !window.some(({ start }) => rare.has(start))) continue
    const pattern = `\\b${window.map(({ word }) => (/^\d/.test(word) ? NUMBER : spell(word))).join('\\W+')}`
    const leaf: LeafCondition = { kind: 'regex', pattern, flags: 'i' }
    if (/^[a-z0-9]/.test(window[0]?.word ?? '') && findExpressionProblem(leaf) === null) return [leaf]
  }
  return []
}

const NEAR_MAX = 30
const isNear = (text: string, a: Token, b: Token): boolean =>
  b.start - a.end < NEAR_MAX && !/[\n.!?]\s/.test(text.slice(a.end, b.start))

const spell = (word: string): string => word.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')
