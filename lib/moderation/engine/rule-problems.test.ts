import { expect, test } from 'vitest'
import { aRule, foundIn, hitsOf, holds } from '@/tests/support/rules'
import { findRuleProblems } from './rule-problems'

const regex = (pattern: string, more: object = {}) => ({ kind: 'regex', pattern, ...more })

test.each([
  ['a(b', 1, 'a ( isn’t closed'],
  ['a(b)[)](c', 7, 'a ( isn’t closed'],
  ['a)b', 1, 'a ) has no matching ('],
  ['\\)[)])', 5, 'a ) has no matching ('],
  ['ab[c', 2, 'a [ isn’t closed'],
  ['a+b**', 3, 'two repetition operators can’t follow each other'],
  ['*a', 0, 'there’s nothing to repeat'],
  ['x(?=y)', 1, 'lookahead and lookbehind aren’t supported'],
  ['x(?!y)', 1, 'lookahead and lookbehind aren’t supported'],
  ['(a)\\1', 3, 'back-references aren’t supported'],
  ['a{2000}', 1, 'at most 1000 in total'],
  ['[a-z][z-a]', 6, 'isn’t a valid character range or class'],
  ['[z]-a[z-a]', 6, 'isn’t a valid character range or class'],
  ['ab\\', 2, 'it ends with a backslash'],
  ['\\pX', 0, 'isn’t a valid character range or class'],
])('refuses %s at %i', (pattern, position, reason) => {
  const [fault] = findRuleProblems(aRule({ any: [regex('fine'), regex(pattern)] }))
  expect(fault).toMatchObject({ path: 'when.any.1.pattern', position })
  expect(fault?.message).toContain(reason)
})

test.each([
  ['((a{30}){30}b{30}){3}|(?:\\pL{900}){1}', /too large|too many repetitions/],
  ['(?:[^x]{1000}y|z{1000}w|q{1000}v|r{1000}t)', /too large/],
  ['a*', /matches every text/],
  ['|a', /matches every text/],
])('refuses %s, which is no fault of a place', (pattern, reason) => {
  expect(findRuleProblems(aRule(regex(pattern)))[0]?.message).toMatch(reason)
})

test('takes what can be run', () => {
  const fine = ['^$', '(?i)a', '(?P<name>x)', '\\bfree\\s+nitro\\b', '[\\w.-]+@', '\\p{Cyrillic}', '£\\d', 'a{1000}']
  expect(fine.flatMap((pattern) => findRuleProblems(aRule(regex(pattern))))).toEqual([])
  expect(findRuleProblems(aRule({ kind: 'links', domains: ['bücher.example', 'a.b/c'] }))).toEqual([])
})

test('refuses a domain under which anybody may register', () => {
  const domains = ['a.example', 'co.uk', 'co.uk/path', 'github.io', '10.0.0.7']
  expect(findRuleProblems(aRule({ kind: 'links', domains })).map(({ path }) => path)).toEqual([
    'when.domains.1',
    'when.domains.2',
  ])
})

test('refuses a word of which normalising leaves nothing', () => {
  const when = { kind: 'keywords', words: ['a', '\u0301'], normalise: true }
  expect(findRuleProblems(aRule(when)).map(({ path }) => path)).toEqual(['when.words.1'])
})

test('refuses words that are endings of one another without end', () => {
  const words = Array.from({ length: 21 }, (_, index) => 'a'.repeat(index + 1))
  expect(findRuleProblems(aRule({ kind: 'keywords', words })).map(({ path }) => path)).toEqual(['when.words.20'])
  expect(findRuleProblems(aRule({ kind: 'keywords', words: words.slice(1) }))).toEqual([])
})

test('expressions take their flags, and say where they match', () => {
  expect(foundIn(regex('fr.e'), 'FREE fröe 😀free')).toEqual(['FREE', 'fröe', 'free'])
  expect(foundIn(regex('free', { flags: '' }), 'FREE free')).toEqual(['free'])
  expect(holds(regex('^b$'), 'a\nb')).toBe(false)
  expect(holds(regex('^b$', { flags: 'm' }), 'a\nb')).toBe(true)
  expect(holds(regex('a.b', { flags: 's' }), 'a\nb')).toBe(true)
  expect(hitsOf(regex('\\b'), 'ab c').map(({ start, end }) => [start, end])).toEqual([
    [0, 0],
    [2, 2],
    [3, 3],
    [4, 4],
  ])
})

test('a place that would take too long to find is the whole text', () => {
  const text = `${'ab'.repeat(50_000)}c`
  expect(hitsOf(regex('(?:a|b)*a(?:a|b){11}c'), text)).toEqual([{ path: 'when', start: 0, end: text.length }])
})
