import { expect, test } from 'vitest'
import { ruleBody } from './schema'

const leaf = { kind: 'mentions', atLeast: 3 }
const body = (when: unknown, actions: unknown = [{ type: 'hide' }]) =>
  // biome-ignore lint/suspicious/noThenProperty: the word of the API; a rule is never awaited.
  JSON.parse(JSON.stringify({ name: 'n', when, then: actions }))

const faultsOf = (input: unknown): string[] => {
  const read = ruleBody.safeParse(input)
  return read.success ? [] : read.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`)
}

test('takes a rule as the API documents it, and fills in what is left out', () => {
  const when = {
    any: [
      { kind: 'keywords', words: ['nitro'], match: 'word', normalise: false },
      { kind: 'regex', pattern: 'free' },
    ],
  }
  const read = ruleBody.parse(body(when, [{ type: 'openCase', severity: 2 }]))
  expect(read.when).toEqual({ any: [when.any[0], { kind: 'regex', pattern: 'free', flags: 'i' }] })
})

test('takes each kind of condition', () => {
  const leaves = [
    { kind: 'keywords', words: ['a*b'], match: 'wildcard', normalise: true, allow: ['acb*'] },
    { kind: 'regex', pattern: 'a', flags: '' },
    {
      kind: 'links',
      domains: ['https://Example.org/path/', 'xn--bcher-kva.example', 'bücher.example'],
      mode: 'unlisted',
    },
    { kind: 'links', mode: 'any' },
    { kind: 'invites', platforms: ['discord'] },
    leaf,
    { kind: 'caps', share: 0.7 },
    { kind: 'repetition', characters: 6 },
    { kind: 'flood', count: 5, seconds: 10, by: 'channel' },
    { kind: 'duplicate', count: 3, seconds: 60 },
    { kind: 'accountAge', underHours: 24 },
    { kind: 'raid', joins: 20, seconds: 60 },
    { kind: 'classifier', name: 'toxicity', label: 'insult', atLeast: 0.9 },
  ]
  expect(faultsOf(body({ all: [{ any: leaves }, { not: leaf }] }))).toEqual([])
})

test.each([
  [{ any: [] }, 'when.any: any must be a list of at least one condition.'],
  [{ any: [leaf], all: [leaf] }, 'when: A condition must have exactly one of any, all, not and kind.'],
  [{ all: [leaf, { kind: 'mood' }] }, 'when.all.1.kind: Unknown kind of condition.'],
  [{ not: 'x' }, 'when.not: A condition must be an object with any, all, not or kind.'],
  [{ kind: 'keywords', words: ['**'] }, 'when.words.0: A keyword must have more than wildcards.'],
  [{ kind: 'keywords', words: ['a'], allow: ['a*b'] }, 'when.allow.0: Use * only at the start or end.'],
  [
    { kind: 'links', domains: ['nodot'] },
    'when.domains.0: This isn’t a domain such as example.org or example.org/path.',
  ],
  [{ kind: 'links' }, 'when.domains: Enter at least one domain.'],
  [{ kind: 'regex', pattern: 'a', flags: 'ii' }, 'when.flags: Flags can be i, m and s, each at most once.'],
  [{ kind: 'raid', seconds: 5 }, 'when: Enter either joins or identical texts.'],
  [{ kind: 'repetition' }, 'when: Enter how many characters, words or lines repeat.'],
])('refuses %j and says where', (when, fault) => {
  expect(faultsOf(body(when))).toEqual([fault])
})

test('refuses what nests too deeply or is too large, however large it is', () => {
  let deep: unknown = leaf
  for (let depth = 0; depth < 9; depth += 1) deep = { not: deep }
  expect(faultsOf(body(deep)).join()).toContain('Conditions can be nested at most 8 levels deep.')
  for (let depth = 0; depth < 2_000; depth += 1) deep = { any: [deep] }
  expect(faultsOf(body(deep)).join()).toContain('Conditions can be nested at most 8 levels deep.')
  const many = { any: Array.from({ length: 10 }, () => ({ any: Array.from({ length: 10 }, () => leaf) })) }
  expect(faultsOf(body(many))).toEqual(['when.any.4.any.4: A rule can have at most 50 conditions.'])
})

test('does nothing that can not be undone, and each thing once', () => {
  expect(faultsOf(body(leaf, [{ type: 'ban' }]))).toEqual([
    'then.0.type: The type of an action must be openCase, hide or mute.',
  ])
  expect(faultsOf(body(leaf, []))).toEqual(['then: A rule needs at least one action.'])
  expect(faultsOf(body(leaf, [{ type: 'hide' }, { type: 'hide' }]))).toEqual(['then: Use each action at most once.'])
})
