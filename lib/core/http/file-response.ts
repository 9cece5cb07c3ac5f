import { LOCKED_POLICY } from './security-headers'

/** A stored file that is shown in a page, such as a picture. */
export interface InlineFile {
  /** What it is by its content, never by what somebody says of it. */
  type: string
  size: number
  fileName: string
  /** Another content has another one. */
  tag: string
  /** The bytes from `from` to before `to`. */
  read: (range: { from: number; to: number }) => AsyncIterable<Uint8Array<ArrayBuffer>>
}

/**
 * Answers with a file for pages of our own: shown and never run, asked for anew each time whether it may still be seen, and in
 * parts where a player wants parts.
 */
export function sendInlineFile(request: Request, { type, size, fileName, tag, read }: InlineFile): Response {
  const etag = `"${tag}"`
  const headers: Record<string, string> = {
    'Accept-Ranges': 'bytes',
    'Cache-Control': 'private, no-cache',
    'Content-Disposition': `inline; filename="${fileName}"`,
    'Content-Security-Policy': LOCKED_POLICY,
    ETag: etag,
  }
  if (request.headers.get('if-none-match') === etag) return new Response(null, { status: 304, headers })
  const range = rangeOf(request, size, etag)
  if (range === 'unsatisfiable')
    return new Response(null, { status: 416, headers: { ...headers, 'Content-Range': `bytes */${size}` } })
  const { from, to } = range ?? { from: 0, to: size }
  const isPart = range !== null
  return new Response(toStream(read({ from, to })), {
    status: isPart ? 206 : 200,
    headers: {
      ...headers,
      'Content-Type': type,
      'Content-Length': String(to - from),
      ...(isPart ? { 'Content-Range': `bytes ${from}-${to - 1}/${size}` } : {}),
    },
  })
}

/** Piece by piece, each when the one before it has been taken. */
function toStream(pieces: AsyncIterable<Uint8Array<ArrayBuffer>>): ReadableStream<Uint8Array<ArrayBuffer>> {
  const iterator = pieces[Symbol.asyncIterator]()
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await iterator.next()
      if (done) controller.close()
      else controller.enqueue(value)
    },
    async cancel() {
      await iterator.return?.()
    },
  })
}

/** One range of bytes; more of them at once, or other units, are no reason not to send it whole. */
function rangeOf(request: Request, size: number, etag: string): { from: number; to: number } | 'unsatisfiable' | null {
  const condition = request.headers.get('if-range')
  const [, first = '', last = ''] = /^bytes=(\d*)-(\d*)$/.exec(request.headers.get('range') ?? '') ?? []
  if ((first === '' && last === '') || (condition !== null && condition !== etag)) return null
  const from = first === '' ? Math.max(0, size - Number(last)) : Number(first)
  const to = first === '' || last === '' ? size : Math.min(size, Number(last) + 1)
  return from < to ? { from, to } : 'unsatisfiable'
}
