import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { addAbortSignal, Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { DomainError } from '@/lib/core/errors'

const GZIP = [0x1f, 0x8b]
export const STDIN = '-'

export interface ByteStream {
  /** The bytes, unpacked where they are gzipped. */
  chunks: AsyncIterable<Buffer>
  bytesTotal: number | null
  bytesDone: () => number
}

/**
 * Opens a file, or stdin as `-`, and unpacks it where it begins like a gzip file, whatever its name.
 * @throws DomainError `import.unreadable` (invalid), also while reading
 */
export async function openByteStream(path: string, signal: AbortSignal): Promise<ByteStream> {
  const bytesTotal = path === STDIN ? null : await sizeOf(path)
  const source = addAbortSignal(signal, path === STDIN ? process.stdin : createReadStream(path))
  let done = 0
  async function* counted(): AsyncGenerator<Buffer> {
    for await (const chunk of source as AsyncIterable<Buffer>) {
      done += chunk.length
      yield chunk
    }
  }
  return { chunks: readable(unpacked(counted(), signal), signal), bytesTotal, bytesDone: () => done }
}

async function sizeOf(path: string): Promise<number> {
  const found = await stat(path).catch((cause: unknown) => {
    throw unreadable(`${path} can't be read`, cause)
  })
  if (!found.isFile()) throw unreadable(`${path} is not a file`, undefined)
  return found.size
}

async function* unpacked(chunks: AsyncGenerator<Buffer>, signal: AbortSignal): AsyncGenerator<Buffer> {
  const first = await firstBytes(chunks)
  async function* all(): AsyncGenerator<Buffer> {
    yield first
    yield* chunks
  }
  if (!GZIP.every((byte, index) => first[index] === byte)) return yield* all()
  const gunzip = Readable.from(all())
    .on('error', (error) => gunzip.destroy(error))
    .pipe(addAbortSignal(signal, createGunzip()))
  yield* gunzip as AsyncIterable<Buffer>
}

/** At least two bytes, where there are any: a pipe may hand over one at a time. */
async function firstBytes(chunks: AsyncGenerator<Buffer>): Promise<Buffer> {
  let first: Buffer = Buffer.alloc(0)
  while (first.length < GZIP.length) {
    const { done, value } = await chunks.next()
    if (done) break
    first = Buffer.concat([first, value])
  }
  return first
}

async function* readable(chunks: AsyncGenerator<Buffer>, signal: AbortSignal): AsyncGenerator<Buffer> {
  try {
    yield* chunks
  } catch (cause) {
    signal.throwIfAborted()
    throw unreadable("The file can't be read completely", cause)
  }
}

/** Errors of the file system in words. */
const REASONS: Record<string, string> = {
  ENOENT: 'it was not found',
  EACCES: 'permission denied',
  EISDIR: 'it is a folder',
}

/** Why something can't be read, in words. */
export function readFailureReason(error: Error): string {
  return REASONS[(error as NodeJS.ErrnoException).code ?? ''] ?? error.message
}

const unreadable = (what: string, cause: unknown): DomainError => {
  const reason = cause instanceof Error ? `: ${readFailureReason(cause)}` : ''
  return new DomainError('invalid', 'import.unreadable', `${what}${reason}.`, { cause })
}
