import { hashKey, QueryClient, type QueryState } from '@tanstack/react-query'
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from 'vitest'
import { caseQuery, casesQuery, toCaseFilter } from '@/components/moderation/moderation-client'
import { queuesQuery } from '@/components/moderation/queues-query'
import { createInvalidator } from './live-connection'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const CASES = casesQuery(
  toCaseFilter({
    ...{ queue: null, status: 'open', sort: null },
    ...{ policy: null, type: null, q: null, member: null },
  }),
)
const RUNS = { queryKey: ['runs', 'list'] as const }
const QUERIES = { list: CASES, 'case 1': caseQuery(1), 'case 2': caseQuery(2), queues: queuesQuery(), runs: RUNS }
const NAMES = new Map(Object.entries(QUERIES).map(([name, { queryKey }]) => [hashKey(queryKey), name]))

function start() {
  const client = new QueryClient()
  const invalidator = createInvalidator(client)
  onTestFinished(() => {
    invalidator.stop()
    client.clear()
  })
  const fill = () => {
    for (const options of Object.values(QUERIES)) {
      const { queryKey, meta } = { meta: undefined, ...options }
      client.getQueryCache().build<unknown, Error, unknown>(client, { queryKey, meta }, dataOf('there'))
    }
  }
  /** What is marked as old once the burst is over; the first of a while is so at once. */
  const old = (waitMs = 100): string[] => {
    vi.advanceTimersByTime(waitMs)
    const all = client.getQueryCache().getAll()
    return all.filter(({ state }) => state.isInvalidated).map(({ queryHash }) => NAMES.get(queryHash) ?? queryHash)
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
  fill()
  invalidator.hint({ topic: 'cases', id: '2' })
  expect(old()).toEqual(['list', 'case 1', 'case 2', 'queues'])
})

test('what tells of one thing of a topic is not made old by another, only by its own and by one that names none', () => {
  const { client, invalidator, fill, old } = start()
  fill()
  invalidator.hint({ topic: 'claims', id: '2' })
  expect(old()).toEqual(['list', 'case 2'])
  client.clear()
  fill()
  invalidator.hint({ topic: 'claims', id: null })
  expect(old(1_000)).toEqual(['list', 'case 1', 'case 2'])
})

test('a burst is one refetch of what all its hints concern', () => {
  const { client, invalidator, fill, old } = start()
  fill()
  const invalidate = vi.spyOn(client, 'invalidateQueries')
  invalidator.hint({ topic: 'claims', id: '1' })
  invalidator.hint({ topic: 'runs', id: '9' })
  expect(old()).toEqual(['list', 'case 1', 'runs'])
  expect(invalidate).toHaveBeenCalledOnce()
})

test('hints that do not end have everything read once a second, with the last of them', () => {
  const { client, invalidator, fill } = start()
  fill()
  const invalidate = vi.spyOn(client, 'invalidateQueries')
  for (let n = 0; n < 100; n += 1) {
    invalidator.hint({ topic: 'claims', id: '1' })
    vi.advanceTimersByTime(50)
  }
  // At 0.1 s and then every second of the five.
  expect(invalidate).toHaveBeenCalledTimes(5)
  vi.advanceTimersByTime(1_000)
  expect(invalidate).toHaveBeenCalledTimes(6)
  vi.advanceTimersByTime(10_000)
  expect(invalidate).toHaveBeenCalledTimes(6)
  invalidator.hint({ topic: 'claims', id: '1' })
  vi.advanceTimersByTime(100)
  expect(invalidate).toHaveBeenCalledTimes(7)
})

test('what comes to life after a hint, with data from before it, is old; half a minute later it is not', () => {
  const { client, invalidator, fill, old } = start()
  invalidator.hint({ topic: 'claims', id: '1' })
  vi.advanceTimersByTime(29_000)
  fill()
  expect(old()).toEqual(['list', 'case 1'])
  client.clear()
  vi.advanceTimersByTime(2_000)
  fill()
  expect(old()).toEqual([])
})
