import { createReadStream, existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'
import { countItem, emptyConfusion, toFigures } from './backtest'
import { compile } from './compile'
import { importDomainList, importWordList } from './importers/lists'
import { type LabelledText, readLabelledTexts } from './labelled-texts'
import { ruleBody } from './schema'

const FOLDER = resolve('../shared/data/moderation')
const isHere = existsSync(join(FOLDER, 'expected.json'))
if (!isHere) process.stderr.write(`The labelled texts are skipped, because ${FOLDER} is not there.\n`)

const readText = (name: string): string => readFileSync(join(FOLDER, name), 'utf8')

interface Expected {
  regex: Record<string, string>
  expected: Record<string, Record<string, unknown>>
}

const ruleOf = (when: unknown) =>
  // biome-ignore lint/suspicious/noThenProperty: the word of the API; a rule is never awaited.
  ruleBody.parse({ name: 'of the set', when, then: [{ type: 'openCase', severity: 2 }] })

test.skipIf(!isHere).each(['sms', 'youtube'])('finds in %s what was counted by other means', async (set) => {
  const { regex, expected } = JSON.parse(readText('expected.json')) as Expected
  const { words, skipped } = importWordList(readText('wordlist-en.txt'))
  const names = ['keywords:wordlist-en', ...Object.keys(regex).map((name) => `regex:${name}`)]
  const matcher = compile([
    ruleOf({ any: [{ kind: 'keywords', words, match: 'word', normalise: false }] }),
    ...Object.values(regex).map((pattern) => ruleOf({ any: [{ kind: 'regex', pattern }] })),
  ])
  const rows: LabelledText[] = []
  for await (const batch of readLabelledTexts(createReadStream(join(FOLDER, `${set}.csv`)))) {
    rows.push(...batch.rows)
    expect(batch.bad).toEqual([])
  }
  const counts = names.map(emptyConfusion)
  for (const { text, label } of rows) {
    const { matched } = matcher.match({ text })
    const found = new Set(matched.map(({ rule }) => rule))
    for (const [rule, confusion] of counts.entries()) countItem(confusion, found.has(rule), label)
  }
  expect(skipped).toEqual([])
  expect({
    rows: rows.length,
    positives: rows.filter(({ label }) => label).length,
    ...Object.fromEntries(names.map((name, index) => [name, counts[index]])),
  }).toEqual(expected[set])
  expect(counts.map((confusion) => toFigures(confusion).rows)).toEqual(names.map(() => rows.length))
})

test.skipIf(!isHere)('a list of 21,908 domains is taken whole, and finds them', () => {
  const { domains, skipped } = importDomainList(readText('phishing-domains.txt'))
  expect(domains.length + skipped.length).toBe(21_908)
  // Without a dot it can be the host of no link.
  expect(skipped.map(({ text }) => text)).toEqual(['nitro-discordapp'])
  const matcher = compile([ruleOf({ kind: 'links', domains, mode: 'listed' })])
  const isFound = (text: string) => matcher.match({ text }).matched.length > 0
  expect(domains.filter((domain) => !isFound(`look: https://www.${domain}/x?y, soon`))).toEqual([])
  expect(domains.filter((domain) => !isFound(`look at ${domain}.`))).toEqual([])
  expect(isFound('look at https://discord.com/channels/1 or example.org')).toBe(false)
})
