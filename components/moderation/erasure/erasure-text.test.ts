import { expect, test } from 'vitest'
import { countsOf, othersOf } from './erasure-text'

const NOTHING = {
  ...{
    memberId: 1,
    name: 'Kestrel',
    externalId: 'u2',
    erasedAt: null,
    identities: [{ source: 'forum', name: 'Kestrel' }],
  },
  ...{ messages: 0, cases: 0, reports: 0, appeals: 0 },
}

test('says what loses its words, and nothing of what is not there', () => {
  expect(countsOf(NOTHING)).toBeNull()
  expect(countsOf({ ...NOTHING, cases: 1 })).toBe('1 case')
  expect(countsOf({ ...NOTHING, messages: 12, cases: 3, appeals: 1 })).toBe('12 messages, 3 cases and 1 appeal')
  expect(countsOf({ ...NOTHING, messages: 10_000, reports: 2 })).toBe('10,000 messages or more and 2 reports')
})

test('names the sources that know the same id, where there are several', () => {
  expect(othersOf(NOTHING)).toBeNull()
  const identities = [...NOTHING.identities, { source: 'platform', name: null }]
  expect(othersOf({ ...NOTHING, identities })).toBe(
    'Guildhall treats the ID u2 as one person in forum (Kestrel), platform. The member will be erased in all of these sources.',
  )
})
