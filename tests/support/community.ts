import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type ImportMessages, type ImportOutcome, importMessages } from '@/lib/community/import/import-messages'
import { createProgressMeter } from '@/lib/community/import/progress'
import type { Db } from '@/lib/core/db/types'

/** A message as a row of a CSV file that tests write. */
export interface MessageRow {
  id: string
  member: string
  channel: string
  channelName: string
  topic: string
  /** RFC 3339 in UTC with milliseconds. */
  sentAt: string
  length: number
}

const HEADER = 'message_id,member_id,channel_id,channel_name,topic,sent_at,length'

/** Rows as CSV; a string among them is a line as it stands. */
export const toCsv = (rows: readonly (MessageRow | string)[]): string =>
  [
    HEADER,
    ...rows.map((row) =>
      typeof row === 'string'
        ? row
        : [row.id, row.member, row.channel, row.channelName, row.topic, row.sentAt, row.length].join(','),
    ),
    '',
  ].join('\n')

/** Imports CSV text as a file, and hands the text of the rejected lines' file along. */
export async function importCsv(
  db: Db,
  source: string,
  csv: string,
  options: Partial<ImportMessages> = {},
): Promise<ImportOutcome & { folder: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'guildhall-import-'))
  const path = join(folder, 'messages.csv')
  try {
    await writeFile(path, csv)
    const outcome = await importMessages(db, {
      kind: 'csv',
      path,
      source,
      rejectedPath: `${path}.rejected`,
      isDryRun: false,
      withBackfill: false,
      now: new Date(),
      signal: new AbortController().signal,
      meter: createProgressMeter(() => performance.now()),
      ...options,
    })
    return { ...outcome, folder }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** The messages of an origin as rows, by id; `channelName` is the channel's name now. */
export async function readMirror(db: Db, source: string): Promise<MessageRow[]> {
  const rows = await db
    .selectFrom('origin')
    .innerJoin('message_key', 'message_key.origin_id', 'origin.id')
    .innerJoin('message', (join) =>
      join.onRef('message.sent_at', '=', 'message_key.sent_at').onRef('message.id', '=', 'message_key.message_id'),
    )
    .innerJoin('member', 'member.id', 'message.member_id')
    .innerJoin('channel', 'channel.id', 'message.channel_id')
    .where('origin.name', '=', source)
    .select([
      'message_key.external_id as id',
      'member.external_id as member',
      'channel.external_id as channel',
      'channel.name as channelName',
      'message.topic',
      'message.sent_at',
      'message.length',
    ])
    .orderBy('message_key.external_id')
    .execute()
  return rows.map(({ sent_at, topic, length, ...row }) => ({
    ...row,
    topic: topic ?? '',
    sentAt: sent_at.toISOString(),
    length: length ?? 0,
  }))
}
