import { expect, test } from 'vitest'
import { parseClassifierResponse } from './classifier-answer'

const asked = { labels: ['spam', 'insult'], count: 2 }
const read = (value: unknown) =>
  parseClassifierResponse(typeof value === 'string' ? value : JSON.stringify(value), asked)

test('takes the labels that it was set up for, and of them numbers from 0 to 1', () => {
  expect(
    read({ results: [{ scores: { spam: 0.5, insult: 1, other: 0.9 } }, { scores: { spam: '0.5', insult: 1.1 } }] }),
  ).toEqual({
    scores: [
      { spam: 0.5, insult: 1 },
      { spam: null, insult: null },
    ],
  })
})

test.for([
  ['no JSON', '<html>'],
  ['nothing', ''],
  ['null', 'null'],
  ['a number', '5'],
  ['no results', {}],
  ['results that are no list', { results: { 0: {} } }],
  ['fewer results than texts', { results: [{ scores: { spam: 1 } }] }],
  ['other labels', { results: [{ scores: { toxic: 1 } }, { scores: { toxic: 0 } }] }],
  ['no scores', { results: [null, 'x'] }],
  ['numbers of another scale', { results: [{ scores: { spam: 87 } }, { scores: { spam: -1 } }] }],
] as const)('refuses %s', ([, value]) => {
  expect(read(value)).toEqual({ fault: expect.any(String) })
})

test('a label may be called whatever objects have of their own', () => {
  const answer = parseClassifierResponse('{"results":[{"scores":{}}]}', {
    labels: ['constructor', '__proto__'],
    count: 1,
  })
  expect(answer).toEqual({ fault: expect.any(String) })
})
