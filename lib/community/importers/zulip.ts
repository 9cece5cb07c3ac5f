import { createReadStream } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { DomainError } from '@/lib/core/errors'
import { findLineProblem } from './check-line'
import { type JsonElement, JsonListReader } from './json-list'
import type { Importer, MessageRow, RowBatch } from './lines'
import { readFailureReason } from './open-bytes'

const SUFFIX = '.json'
const STREAM = /^(\d+)-(.*)$/s

interface TopicFile {
  /** Within the folder that is imported. */
  path: string
  channel: string
  channelName: string
  topic: string
}

const zulipMessage = z.object({
  id: z.union([z.int(), z.string()]),
  content: z.string(),
  sender_full_name: z.string(),
  timestamp: z.number(),
})

/** A Zulip archive: a folder `<id>-<name>` per stream with a `<topic>.json` per topic in it; other files are passed over. */
export const openZulip: Importer = async ({ path, now, signal }) => {
  const files = await listTopics(path)
  const sizes = await Promise.all(files.map(async (file) => (await stat(join(path, file.path))).size))
  let done = 0
  async function* batches(): AsyncGenerator<RowBatch> {
    for (const file of files) {
      let line = 0
      for await (const elements of readElements(join(path, file.path), signal, (bytes) => (done += bytes))) {
        const batch: RowBatch = { good: [], bad: [] }
        for (const element of elements) {
          line += 1
          const read = readMessage(element, file, now)
          if (typeof read === 'string') batch.bad.push({ file: file.path, line, reason: read })
          else batch.good.push(read)
        }
        yield batch
      }
    }
  }
  return {
    stated: { topic: true, text: true, length: true },
    ignored: [],
    bytesTotal: sizes.reduce((sum, size) => sum + size, 0),
    bytesDone: () => done,
    batches: batches(),
  }
}

/** The topics' files, by stream id and name, so that which line is the last one doesn't depend on the file system. */
async function listTopics(root: string): Promise<TopicFile[]> {
  const streams: { folder: string; id: string; name: string }[] = []
  for (const name of await listFolder(root)) {
    const [folder, id, rest] = STREAM.exec(name) ?? []
    if (folder && id && rest !== undefined) streams.push({ folder, id, name: decodeName(rest) })
  }
  if (streams.length === 0) {
    throw new DomainError('invalid', 'import.no_streams', `${root} has no stream folders, such as 113488-general.`)
  }
  streams.sort((a, b) => Number(a.id) - Number(b.id) || (a.folder < b.folder ? -1 : 1))
  const files = await Promise.all(
    streams.map(async (stream) =>
      (await listFolder(join(root, stream.folder)))
        .filter((name) => name.endsWith(SUFFIX))
        .map((name) => ({
          path: join(stream.folder, name),
          channel: stream.id,
          channelName: stream.name,
          topic: decodeName(name.slice(0, -SUFFIX.length)),
        })),
    ),
  )
  return files.flat()
}

async function listFolder(path: string): Promise<string[]> {
  const names = await readdir(path).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOTDIR') return []
    throw new DomainError('invalid', 'import.unreadable', `${path} can't be read: ${readFailureReason(cause)}.`, {
      cause,
    })
  })
  return names.sort()
}

/** Names are percent-encoded with '.' in the place of '%'; one that isn't stays as it is. */
export function decodeName(name: string): string {
  try {
    return decodeURIComponent(name.replaceAll('.', '%'))
  } catch {
    return name
  }
}

async function* readElements(
  path: string,
  signal: AbortSignal,
  onBytes: (bytes: number) => void,
): AsyncGenerator<JsonElement[]> {
  const reader = new JsonListReader()
  const decoder = new TextDecoder()
  for await (const chunk of createReadStream(path, { signal }) as AsyncIterable<Buffer>) {
    onBytes(chunk.length)
    yield reader.push(decoder.decode(chunk, { stream: true }))
  }
  yield [...reader.push(decoder.decode()), ...reader.end()]
}

/** The message, or why it is none. */
function readMessage(element: JsonElement, file: TopicFile, now: Date): MessageRow | string {
  if ('reason' in element) return element.reason
  const parsed = zulipMessage.safeParse(parseJson(element.text))
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    return issue?.path.length ? `${issue.path.join('.')} is missing or has the wrong type` : 'it is not a message'
  }
  const sentAt = new Date(parsed.data.timestamp * 1000)
  if (Number.isNaN(sentAt.getTime())) return 'timestamp is not an instant'
  const message: MessageRow = {
    externalId: String(parsed.data.id),
    member: parsed.data.sender_full_name,
    memberName: parsed.data.sender_full_name,
    channel: file.channel,
    channelName: file.channelName,
    topic: file.topic || null,
    sentAt: sentAt.toISOString(),
    text: parsed.data.content,
    length: [...parsed.data.content].length,
  }
  return findLineProblem(message, now) ?? message
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
