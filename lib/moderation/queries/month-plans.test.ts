import { ingestMessages } from '@/lib/community/commands/ingest-messages'
import { createPool } from '@/lib/core/db/client'
import { ensurePartitions } from '@/lib/core/db/partitions'
import { systemActor } from '@/lib/staff/actor'
import { expect, test } from '@/tests/support/database'
import { aModerator, aReport } from '@/tests/support/moderation'
import { findWidePlans, noteStatements } from '@/tests/support/sql-snapshot'
import { openCase } from '../commands/open-case'
import { receiveReports } from '../commands/receive-reports'
import { getMemberActivity } from './get-member-activity'

const MONTHS = 72
const now = new Date()

test('with six years of messages, neither a report nor a case looks at more than the months that it needs', async ({
  db,
  connectionString,
}) => {
  for (let back = 0; back < MONTHS; back += 1) {
    const month = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - back, 1))
    await ensurePartitions(db, 'message', month, month)
  }
  const channel = { id: 'harbour', name: 'Harbour' }
  const messages = ['m1', 'm2', 'm3'].map((id, minute) => ({
    ...{ id, member: { id: 'ann', name: 'Ann' }, channel, text: `line ${id}` },
    sentAt: new Date(now.getTime() - 60 * 60_000 + minute * 60_000),
  }))
  await ingestMessages(db, systemActor, { origin: 'months', messages })
  const message = await db.selectFrom('message').selectAll().orderBy('sent_at').executeTakeFirstOrThrow()

  const pool = createPool(connectionString, 2)
  const noted = noteStatements(pool)
  await receiveReports(noted.db, systemActor, [
    aReport({ item: { type: 'message', id: 'm2' } }),
    aReport({ item: { type: 'message', id: 'nobody has it', text: 'x', author: { id: 'bo' }, channelId: 'harbour' } }),
  ])
  const hand = { id: message.id, sentAt: message.sent_at.toISOString() }
  await openCase(noted.db, await aModerator(db), { message: hand, reason: 'It was seen', severity: 2 })
  const intake = noted.take()
  await getMemberActivity(noted.db, message.member_id, now)
  const pane = noted.take()

  const kept = await db.selectFrom('moderation_evidence').select('context').execute()
  expect(kept.some(({ context }) => JSON.stringify(context).includes('line m1'))).toBe(true)
  // The message, and what is before and after it, in two months each where it lies at the turn of one.
  expect(await findWidePlans(pool, intake, { table: 'message', most: 6 })).toEqual([])
  // Half a year, and the months that are kept ready.
  expect(await findWidePlans(pool, pane, { table: 'message', most: 12 })).toEqual([])
  await pool.end()
})
