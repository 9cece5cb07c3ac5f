import { runToEnd, type Slices } from '@/lib/core/run-in-slices'
import { findExpressionProblem } from './expressions'
import { canonicalHost, isPublicSuffix } from './hosts'
import { isOfKind, listLeaves } from './leaves'
import { normaliseWord } from './normalise'
import type { LeafOf, RuleBody } from './schema'

/** Why a rule whose shape is right can't be used. */
export interface RuleProblem {
  /** Of what is at fault in the rule, for example `when.any.1.pattern`. */
  path: string
  message: string
  /** For an expression: the UTF-16 offset where it goes wrong, where there is one. */
  position?: number
}

/** What the engine can't run of a rule; asked before one is saved. Empty where it can run it all. */
export const findRuleProblems = (body: RuleBody): RuleProblem[] => runToEnd(findRuleProblemsStepwise(body))

/** The same, a word or domain at each step. */
export function* findRuleProblemsStepwise(body: RuleBody): Slices<RuleProblem[]> {
  const faults: RuleProblem[] = []
  for (const { path, leaf } of listLeaves(body)) {
    yield
    if (isOfKind(leaf, 'regex')) faults.push(...regexProblems(`${path}.pattern`, leaf))
    if (isOfKind(leaf, 'links')) yield* addDomainProblems(faults, `${path}.domains`, leaf.domains)
    if (isOfKind(leaf, 'keywords')) yield* addKeywordProblems(faults, path, leaf)
  }
  return faults
}

function regexProblems(path: string, leaf: { pattern: string; flags: string }): RuleProblem[] {
  const fault = findExpressionProblem(leaf)
  if (!fault) return []
  if (fault.position === null) return [{ path, message: `The expression can’t be used: ${fault.reason}.` }]
  const at = `The expression can’t be used: at position ${fault.position}, ${fault.reason}.`
  return [{ path, message: at, position: fault.position }]
}

function* addDomainProblems(faults: RuleProblem[], path: string, domains: readonly string[]): Slices<void> {
  for (const [index, domain] of domains.entries()) {
    yield
    const message = domainProblem(domain)
    if (message !== null) faults.push({ path: `${path}.${index}`, message })
  }
}

/** Why a domain, with or without a path, can't be listed; null where it can. */
export function domainProblem(domain: string): string | null {
  const host = canonicalHost(domain.split('/')[0] ?? '')
  if (host === null) return 'This isn’t a valid domain.'
  return isPublicSuffix(host) ? `Anyone can register a domain under ${host}. List the domains that you mean.` : null
}

/** Each of these words is a find wherever the longest one stands: a long text would give more than memory holds. */
const ENDINGS_MAX = 20

function* addKeywordProblems(
  faults: RuleProblem[],
  path: string,
  { words, normalise }: LeafOf<'keywords'>,
): Slices<void> {
  const all = new Set(words.map((word) => word.toLowerCase()))
  for (const [index, word] of words.entries()) {
    yield
    const message = keywordProblem(word, all, normalise)
    if (message !== null) faults.push({ path: `${path}.words.${index}`, message })
  }
}

function keywordProblem(word: string, all: ReadonlySet<string>, normalise: boolean): string | null {
  if (normalise && normaliseWord(word.replace(/[*?]/g, '')).plain === '')
    return 'This keyword is empty after normalisation. Use letters or digits.'
  const lower = word.toLowerCase()
  const endings = Array.from(lower, (_, from) => lower.slice(from)).filter((ending) => all.has(ending))
  return endings.length > ENDINGS_MAX
    ? `More than ${ENDINGS_MAX} of the keywords are endings of this one. Remove some of them.`
    : null
}
