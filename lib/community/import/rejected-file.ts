import { once } from 'node:events'
import { createWriteStream, type WriteStream } from 'node:fs'
import { rm } from 'node:fs/promises'
import { csvTable } from '@/lib/core/csv'
import type { RejectedLine } from '../importers/lines'

const TABLE = csvTable(['file', 'line', 'reason'])

export interface RejectedFile {
  write: (bad: readonly RejectedLine[]) => Promise<void>
  /** Closes the file and answers its path, null where nothing was rejected. */
  close: () => Promise<string | null>
}

/**
 * Where and why lines were rejected, as CSV; made with the first bad line, and one of an earlier import is removed. Where another
 * worker has made it since, `write` or `close` fail.
 */
export async function openRejectedFile(path: string): Promise<RejectedFile> {
  await rm(path, { force: true })
  let stream: WriteStream | undefined
  let failure: Error | undefined
  return {
    async write(bad) {
      if (bad.length === 0) return
      if (!stream) {
        stream = createWriteStream(path, { mode: 0o600, flags: 'wx' }).on('error', (error) => {
          failure = error
        })
        stream.write(TABLE.head)
      }
      if (failure) throw failure
      const text = bad.map(({ file, line, reason }) => TABLE.line([file, line, reason])).join('')
      if (!stream.write(text)) await Promise.race([once(stream, 'drain'), once(stream, 'close')])
    },
    async close() {
      if (!stream) return null
      stream.end()
      if (!stream.closed) await once(stream, 'close')
      if (failure) throw failure
      return path
    },
  }
}
