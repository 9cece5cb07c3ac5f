import { expect, test } from 'vitest'
import { readCases } from '@/tests/support/cases'
import { holds } from '@/tests/support/rules'

/** A condition tried on one text, as `engine.jsonl` writes it. */
interface EngineCase {
  case: string
  when: unknown
  text: string
  want: boolean
  say: string
}

/**
 * Row W6 of the situations (the word `ai` in `n'ai`), which has no line, is declined: an elision begins a word, so that `l'alcool`
 * has `alcool`, and who does not mean `n'ai` allows it. Decision 75 says more.
 */
const cases = readCases<EngineCase>('engine.jsonl')

test('the cases of this project are read', () => {
  if (!process.env.CASES_DIR) expect(cases.length).toBeGreaterThan(50)
})

test.for(cases)('$case: $text ($say)', ({ when, text, want }) => {
  expect(holds(when, text)).toBe(want)
})
