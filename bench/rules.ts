import { monitorEventLoopDelay } from 'node:perf_hooks'
import { RE2JS } from 're2js'
import { compile } from '@/lib/moderation/engine/compile'
import { createMatcherHost, ruleSet } from '@/lib/moderation/engine/host'
import { type RuleBody, ruleBody } from '@/lib/moderation/engine/schema'
import { EVIL_EXPRESSIONS } from '@/tests/support/evil-expressions'
import { type BenchContext, percentile, timed } from './support/report'

const KEYWORD_RULES = 150
const KEYWORDS_TOTAL = 1_000
const EXPRESSIONS = 50
const ROUND = 500
const LONG = 100_000

/**
 * What 150 rules of keywords and 50 of expressions cost over short texts, together and one expression after another on the
 * same engine; and what the longest texts do to the process that asks.
 */
export async function run({ quick, report, say }: BenchContext): Promise<void> {
  const random = randomOf(7)
  const listed = Array.from({ length: KEYWORDS_TOTAL }, () => aWord(random, 4))
  const rules = makeRules(listed)
  const texts = Array.from({ length: quick ? 1_000 : 25_000 }, () => aText(random, listed))
  const matcher = compile(rules)
  const singles = rules.map(toExpression)
  const askTogether = (text: string) => matcher.match({ text }).matched.map(({ rule }) => rule)
  const askApart = (text: string) => singles.flatMap((single, rule) => (single.test(text) ? [rule] : []))
  // A process that has just begun runs code that is not compiled yet: neither is measured so.
  for (const text of texts.slice(0, 300)) [askTogether, askApart].map((ask) => ask(text))
  const ours: number[][] = []
  const theirs: number[][] = []
  let together = 0
  let apart = 0
  // They take turns, so that whatever else the machine does falls on both.
  for (let from = 0; from < texts.length; from += ROUND) {
    const round = texts.slice(from, from + ROUND)
    together += await timed(async () => void ours.push(...round.map(askTogether)))
    apart += await timed(async () => void theirs.push(...round.map(askApart)))
  }
  say(`${texts.length} texts in ${Math.round(together)} ms combined and ${Math.round(apart)} ms one by one`)
  const differing = texts.filter((_, index) => String(ours[index]) !== String(theirs[index])).length
  const n = texts.length
  report({ figure: 'together_vs_apart', value: apart / together, unit: 'ratio', bar: 10, wants: 'at least', n })
  report({ figure: 'together', value: together / 1_000, unit: 'seconds', bar: 10, n })
  report({ figure: 'texts_that_differ', value: differing, unit: 'count', bar: 0, n })
  report({ figure: 'matches', value: ours.flat().length, unit: 'count', n })
  await runLong(report)
}

/** Each catastrophic expression over 100 kB, through the thread while the event loop is watched, and here for its own time. */
async function runLong(report: BenchContext['report']): Promise<void> {
  const host = createMatcherHost()
  const texts = [`${'a'.repeat(LONG)}!`, 'ab, x\t'.repeat(LONG / 6), '9.'.repeat(LONG / 2)]
  await host.screen(ruleSet([toRule({ kind: 'regex', pattern: 'first' })]), [{ text: '' }])
  const delay = monitorEventLoopDelay({ resolution: 5 })
  const spent: number[] = []
  delay.enable()
  for (const pattern of EVIL_EXPRESSIONS) {
    const rules = ruleSet([toRule({ kind: 'regex', pattern })])
    for (const text of texts) await host.screen(rules, [{ text }])
  }
  delay.disable()
  await host.close()
  for (const pattern of EVIL_EXPRESSIONS) {
    const matcher = compile([toRule({ kind: 'regex', pattern })])
    for (const text of texts) spent.push(cpuMs(() => matcher.match({ text })))
  }
  report({ figure: 'long_text_p99', value: percentile(spent, 99), unit: 'milliseconds', bar: 20, n: spent.length })
  report({ figure: 'event_loop_blocked', value: delay.max / 1e6, unit: 'milliseconds', bar: 50, n: spent.length })
}

/** What some work takes of this thread's processor, whatever else the machine does. */
function cpuMs(work: () => unknown): number {
  const before = process.threadCpuUsage()
  work()
  const { user, system } = process.threadCpuUsage(before)
  return (user + system) / 1_000
}

const toRule = (when: unknown): RuleBody =>
  // biome-ignore lint/suspicious/noThenProperty: the word of the API; a rule is never awaited.
  ruleBody.parse({ name: 'of the bench', when, then: [{ type: 'openCase', severity: 1 }] })

function makeRules(listed: readonly string[]): RuleBody[] {
  const keywords = Array.from({ length: KEYWORD_RULES }, (_, rule) => ({
    kind: 'keywords',
    words: listed.filter((_, index) => index % KEYWORD_RULES === rule),
  }))
  const patterns = Array.from({ length: EXPRESSIONS }, (_, index) => toPattern(index, listed[index * 7] ?? ''))
  return [...keywords, ...patterns.map((pattern) => ({ kind: 'regex', pattern }))].map(toRule)
}

/** Of the kinds that moderators write. */
const toPattern = (index: number, word: string): string =>
  [
    `\\b${word}\\s+(?:out\\s+)?(?:my|this|our)\\b`,
    `https?://[\\w.-]*${word}[\\w.-]*\\.(?:com|net|ru)`,
    `\\b(?:free|win|claim)\\s?${word}`,
    `${word}[!?]{3,}|£\\d+ ${word}`,
    `\\b0?8\\d{7,9} ${word}\\b`,
  ][index % 5] ?? word

/** The same rule as one expression. */
function toExpression({ when }: RuleBody): RE2JS {
  if ('kind' in when && when.kind === 'keywords')
    return RE2JS.compile(`(?i)(?:^|[^A-Za-z0-9_])(?:${when.words.join('|')})(?:$|[^A-Za-z0-9_])`)
  return RE2JS.compile('kind' in when && when.kind === 'regex' ? `(?i)${when.pattern}` : '')
}

const SYLLABLES = [
  'ba',
  'ke',
  'li',
  'mo',
  'nu',
  'ra',
  'se',
  'ti',
  'vo',
  'dan',
  'fel',
  'gor',
  'hin',
  'jas',
  'wen',
  'pro',
]

const aWord = (random: () => number, least = 2): string =>
  Array.from(
    { length: least + Math.floor(random() * 3) },
    () => SYLLABLES[Math.floor(random() * SYLLABLES.length)],
  ).join('')

/** From 5 to 40 words, one in two hundred of them listed. */
const aText = (random: () => number, listed: readonly string[]): string =>
  Array.from({ length: 5 + Math.floor(random() * 36) }, () =>
    random() < 0.005 ? listed[Math.floor(random() * listed.length)] : aWord(random),
  ).join(random() < 0.1 ? ', ' : ' ')

/** The same numbers in every run (mulberry32). */
function randomOf(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
