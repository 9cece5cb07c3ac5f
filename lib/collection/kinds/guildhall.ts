import { sql } from 'kysely'
import { z } from 'zod'
import { isDatabaseUnavailable } from '@/lib/core/db/is-unavailable'
import type { Db, Trx } from '@/lib/core/db/types'
import { extendOpenAttendances } from '@/lib/metrics/activity/extend'
import { MIRRORED_GAUGES } from '@/lib/metrics/snapshot/mirrored-gauges'
import { readGauge } from '@/lib/metrics/snapshot/snapshot'
import { INTERVAL_SECONDS_DEFAULT } from '../schema'
import type { CollectContext, CollectorKind, Reading, ReadingFailure } from './kind'

const configSchema = z.strictObject({})

/**
 * The community's mirror in our own database. Everything is counted by PostgreSQL, gauge by gauge: one that fails is
 * without a value, and no other.
 */
export const guildhallKind: CollectorKind<typeof configSchema> = {
  kind: 'guildhall',
  title: 'Community',
  description: "The community's mirror in Guildhall's database: members, instances, spaces and channels.",
  configSchema,
  defaultIntervalSeconds: INTERVAL_SECONDS_DEFAULT,
  metrics: MIRRORED_GAUGES.map(({ name }) => name),
  collect,
  async test({ db }) {
    await sql`select from member limit 1`.execute(db)
    return { isOk: true, message: 'Guildhall can read the mirror.' }
  },
}

async function* collect(context: CollectContext<unknown, unknown>): AsyncIterable<Reading | ReadingFailure> {
  const { db, at, intervalSeconds, signal, log, timeoutMs } = context
  for (const gauge of MIRRORED_GAUGES) {
    signal.throwIfAborted()
    try {
      yield* await withTimeout(db, timeoutMs, (trx) => readGauge(trx, gauge, { at, seconds: intervalSeconds }))
    } catch (error) {
      if (isDatabaseUnavailable(error) || signal.aborted) throw error
      log.warn({ err: error, metric: gauge.name }, 'a gauge of the snapshot failed')
      yield { metric: gauge.name, failure: (error as Error).message }
    }
  }
  // Not a reading: it counts the members who are still there as active on the day that has begun.
  await extendOpenAttendances(db, at)
}

/** A transaction whose statements the database itself ends, because aborting our wait would leave them running there. */
async function withTimeout<T>(db: Db, timeoutMs: number, read: (trx: Trx) => Promise<T>): Promise<T> {
  return db
    .transaction()
    .setAccessMode('read only')
    .execute(async (trx) => {
      await sql`select set_config('statement_timeout', ${String(timeoutMs)}, true)`.execute(trx)
      return read(trx)
    })
}
