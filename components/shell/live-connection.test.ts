import { QueryClient, type QueryState } from '@tanstack/react-query'
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from 'vitest'
import { makeInvalidator } from './live-connection'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const KEYS = [['cases', 'list'], ['cases', 'detail', 1], ['cases', 'detail', 2], ['queues', 'list'], ['runs']] as const
const META = {
  'cases list': { topics: ['claims'] },
  'cases detail 1': { topics: ['claims', 'webhooks'], of: { claims: 1 } },
  'cases detail 2': { topics: ['claims', 'webhooks'], of: { claims: 2 } },
  'queues list': { topics: ['cases'] },
} as Record<string, Record<string, unknown>>

function start() {
  const client = new QueryClient()
  const invalidator = makeInvalidator(client)
  onTestFinished(() => {
    invalidator.stop()
    client.clear()
  })
  const fill = (...keys: (readonly unknown[])[]) => {
    for (const queryKey of keys)
      client
        .getQueryCache()
        .build<unknown, Error, unknown>(client, { queryKey, meta: META[queryKey.join(' ')] }, dataOf('there'))
  }
  /** What is marked as old once the burst is over. */
  const old = (): string[] => {
    vi.advanceTimersByTime(100)
    const all = client.getQueryCache().getAll()
    return all.filter(({ state }) => state.isInvalidated).map(({ queryKey }) => queryKey.join(' '))
  }
  return { client, invalidator, fill, old }
}

const dataOf = (data: unknown): QueryState => ({
  data,
  dataUpdateCount: 1,
  dataUpdatedAt: Date.now(),
  error: null,
  errorUpdateCount: 0,
  errorUpdatedAt: 0,
  fetchFailureCount: 0,
  fetchFailureReason: null,
  fetchMeta: null,
  isInvalidated: false,
  status: 'success',
  fetchStatus: 'idle',
})

test('a hint makes old what depends on its topic, by the key or by what else it names', () => {
  const { invalidator, fill, old } = start()
  fill(...KEYS)
  invalidator.hint({ topic: 'cases', id: '2' })
  expect(old()).toEqual(['cases list', 'cases detail 1', 'cases detail 2', 'queues list'])
})

test('what tells of one thing of a topic is not made old by another, only by its own and by one that names none', () => {
  const { client, invalidator, fill, old } = start()
  fill(...KEYS)
  invalidator.hint({ topic: 'claims', id: '2' })
  expect(old()).toEqual(['cases list', 'cases detail 2'])
  client.clear()
  fill(...KEYS)
  invalidator.hint({ topic: 'claims', id: null })
  expect(old()).toEqual(['cases list', 'cases detail 1', 'cases detail 2'])
})

test('a burst is one refetch of what all its hints concern', () => {
  const { client, invalidator, fill, old } = start()
  fill(...KEYS)
  const invalidate = vi.spyOn(client, 'invalidateQueries')
  invalidator.hint({ topic: 'claims', id: '1' })
  invalidator.hint({ topic: 'runs', id: '9' })
  expect(old()).toEqual(['cases list', 'cases detail 1', 'runs'])
  expect(invalidate).toHaveBeenCalledOnce()
})

test('what comes to life after a hint, with data from before it, is old; half a minute later it is not', () => {
  const { client, invalidator, fill, old } = start()
  invalidator.hint({ topic: 'claims', id: '1' })
  vi.advanceTimersByTime(29_000)
  fill(...KEYS)
  expect(old()).toEqual(['cases list', 'cases detail 1'])
  client.clear()
  vi.advanceTimersByTime(2_000)
  fill(...KEYS)
  expect(old()).toEqual([])
})
