import { expect, test } from 'vitest'
import type { WebhookView } from '@/lib/webhooks/schema'
import { eventTitle, failedCountText, meaningOf, partsOf, responseText, stateOf } from './webhook-text'

const webhook = (change: Partial<WebhookView> = {}): WebhookView => ({
  id: '1',
  url: 'https://platform.example/guildhall',
  events: ['moderation.action'],
  enabled: true,
  disabledAt: null,
  disabledReason: null,
  oldSecretUntil: null,
  version: 1,
  createdAt: '2026-11-26T10:00:00.000Z',
  updatedAt: '2026-11-26T10:00:00.000Z',
  lastDelivery: null,
  deadCount: 0,
  ...change,
})

test('an endpoint is what its last delivery says, unless it is off', () => {
  const last = {
    id: '2',
    event: 'ping',
    statusCode: 404,
    triedAt: null,
    createdAt: '2026-11-26T10:00:00.000Z',
  } as const
  const wordOf = (change: Partial<WebhookView>) => stateOf(webhook(change)).word
  expect(wordOf({})).toBe('Enabled')
  expect(wordOf({ lastDelivery: { ...last, state: 'dead' } })).toBe('Failing')
  expect(wordOf({ lastDelivery: { ...last, state: 'delivered' }, deadCount: 3 })).toBe('Enabled')
  expect(wordOf({ enabled: false, disabledReason: 'staff' })).toBe('Disabled')
  expect(wordOf({ enabled: false, disabledReason: 'gone' })).toBe('Gone')
})

test('what was given up is counted, up to where it is counted', () => {
  expect([0, 1, 999, 1_000].map(failedCountText)).toEqual([null, '1 failed', '999 failed', '1000 or more failed'])
})

test('an address is known by its host', () => {
  expect(partsOf('https://platform.example:8443/a?b=c')).toEqual({ host: 'platform.example:8443', rest: '/a?b=c' })
  expect(partsOf('https://platform.example')).toEqual({ host: 'platform.example', rest: '' })
})

test('each state is told in a sentence', () => {
  const about = { attempts: 2, receiver: null, statusCode: null }
  expect(meaningOf({ ...about, state: 'pending' })).toBe('2 attempts failed. Guildhall will retry automatically.')
  expect(meaningOf({ ...about, state: 'pending', attempts: 0 })).toBe('Not attempted yet.')
  expect(meaningOf({ ...about, state: 'delivered', receiver: { status: 'applied', externalId: null } })).toBe(
    'The receiver accepted it and returned: applied.',
  )
  expect(responseText({ statusCode: 503, error: 'It answered 503.' })).toBe('503')
  expect(responseText({ statusCode: null, error: 'No.' })).toBe('no response')
  expect(responseText({ statusCode: null, error: null })).toBe('–')
})

test('an event is called by its words, and by its name where nobody declares it any more', () => {
  const events = [{ name: 'moderation.action', title: 'Action' }]
  expect(['moderation.action', 'ping', 'gone.event'].map((name) => eventTitle(events, name))).toEqual([
    'Action',
    'Test',
    'gone.event',
  ])
})
