import { createPool } from '@/lib/core/db/client'
import { ensurePartitions } from '@/lib/core/db/partitions'
import { systemActor } from '@/lib/staff/actor'
import { expect, test } from '@/tests/support/database'
import { findWidePlans, noteStatements } from '@/tests/support/sql-snapshot'
import { recordPresence } from './commands/record-presence'

const MONTHS = 72
const now = new Date()
const ago = (minutes: number): Date => new Date(now.getTime() - minutes * 60_000)

test('with six years of attendances, the end of one is looked for in its months alone', async ({
  db,
  connectionString,
}) => {
  for (let back = 0; back < MONTHS; back += 1) {
    const month = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - back, 1))
    await ensurePartitions(db, 'attendance', month, month)
  }
  const instance = { id: 'i1', startedAt: ago(60), endedAt: null }
  const stay = { id: 'a1', memberId: 'ann', instanceId: 'i1', startedAt: ago(50), endedAt: null }
  await recordPresence(db, systemActor, { origin: 'months', instances: [instance], attendances: [stay] })

  const pool = createPool(connectionString, 2)
  const noted = noteStatements(pool)
  // At this moment: a day on which the member was not there after all is taken back, for which all that is known of them is read.
  const ended = { ...stay, endedAt: new Date() }
  expect(await recordPresence(noted.db, systemActor, { origin: 'months', instances: [], attendances: [ended] })).toBe(1)
  // Where it is found and where it is changed, in two months each at the turn of one.
  expect(await findWidePlans(pool, noted.take(), { table: 'attendance', most: 4 })).toEqual([])
  await pool.end()
})
