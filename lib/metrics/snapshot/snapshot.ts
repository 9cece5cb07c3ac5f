import { sql } from 'kysely'
import type { ReadDb } from '@/lib/core/db/types'
import { getSettings } from '@/lib/settings/queries'
import { fallenToZero } from './fallen-to-zero'
import { MIRRORED_GAUGES, type MirroredGauge } from './mirrored-gauges'

/** The instant that a snapshot answers for, and the seconds that it stands for. */
export interface Slot {
  at: Date
  seconds: number
}

/** One value of one series at the slot's instant. */
export interface SnapshotValue {
  metric: string
  labels?: Record<string, string>
  value: number
  metadata?: Record<string, unknown>
}

/**
 * All gauges of the mirror at an instant, which is now or shortly ago. Everything is counted in SQL. A label is there while
 * its value is above zero, and once with zero when it fell to zero.
 */
export async function snapshotAt(db: ReadDb, slot: Slot): Promise<SnapshotValue[]> {
  const readings: SnapshotValue[] = []
  for (const gauge of MIRRORED_GAUGES) readings.push(...(await readGauge(db, gauge, slot)))
  return readings
}

interface ValueRow {
  labels: Record<string, string>
  value: number
  metadata: Record<string, unknown> | null
}

/** One gauge at an instant: its total, its parts, and a zero for each part that is there no more. */
export async function readGauge(db: ReadDb, gauge: MirroredGauge, { at, seconds }: Slot): Promise<SnapshotValue[]> {
  const { name: metric, relation, dimensions } = gauge
  const { zone } = await getSettings(db)
  const slots = { from: at, to: new Date(at.getTime() + 1), stepSeconds: seconds, origin: at, zone }
  const { rows } = await sql<ValueRow>`
    select labels, value, metadata from (${relation.values(slots)}) as counted where at = ${at}::timestamptz`.execute(
    db,
  )
  const total = rows.find(({ labels }) => Object.keys(labels).length === 0)
  const parts = rows.filter((row) => row !== total)
  const gone = dimensions.length === 0 ? [] : await fallenToZero(db, { metric, at, present: parts })
  return [
    withMetadata({ metric, value: total?.value ?? 0 }, total ? total.metadata : relation.metadataAtZero),
    ...parts.map(({ labels, value }) => ({ metric, labels, value })),
    ...gone.map((labels) => ({ metric, labels, value: 0 })),
  ]
}

const withMetadata = (
  reading: SnapshotValue,
  metadata: Readonly<Record<string, unknown>> | null | undefined,
): SnapshotValue => (metadata ? { ...reading, metadata: { ...metadata } } : reading)
