import { expect, test } from 'vitest'
import { aRule, hitsOf, holds } from '@/tests/support/rules'
import { signalsNeeded } from './signals'

test('only what rules ask for is looked up, each once', () => {
  const rules = [
    aRule({
      any: [
        { kind: 'flood', count: 5, seconds: 10 },
        { kind: 'flood', count: 9, seconds: 10 },
      ],
    }),
    aRule({ not: { kind: 'flood', count: 5, seconds: 60, by: 'channel' } }),
    aRule({
      all: [
        { kind: 'raid', identical: 5, seconds: 60 },
        { kind: 'raid', joins: 50, seconds: 3600 },
      ],
    }),
    aRule({ any: ['a', 'b', 'a'].map((name) => ({ kind: 'classifier', name, label: 'spam', atLeast: 0.5 })) }),
  ]
  expect(signalsNeeded(rules)).toEqual({
    authorAge: false,
    flood: { author: [10], channel: [60] },
    duplicate: [],
    joins: [3600],
    identical: [60],
    classifiers: ['a', 'b'],
  })
})

test.each([
  [{ kind: 'accountAge', underHours: 24 }, { authorAgeHours: 23.9 }, { authorAgeHours: 24 }],
  [{ kind: 'flood', count: 5, seconds: 10 }, { flood: { author: { 10: 5 } } }, { flood: { author: { 10: 4 } } }],
  [
    { kind: 'flood', count: 5, seconds: 10, by: 'channel' },
    { flood: { channel: { 10: 9 } } },
    { flood: { channel: { 10: 0 } } },
  ],
  [{ kind: 'duplicate', count: 3, seconds: 60 }, { duplicate: { 60: 3 } }, { duplicate: { 60: 2 } }],
  [{ kind: 'raid', joins: 9, seconds: 60 }, { joins: { 60: 9 } }, { joins: { 60: 8 } }],
  [{ kind: 'raid', identical: 9, seconds: 60 }, { identical: { 60: 9 } }, { identical: { 60: 8 } }],
  [
    { kind: 'classifier', name: 'c', label: 'spam', atLeast: 0.5 },
    { classifiers: { c: { spam: 0.5 } } },
    { classifiers: { c: { spam: 0.49 } } },
  ],
])('%j holds with %j, not with %j, and is unknown without', (when, signals, others) => {
  expect([holds(when, '', signals), holds(when, '', others), holds(when, '')]).toEqual([true, false, null])
})

test('a classifier that does not answer leaves only what hangs on it undecided', () => {
  const asked = { kind: 'classifier', name: 'c', label: 'spam', atLeast: 0.5 }
  const word = { kind: 'keywords', words: ['nitro'] }
  const silent = { classifiers: { c: null } }
  expect(holds({ any: [asked, word] }, 'nitro', silent)).toBe(true)
  expect(holds({ any: [asked, word] }, 'none', silent)).toBeNull()
  expect(holds({ all: [asked, word] }, 'none', silent)).toBe(false)
  expect(holds({ not: asked }, 'none', silent)).toBeNull()
})

test('hits name the conditions that hold, and none below a not', () => {
  const word = (text: string) => ({ kind: 'keywords', words: [text] })
  const when = { all: [word('a'), { not: word('b') }, { any: [word('c'), word('d')] }] }
  expect(hitsOf(when, 'a d')).toEqual([
    { path: 'when.all.0', start: 0, end: 1 },
    { path: 'when.all.2.any.1', start: 2, end: 3 },
  ])
})
