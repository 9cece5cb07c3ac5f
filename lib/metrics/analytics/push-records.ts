import { ensurePartitions } from '@/lib/core/db/partitions'
import { inTransaction } from '@/lib/core/db/transaction'
import type { Db } from '@/lib/core/db/types'
import { DomainError, isDomainError } from '@/lib/core/errors'
import { type Actor, requirePermission } from '@/lib/staff/actor'
import { ensureSeries, seriesText } from '../commands/ensure-series'
import { writeSamples } from '../commands/write-samples'
import { findByAnalyticsType } from '../entries'
import { findRecordsById } from './find-records'
import type { AnalyticsRecord, PushedRecord } from './schema'

/** Clocks of senders may be a little ahead. */
const AHEAD_MS = 5 * 60_000
const EARLIEST = Date.UTC(2000, 0, 1)

/**
 * Stores records from outside as pushed samples, all of them or none, and answers what stands now: where a collected sample
 * of the same instant is there, that one.
 * @throws DomainError `permission.denied`; `sample.unknown_metric`, `sample.bad_time` and as writeSamples (invalid), with
 *   the record's field as path
 */
export async function pushRecords(db: Db, actor: Actor, records: readonly PushedRecord[]): Promise<AnalyticsRecord[]> {
  requirePermission(actor, 'samples:write')
  const now = Date.now()
  const samples = records.map((record, index) => ({
    metric: metricOf(record, index),
    at: instantOf(record, index, now),
    value: record.count,
    seconds: record.seconds,
    metadata: record.metadata ?? null,
  }))
  const times = samples.map((sample) => sample.at.getTime())
  await ensurePartitions(db, 'sample', new Date(Math.min(...times)), new Date(Math.max(...times)))
  return inTransaction(db, async (trx) => {
    await writeSamples(trx, { origin: 'pushed', runId: null, samples }).catch(renamePaths)
    const ids = await ensureSeries(trx, samples)
    const keys = samples.map((sample) => ({ seriesId: ids.get(seriesText(sample)) ?? 0, at: sample.at }))
    const stored = await findRecordsById(trx, keys)
    return keys.flatMap(({ seriesId, at }) =>
      stored
        .filter((record) => record.id.startsWith(`${seriesId}-`) && record.timestamp === at.toISOString())
        .slice(0, 1),
    )
  })
}

/** The same for one record. */
export async function pushRecord(db: Db, actor: Actor, record: PushedRecord): Promise<AnalyticsRecord> {
  const [stored] = await pushRecords(db, actor, [record])
  if (!stored) throw new Error('a pushed record was not stored')
  return stored
}

function refuse(index: number, field: string, code: string, message: string): never {
  throw new DomainError('invalid', code, message, { issues: [{ path: pathOf(index, field), message }] })
}

/** One record is named by its fields, one of several by its place too. */
const pathOf = (index: number, field: string): string => (index === 0 ? field : `${index}.${field}`)

function metricOf({ type }: PushedRecord, index: number): string {
  return (
    findByAnalyticsType(type)?.name ?? refuse(index, 'type', 'sample.unknown_metric', `The type ${type} doesn't exist.`)
  )
}

function instantOf({ timestamp, createdAt }: PushedRecord, index: number, now: number): Date {
  const at = new Date(timestamp ?? createdAt ?? now)
  if (at.getTime() > now + AHEAD_MS) refuse(index, 'timestamp', 'sample.bad_time', 'This instant is in the future.')
  if (at.getTime() < EARLIEST) refuse(index, 'timestamp', 'sample.bad_time', 'This instant is before the year 2000.')
  return at
}

const FIELD_NAMES: Record<string, string> = { metric: 'type', value: 'count', at: 'timestamp', seconds: 'seconds' }

/** A refusal of writeSamples, told in the words of the record. */
function renamePaths(error: unknown): never {
  if (!isDomainError(error)) throw error
  const issues = error.issues.map(({ path, message }) => {
    const [, index = '0', field = ''] = path.split('.')
    return { path: pathOf(Number(index), FIELD_NAMES[field] ?? field), message }
  })
  throw new DomainError(error.kind, error.code, error.message, { issues, cause: error })
}
