import { hashKey, QueryClient, type QueryState } from '@tanstack/react-query'
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from 'vitest'
import { caseQuery, casesQuery, toCaseFilter } from '@/components/moderation/moderation-client'
import { queuesQuery } from '@/components/moderation/queues-query'
import { makeInvalidator } from './live-connection'

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
  const invalidator = makeInvalidator(client)
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
  /** What is marked as old once the burst is over. */
  const old = (): string[] => {
    vi.advanceTimersByTime(100)
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
  expect(old()).toEqual(['list', 'case 1', 'case 2'])
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
