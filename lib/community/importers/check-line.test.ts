import { expect, test } from 'vitest'
import { findLineProblem } from './check-line'
import type { MessageRow } from './lines'

const NOW = new Date('2024-06-01T00:00:00Z')
const GOOD: MessageRow = {
  externalId: '1',
  member: 'm1',
  memberName: null,
  channel: 'c1',
  channelName: 'general',
  topic: null,
  sentAt: '2024-05-31T18:03:00Z',
  text: null,
  length: 3,
}

test.each([
  '2024-05-31T18:03:00Z',
  '2024-05-31t18:03:00.123456z',
  '2024-05-31 18:03:00+02:00',
  '2024-05-31T18:03:00-0930',
  '2024-02-29T00:00:00Z',
  '2024-06-01T12:00:00Z',
])('takes the instant %s', (sentAt) => {
  expect(findLineProblem({ ...GOOD, sentAt }, NOW)).toBeNull()
})

test.each([
  ['2024-05-31T18:03:00', 'sent_at must be an instant'],
  ['31.05.2024 18:03', 'sent_at must be an instant'],
  ['2024-05-31T24:00:00Z', 'sent_at must be an instant'],
  ['2024-05-31T18:03:60Z', 'sent_at must be an instant'],
  ['2024-05-31T18:03:00+15:00', 'sent_at must be an instant'],
  ['', 'sent_at must be an instant'],
  ['2023-02-29T00:00:00Z', "sent_at is a date that doesn't exist"],
  ['1989-12-31T23:59:59Z', 'sent_at is before 1990'],
  ['2024-06-02T00:00:01Z', 'sent_at is in the future'],
])('rejects the instant %s', (sentAt, reason) => {
  expect(findLineProblem({ ...GOOD, sentAt }, NOW)).toContain(reason)
})

test.each([
  [{ externalId: '' }, 'message_id is empty'],
  [{ member: '' }, 'member_id is empty'],
  [{ channel: 'x'.repeat(201) }, 'channel_id is longer than 200 characters'],
  [{ member: 'a\uFFFD' }, 'member_id has bytes that are not UTF-8'],
  [{ text: 'a\0b' }, 'text has a NUL character'],
  [{ length: Number.NaN }, 'length must be a whole number'],
] as const)('rejects %o', (change, reason) => {
  expect(findLineProblem({ ...GOOD, ...change }, NOW)).toBe(reason)
})
