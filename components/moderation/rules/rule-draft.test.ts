import { expect, test } from 'vitest'
import { ruleBody } from '@/lib/moderation/engine/schema'
import { emptyCondition } from './condition-draft'
import { flatten } from './flatten'
import { emptyDraft, readDraft, toDraft } from './rule-draft'
import { conditionText, shareText } from './rule-text'

const body = ruleBody.parse({
  name: 'Gold',
  when: {
    all: [
      { kind: 'keywords', words: ['gold', 'free nitro'], match: 'wildcard', normalise: true, allow: ['golden'] },
      { kind: 'regex', pattern: 'a+b', flags: '' },
      { kind: 'links', domains: ['a.example'], mode: 'unlisted' },
      { kind: 'links', mode: 'any' },
      { kind: 'invites' },
      { kind: 'invites', platforms: ['discord'] },
      { kind: 'mentions', atLeast: 3 },
      { kind: 'caps', share: 0.7 },
      { kind: 'caps', share: 0.7, minLength: 30 },
      { kind: 'accountAge', underHours: 24 },
      { kind: 'flood', count: 5, seconds: 60, by: 'channel' },
      { kind: 'duplicate', count: 3, seconds: 60 },
      { kind: 'raid', joins: 50, seconds: 600 },
      { kind: 'raid', identical: 5, seconds: 60 },
      { kind: 'repetition', characters: 10, lines: 3 },
      { kind: 'classifier', name: 'toxicity', label: 'insult', atLeast: 0.07 },
      { not: { any: [{ kind: 'mentions', atLeast: 9 }] } },
    ],
  },
  // biome-ignore lint/suspicious/noThenProperty: the word of the API; a rule is never awaited.
  then: [{ type: 'openCase', severity: 4 }, { type: 'hide' }, { type: 'mute', minutes: 5 }],
})

test('a saved rule comes back from the form as it was, whatever the form has fields for', () => {
  expect(readDraft(toDraft(body, 7))).toEqual({ body, dailyCap: 7 })
})

test('what is wrong in the form is told at its place', () => {
  const draft = { ...emptyDraft(), name: 'x', dailyCap: 'many' }
  expect(readDraft({ ...draft, conditions: [{ ...emptyCondition('json'), text: '{' }] })).toEqual({
    problems: [
      { path: 'when.any.0', message: 'Enter valid JSON.' },
      { path: 'dailyCap', message: 'Enter a whole number of 1 or more.' },
    ],
  })
  const empty = readDraft({ ...draft, dailyCap: '1', opensCase: false })
  expect('problems' in empty ? empty.problems.map(({ path }) => path) : []).toEqual(['when.any.0.words', 'then'])
})

test('every condition reads as words', () => {
  const lines = flatten(body.when)
  expect(lines.map(({ depth, word }) => [depth, word]).filter(([, word]) => word)).toEqual([
    [0, 'All of'],
    [1, 'Not'],
    [2, 'Any of'],
  ])
  const words = lines.flatMap(({ leaf }) => (leaf ? [conditionText(leaf)] : []))
  expect(words.slice(0, 3)).toEqual([
    'gold, free nitro: with wildcards, including disguised, except in golden',
    'a+b',
    'to sites other than a.example',
  ])
  expect(words.filter((line) => line.trim() === '' || line.includes('undefined'))).toEqual([])
  expect(shareText(null, null)).toBe('–')
})
