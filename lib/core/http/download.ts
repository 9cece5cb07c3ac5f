import { log } from '../log'

export interface Download {
  fileName: string
  /** The media type. */
  type: string
  /** The pieces in their order; the signal aborts when nobody wants them any more. */
  pieces: (signal: AbortSignal) => AsyncIterable<string>
}

/**
 * A file that is made while it is fetched: a piece is asked for when the one before it has gone out, so that memory stays flat
 * whatever its size. Where the client goes away the signal aborts, and so does the query under way. A fault after the first
 * piece breaks the connection off: a file that ends as it should is whole.
 */
export function download({ fileName, type, pieces }: Download): Response {
  return new Response(streamOf(pieces), {
    headers: {
      'Content-Type': type,
      'Content-Disposition': `attachment; filename*=UTF-8''${encodeURIComponent(fileName)}`,
      'Cache-Control': 'no-store',
    },
  })
}

function streamOf(pieces: Download['pieces']): ReadableStream<Uint8Array> {
  const gone = new AbortController()
  const encoder = new TextEncoder()
  const iterator = pieces(gone.signal)[Symbol.asyncIterator]()
  return new ReadableStream<Uint8Array>(
    {
      async pull(stream) {
        try {
          const { done, value } = await iterator.next()
          if (done) stream.close()
          else stream.enqueue(encoder.encode(value))
        } catch (error) {
          if (!gone.signal.aborted) log.error({ err: error }, 'a download failed')
          throw error
        }
      },
      // Next cancels the body where the connection closes before its end.
      async cancel() {
        gone.abort(new DOMException('The client disconnected.', 'AbortError'))
        await iterator.return?.()
      },
    },
    { highWaterMark: 0 },
  )
}
