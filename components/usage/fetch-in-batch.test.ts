import { afterEach, expect, test, vi } from 'vitest'
import { ApiError } from '@/lib/core/http/client'
import { SERIES_BATCH_MAX } from '@/lib/metrics/terms'
import { fetchInBatch } from './fetch-in-batch'

type Ask = { kind: string; query: Record<string, unknown> }

const options = () => ({ signal: new AbortController().signal })

/** The server, answering each question with its metric and refusing one; notes what each request asked. */
function answering(): { requests: string[][]; signals: (AbortSignal | null | undefined)[] } {
  const noted = { requests: [] as string[][], signals: [] as (AbortSignal | null | undefined)[] }
  vi.stubGlobal('fetch', async (_address: string, { body, signal }: RequestInit) => {
    const { asks } = JSON.parse(String(body)) as { asks: Ask[] }
    noted.requests.push(asks.map(({ query }) => String(query.metric)))
    noted.signals.push(signal)
    const answers = asks.map(({ query: { metric } }) =>
      metric === 'wrong'
        ? { status: 422, problem: { code: 'input.invalid', detail: 'metric: no' } }
        : { status: 200, answer: { metric } },
    )
    return Response.json({ answers })
  })
  return noted
}

afterEach(() => vi.unstubAllGlobals())

test('what is asked in one moment is one request, each with its own answer or refusal', async () => {
  const { requests } = answering()
  const [first, wrong, last] = await Promise.allSettled(
    ['a', 'wrong', 'b'].map((metric) => fetchInBatch('series', { metric }, options())),
  )
  expect(requests).toEqual([['a', 'wrong', 'b']])
  expect(first).toMatchObject({ value: { metric: 'a' } })
  expect(last).toMatchObject({ value: { metric: 'b' } })
  const reason = (wrong as PromiseRejectedResult).reason
  expect(reason).toBeInstanceOf(ApiError)
  expect(reason).toMatchObject({ status: 422, code: 'input.invalid', message: 'metric: no' })
})

test('a breakdown goes by itself, and more than a request may hold goes by several', async () => {
  const { requests } = answering()
  const many = Array.from({ length: SERIES_BATCH_MAX + 1 }, (_, n) =>
    fetchInBatch('series', { metric: `m${n}` }, options()),
  )
  await Promise.all([fetchInBatch('series', { metric: 'split', by: 'channel' }, options()), ...many])
  expect(requests.map(({ length }) => length)).toEqual([1, SERIES_BATCH_MAX, 1])
  expect(requests[0]).toEqual(['split'])
})

test('what nobody waits for any more is not asked, and a request ends when nobody waits for any of it', async () => {
  const noted = answering()
  const [gone, first, second] = [new AbortController(), new AbortController(), new AbortController()]
  void fetchInBatch('series', { metric: 'gone' }, { signal: gone.signal })
  gone.abort()
  await fetchInBatch('series', { metric: 'kept' }, options())
  expect(noted.requests).toEqual([['kept']])

  vi.stubGlobal('fetch', (_address: string, { signal }: RequestInit) => {
    noted.signals.push(signal)
    return new Promise(() => undefined)
  })
  void fetchInBatch('series', { metric: 'first' }, { signal: first.signal })
  void fetchInBatch('series', { metric: 'second' }, { signal: second.signal })
  await expect.poll(() => noted.signals.length).toBe(2)
  first.abort()
  expect(noted.signals[1]?.aborted).toBe(false)
  second.abort()
  expect(noted.signals[1]?.aborted).toBe(true)
})

test('where the server can not be reached all are told', async () => {
  vi.stubGlobal('fetch', () => Promise.reject(new TypeError('fetch failed')))
  const both = await Promise.allSettled(['a', 'b'].map((metric) => fetchInBatch('series', { metric }, options())))
  expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
})
