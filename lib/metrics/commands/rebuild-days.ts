import { sql } from 'kysely'
import { inTransaction } from '@/lib/core/db/transaction'
import type { Db } from '@/lib/core/db/types'
import { publishChange } from '@/lib/core/realtime/publish'
import { getSettings } from '@/lib/settings/queries'
import { rebuildActivity } from '../activity/rebuild'
import { composeDays } from '../roll-up/hours-and-days'
import { markAllDays, recountDays } from './recount-days'
import { lockRollUps } from './roll-up'

/**
 * Makes all that is kept by local day anew, in the days of the zone that is set: activity, day roll-ups, day figures. Until
 * it is through, the pages make days of quarters and rows, so that they are right all the time. Runs again from the start
 * after an interruption.
 */
export async function rebuildLocalDays(db: Db, signal: AbortSignal): Promise<void> {
  const { zone } = await getSettings(db)
  await inTransaction(db, async (trx) => {
    await lockRollUps(trx)
    await trx.updateTable('rollup_state').set({ day_zone: zone, is_complete: false }).execute()
  })
  await rebuildActivity(db, zone, signal)
  for (const seriesId of await listSeries(db)) {
    signal.throwIfAborted()
    await inTransaction(db, async (trx) => {
      await lockRollUps(trx)
      await composeDays(trx, seriesId, zone)
    })
  }
  await inTransaction(db, async (trx) => {
    await markAllDays(trx)
  })
  await recountDays(db, signal)
  signal.throwIfAborted()
  await inTransaction(db, async (trx) => {
    await lockRollUps(trx)
    await sql`update rollup_state set is_complete = true where day_zone = ${zone}`.execute(trx)
    await publishChange(trx, { topic: 'samples' })
  })
}

async function listSeries(db: Db): Promise<number[]> {
  const rows = await db.selectFrom('series').select('id').orderBy('id').execute()
  return rows.map((row) => row.id)
}
