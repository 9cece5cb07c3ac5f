import { randomUUID } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { DomainError } from '@/lib/core/errors'
import { openCsv } from './importers/csv'

export interface StoredUpload {
  path: string
  bytes: number
}

export interface UploadOptions {
  dataDir: string
  limitBytes: number
  /** What the client says that it sends; null where it doesn't say. */
  announcedBytes: number | null
}

/** Where the rejected lines of an uploaded file go. */
export const rejectedPathOf = (path: string): string => `${path}.rejected`

/**
 * Streams an uploaded CSV file to the data folder and looks at its header; one that is refused is removed.
 * @throws DomainError `upload.too_large`, `upload.cut_off` (malformed), and what reading the header throws
 */
export async function storeUpload(
  body: AsyncIterable<Uint8Array>,
  { dataDir, limitBytes, announcedBytes }: UploadOptions,
): Promise<StoredUpload> {
  if (announcedBytes !== null && announcedBytes > limitBytes) throw tooLarge(limitBytes)
  const folder = resolve(dataDir, 'uploads')
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const path = join(folder, randomUUID())
  let bytes = 0
  async function* counted(): AsyncGenerator<Uint8Array> {
    for await (const chunk of body) {
      bytes += chunk.byteLength
      if (bytes > limitBytes) throw tooLarge(limitBytes)
      yield chunk
    }
  }
  try {
    await pipeline(counted(), createWriteStream(path, { mode: 0o600, flags: 'wx' }))
    if (announcedBytes !== null && bytes !== announcedBytes) {
      throw new DomainError(
        'malformed',
        'upload.cut_off',
        `Only ${bytes} of ${announcedBytes} bytes arrived. Upload the file again.`,
      )
    }
    await checkHeader(path)
    return { path, bytes }
  } catch (error) {
    await rm(path, { force: true })
    throw error
  }
}

/** Removes an uploaded file; the lines that it rejected stay. */
export const removeUpload = (path: string): Promise<void> => rm(path, { force: true })

async function checkHeader(path: string): Promise<void> {
  const looking = new AbortController()
  try {
    await openCsv({ path, now: new Date(), signal: looking.signal })
  } finally {
    looking.abort()
  }
}

const tooLarge = (limitBytes: number): DomainError => {
  const message = `The file is larger than the upload limit of ${Math.floor(limitBytes / 2 ** 20)} MiB.`
  return new DomainError('too_large', 'upload.too_large', message, { issues: [{ path: 'file', message }] })
}
