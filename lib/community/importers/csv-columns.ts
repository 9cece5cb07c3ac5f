import { invalid } from '@/lib/core/errors'
import type { MessageRow, PresentColumns } from './lines'

/** Columns of a CSV file by the names that its header may give them. Documented in docs/importing.md. */
const COLUMNS = {
  message_id: 'externalId',
  member_id: 'member',
  member_name: 'memberName',
  channel_id: 'channel',
  channel_name: 'channelName',
  topic: 'topic',
  topic_id: 'topic',
  sent_at: 'sentAt',
  text: 'text',
  length: 'length',
} as const satisfies Record<string, keyof MessageRow>

const REQUIRED = ['message_id', 'member_id', 'channel_id', 'sent_at'] as const

type Field = (typeof COLUMNS)[keyof typeof COLUMNS]

/** Where a file has each column, -1 where it hasn't. */
export interface CsvColumns {
  count: number
  at: Record<Field, number>
  stated: PresentColumns
  ignored: string[]
}

/**
 * Reads the header. Order is free; columns of other names are ignored and named.
 * @throws DomainError `import.bad_header` (invalid)
 */
export function readHeader(header: readonly string[]): CsvColumns {
  const names = header.map((name) => name.trim().toLowerCase())
  const at = {} as Record<Field, number>
  for (const field of Object.values(COLUMNS)) at[field] = -1
  names.forEach((name, index) => {
    if (!isColumn(name)) return
    const field = COLUMNS[name]
    if (at[field] !== -1) throw badHeader(`The column ${name} appears twice.`)
    at[field] = index
  })
  const missing = REQUIRED.filter((name) => at[COLUMNS[name]] === -1)
  if (missing.length > 0) {
    throw badHeader(`The first line must name the columns. Missing: ${missing.join(', ')}.`)
  }
  return {
    count: names.length,
    at,
    stated: { topic: at.topic !== -1, text: at.text !== -1, length: at.length !== -1 || at.text !== -1 },
    ignored: names.filter((name) => !isColumn(name)),
  }
}

const isColumn = (name: string): name is keyof typeof COLUMNS => Object.hasOwn(COLUMNS, name)

const badHeader = (message: string) => invalid('file', message, 'import.bad_header')

/** A record's fields as a message; an empty field says nothing. */
export function toMessageRow(fields: readonly string[], { at }: CsvColumns): MessageRow {
  const field = (name: Field) => fields[at[name]] || null
  const length = field('length')
  return {
    externalId: field('externalId') ?? '',
    member: field('member') ?? '',
    memberName: field('memberName'),
    channel: field('channel') ?? '',
    channelName: field('channelName'),
    topic: field('topic'),
    sentAt: field('sentAt') ?? '',
    text: field('text'),
    length: length === null ? null : /^\d+$/.test(length) ? Number(length) : Number.NaN,
  }
}
