import { sql } from 'kysely'
import { ensureDefaultSources } from '@/lib/collection/commands/create-source'
import { FEATURE_USES, MESSAGES } from '@/lib/community/relations'
import { inTransaction } from '@/lib/core/db/transaction'
import type { Db } from '@/lib/core/db/types'
import { StartError } from '@/lib/core/start-error'
import { rebuildActivity } from '@/lib/metrics/activity/rebuild'
import { backfillRange } from '@/lib/metrics/commands/backfill'
import { markAllRows } from '@/lib/metrics/commands/mark-rows'
import { rebuildLocalDays } from '@/lib/metrics/commands/rebuild-days'
import { markAllDays, recountDays } from '@/lib/metrics/commands/recount-days'
import { rollUpDirty } from '@/lib/metrics/commands/roll-up'
import { rebuildDaysTask } from '@/lib/metrics/tasks'
import { changeSettings } from '@/lib/settings/commands'
import { systemActor } from '@/lib/staff/actor'
import { createHistory, readHistory } from './history'
import { DEMO_EVENTS, type DemoSize } from './shape'

const ZONE = 'Europe/Berlin'
const INTERVAL_SECONDS = 15
const DAY_MS = 86_400_000
const HOUR_MS = 3_600_000
const PREPARED_KEY = 'demo_prepared'

const DEFAULT_SEED = 1

export interface DemoOptions {
  /** Which community to make; undefined takes whichever is there, else the first. */
  seed?: number | undefined
  now: Date
  size?: DemoSize
  signal: AbortSignal
  /** Told what is done, for people who wait. */
  say: (line: string) => void
}

/**
 * Fills a database with the made-up community, its figures included, and has its sources collect every 15 seconds. Goes on
 * where it was interrupted, and is at once through where all is there.
 * @throws StartError where the database holds the community of another seed
 */
export async function prepareDemo(db: Db, { seed, now, size, signal, say }: DemoOptions): Promise<void> {
  const held = await readHistory(db)
  if (held && seed !== undefined && held.seed !== seed)
    throw new StartError(
      `The demo's data directory contains the community with seed ${held.seed}. To use seed ${seed}, delete the directory or set GUILDHALL_DATA to another one.`,
    )
  if (await isPrepared(db)) return
  await settle(db, signal)
  say('Creating a demo community with two years of history.')
  const made = await createHistory(db, { seed: seed ?? DEFAULT_SEED, now, ...(size ? { size } : {}) })
  if (made) say(`Created ${made.messages} messages and ${made.attendances} attendances. Counting them.`)
  const end = made?.now ?? now
  await Promise.all([countActivity(db, signal), countEvents(db, signal)])
  say('Computing past samples.')
  await computePast(db, end, signal)
  await collectOften(db)
  await db.insertInto('setting').values({ key: PREPARED_KEY, value: 'true' }).execute()
}

const isPrepared = async (db: Db): Promise<boolean> =>
  (await db.selectFrom('setting').select('key').where('key', '=', PREPARED_KEY).executeTakeFirst()) !== undefined

/** Name and zone first, while there is nothing to count anew in another zone. */
async function settle(db: Db, signal: AbortSignal): Promise<void> {
  await changeSettings(db, systemActor, { name: 'Demo community', zone: ZONE })
  await rebuildLocalDays(db, signal)
  await sql`select graphile_worker.remove_job(${rebuildDaysTask.name})`.execute(db)
}

async function countActivity(db: Db, signal: AbortSignal): Promise<void> {
  await rebuildActivity(db, ZONE, signal)
  await inTransaction(db, markAllDays)
  await recountDays(db, signal)
}

async function countEvents(db: Db, signal: AbortSignal): Promise<void> {
  await inTransaction(db, (trx) => markAllRows(trx, MESSAGES))
  await inTransaction(db, (trx) => markAllRows(trx, FEATURE_USES))
  await rollUpDirty(db, { signal })
}

/** All but the time in which the collectors' host was off. */
async function computePast(db: Db, end: Date, signal: AbortSignal): Promise<void> {
  const outage = new Date(end.getTime() - DEMO_EVENTS.outageDaysAgo * DAY_MS)
  const back = new Date(outage.getTime() + DEMO_EVENTS.outageHours * HOUR_MS)
  const start = (await readHistory(db))?.start ?? outage
  const middle = new Date((start.getTime() + outage.getTime()) / 2)
  // The newest alone, since it makes all series; then halves at once, one a core.
  await backfillRange(db, { from: back, to: end, signal })
  await Promise.all([
    backfillRange(db, { from: null, to: middle, signal }),
    backfillRange(db, { from: middle, to: outage, signal }),
  ])
  await rollUpDirty(db, { signal })
}

async function collectOften(db: Db): Promise<void> {
  await ensureDefaultSources(db)
  await db.updateTable('source').set({ interval_seconds: INTERVAL_SECONDS, cron: null }).execute()
}
