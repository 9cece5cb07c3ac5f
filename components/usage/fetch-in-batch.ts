import { sendJson, toApiError } from '@/lib/core/http/client'
import type { SeriesBatchItem, SeriesBatchView } from '@/lib/metrics/schema'
import { SERIES_BATCH_MAX } from '@/lib/metrics/terms'

interface Waiting {
  ask: SeriesBatchItem
  signal: AbortSignal
  resolve: (answer: unknown) => void
  reject: (error: unknown) => void
}

let waiting: Waiting[] = []

/**
 * Asks a question to the metrics together with all others of this moment: the panels of a page are fetched anew at once, and a
 * request costs the server more than most answers. A chart by channel or space, which takes long, goes by itself.
 * @throws ApiError as the question would be refused by itself; TypeError where the server can't be reached
 */
export function fetchInBatch<T>(
  kind: SeriesBatchItem['kind'],
  query: SeriesBatchItem['query'],
  { signal }: { signal: AbortSignal },
): Promise<T> {
  return new Promise<unknown>((resolve, reject) => {
    const one: Waiting = { ask: { kind, query }, signal, resolve, reject }
    if (query.by !== undefined) return void send([one])
    if (waiting.length === 0) setTimeout(sendAll)
    waiting.push(one)
  }) as Promise<T>
}

function sendAll(): void {
  const all = waiting.filter(({ signal }) => !signal.aborted)
  waiting = []
  for (let first = 0; first < all.length; first += SERIES_BATCH_MAX)
    void send(all.slice(first, first + SERIES_BATCH_MAX))
}

async function send(batch: readonly Waiting[]): Promise<void> {
  const stop = new AbortController()
  const onAbort = () => {
    if (batch.every(({ signal }) => signal.aborted)) stop.abort()
  }
  for (const { signal } of batch) signal.addEventListener('abort', onAbort)
  try {
    const body = { asks: batch.map(({ ask }) => ask) }
    const { answers } = await sendJson<SeriesBatchView>('POST', '/api/v1/series/batch', body, {
      signal: stop.signal,
    })
    batch.forEach(({ resolve, reject }, index) => {
      const one = answers[index]
      if (one && 'answer' in one) resolve(one.answer)
      else reject(toApiError(one?.status ?? 500, one && { status: one.status, title: 'Refused', ...one.problem }))
    })
  } catch (error) {
    for (const { reject } of batch) reject(error)
  } finally {
    for (const { signal } of batch) signal.removeEventListener('abort', onAbort)
  }
}
