import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { createPool } from '@/lib/core/db/client'
import { inTransaction } from '@/lib/core/db/transaction'
import { systemActor } from '@/lib/staff/actor'
import { expect, test } from '@/tests/support/database'
import { addManyCases } from '@/tests/support/many-cases'
import { addManyMedia, aPicture } from '@/tests/support/media'
import { aModerator, aReport } from '@/tests/support/moderation'
import { findLargeScans, noteStatements } from '@/tests/support/sql-snapshot'
import { deleteExpiredMedia, eraseMediaOf } from '../commands/media/delete-media'
import { inspectMedia, isMediaProblem } from '../commands/media/fetch-media'
import { openMedia } from '../commands/media/open-media'
import { revealMedia } from '../commands/media/reveal-media'
import { lockMedia, storeCopy } from '../commands/media/store-media'
import { receiveReports } from '../commands/receive-reports'
import { respondToBreak } from '../commands/wellness/change-wellness'
import { getCase } from './get-case'
import { findCooldowns } from './rotation'
import { getWellness } from './wellness'

const CASES = 12_000
const LARGE = 10_000

test('nothing about media reads a large table from end to end, with 12,000 of them', async ({
  db,
  ownerDb,
  connectionString,
}) => {
  await addManyCases(db, CASES)
  await addManyMedia(db)
  await sql`vacuum analyze`.execute(ownerDb)
  const pool = createPool(connectionString, 2)
  const noted = noteStatements(pool)
  const person = await aModerator(db)
  const kept = await db
    .selectFrom('case_media')
    .select(['id', 'case_id'])
    .where('state', '=', 'kept')
    .limit(1)
    .executeTakeFirstOrThrow()
  const waiting = await db
    .selectFrom('case_media')
    .select('id')
    .where('state', '=', 'waiting')
    .limit(1)
    .executeTakeFirstOrThrow()
  noted.take()

  await getCase(noted.db, person, kept.case_id)
  await openMedia(noted.db, person, { mediaId: kept.id })
  await revealMedia(noted.db, person, { mediaId: kept.id, id: randomUUID() })
  await getWellness(noted.db, person)
  await respondToBreak(noted.db, person)
  const { rows: queues } = await sql<{ id: string }>`select id from moderation_queue`.execute(db)
  await findCooldowns(
    noted.db,
    person,
    queues.map(({ id }) => ({ id, rotation: { reveals: 1, pauseMinutes: 60 } })),
    new Date(),
  )
  const media = [{ url: 'https://media.example/new.png' }]
  await receiveReports(noted.db, systemActor, [aReport({ item: { type: 'custom', id: 'with-media', media } })])
  const found = inspectMedia(aPicture())
  await inTransaction(noted.db, async (trx) => {
    const locked = await lockMedia(trx, waiting.id)
    if (locked && !isMediaProblem(found)) await storeCopy(trx, locked, found, new Date())
  })
  await deleteExpiredMedia(noted.db, { keepMediaDays: 700 }, new Date(), new AbortController().signal)
  await inTransaction(noted.db, (trx) => eraseMediaOf(trx, [kept.case_id]))

  const statements = noted.take()
  expect(statements.length).toBeGreaterThan(20)
  const scans = await findLargeScans(pool, statements, LARGE)
  await pool.end()
  expect(scans).toEqual([])
}, 120_000)
