/** One message as a file states it; null where the file says nothing. */
export interface MessageRow {
  externalId: string
  member: string
  memberName: string | null
  channel: string
  channelName: string | null
  topic: string | null
  /** RFC 3339, as the file has it. */
  sentAt: string
  text: string | null
  /** Characters of the text, where the file states it. */
  length: number | null
}

/** A line that can't go in, and why, in words for people. */
export interface RejectedLine {
  /** The file within an imported folder; empty where there is one file. */
  file: string
  /** Number of the line in its file, the header being 1; of a JSON list, of the element. */
  line: number
  reason: string
}

export interface RowBatch {
  good: MessageRow[]
  bad: RejectedLine[]
}

/** What a file states about each message; what it doesn't is left as it is in the mirror. */
export interface PresentColumns {
  topic: boolean
  text: boolean
  length: boolean
}

/** A file or folder opened for reading, its shape checked. */
export interface ImportReader {
  stated: PresentColumns
  /** Names of columns that mean nothing to Guildhall. */
  ignored: string[]
  /** Bytes to read, where it is known. */
  bytesTotal: number | null
  bytesDone: () => number
  batches: AsyncIterable<RowBatch>
}

export interface OpenOptions {
  path: string
  now: Date
  signal: AbortSignal
}

/** One file format. `open` throws a DomainError where the whole of it can't be read. */
export type Importer = (options: OpenOptions) => Promise<ImportReader>
