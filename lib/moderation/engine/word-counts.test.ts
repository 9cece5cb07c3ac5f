import { describe, expect, test } from 'vitest'
import { suggest } from './suggest'
import { countWords, tokensOf } from './word-counts'

const wordsOf = (text: string) => tokensOf(text).map(({ word }) => word)

describe('words that are counted', () => {
  test.each([
    ['cafe\u0301 CAFÉ', ['café', 'café']],
    ['l’e\u0301te\u0301', ['l’été']],
    ['_free_ snake_case nitro_', ['free', 'snake_case', 'nitro']],
    ['मौत, 한국', ['मौत', '한국']],
    ['\u1112\u1161\u11ab', ['한']],
  ])('of %s', (text, words) => {
    expect(wordsOf(text)).toEqual(words)
    for (const { start, end } of tokensOf(text))
      expect(text.slice(start, end)).toMatch(/^[\p{L}\p{N}].*[\p{L}\p{N}\p{M}]$/u)
  })

  test('are one in both forms', () => {
    expect(countWords(['cafe\u0301', 'café']).words).toEqual(new Map([['café', 2]]))
  })

  test('are never so long that to put their marks in order takes seconds', () => {
    const none = countWords([])
    const begin = process.threadCpuUsage()
    suggest({ text: `a${'\u0316\u0301'.repeat(50_000)}`, ordinary: none, acted: none, isOrdinaryDomain: () => false })
    const { user, system } = process.threadCpuUsage(begin)
    expect((user + system) / 1_000).toBeLessThan(1_000)
  })
})
