import { sql } from 'kysely'
import type { Db } from '@/lib/core/db/types'
import { localDate, startOfDay } from '@/lib/core/time/zoned'
import type { SeriesView } from '@/lib/metrics/schema'
import type { Resolution } from '@/lib/metrics/terms'

/** A sample stands until the next one, at most this many times its interval (metrics.md, "Kinds"). */
const STALE_AFTER_INTERVALS = 1.5
const STALE_AFTER_MS_MAX = 36 * 3_600_000
const STEP_MS: Partial<Record<Resolution, number>> = { minute: 60_000, '15m': 900_000, hour: 3_600_000 }

export interface RawSample {
  at: number
  value: number
  seconds: number
}

interface Expected {
  value: number
  min: number
  max: number
  samples: number
  coveredSeconds: number
}

/** Points of a gauge's only line that differ from what its raw samples say, and those that are missing; 0 when all is right. */
export async function countWrongPoints(db: Db, seriesId: number, view: SeriesView): Promise<number> {
  const [from, to] = [Date.parse(view.from), Date.parse(view.to)]
  const samples = await readRaw(db, seriesId, from - STALE_AFTER_MS_MAX, to)
  const points = view.series[0]?.points ?? []
  const wrong = points.filter((point) => {
    const at = Date.parse(point.at)
    const end = Math.min(to, endOf(at, view.resolution, view.zone))
    const expected = recompute(samples, Math.max(from, at), end)
    return expected === null || !isSame(point, expected)
  }).length
  const counted = points.reduce((total, point) => total + point.samples, 0)
  return wrong + Math.abs(samples.filter(({ at }) => at >= from).length - counted)
}

/** What samples in the order of time come to in `[from, to)`; null where none stands in it. */
export function recompute(samples: readonly RawSample[], from: number, to: number): Expected | null {
  const found = { weighted: 0, covered: 0, min: Infinity, max: -Infinity, samples: 0 }
  for (let index = firstThatMatters(samples, from); index < samples.length; index += 1) {
    const sample = samples[index] as RawSample
    if (sample.at >= to) break
    const end = Math.min(
      samples[index + 1]?.at ?? Infinity,
      sample.at + sample.seconds * STALE_AFTER_INTERVALS * 1_000,
      to,
    )
    if (sample.at >= from) found.samples += 1
    const stood = (end - Math.max(sample.at, from)) / 1_000
    if (stood <= 0) continue
    found.weighted += sample.value * stood
    found.covered += stood
    found.min = Math.min(found.min, sample.value)
    found.max = Math.max(found.max, sample.value)
  }
  const { weighted, covered, min, max } = found
  return covered === 0 ? null : { value: weighted / covered, min, max, samples: found.samples, coveredSeconds: covered }
}

/** The last sample at or before an instant: it may still stand there. */
function firstThatMatters(samples: readonly RawSample[], at: number): number {
  let [low, high] = [0, samples.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((samples[middle]?.at ?? Infinity) <= at) low = middle + 1
    else high = middle
  }
  return Math.max(0, low - 1)
}

function endOf(at: number, resolution: Resolution, zone: string): number {
  const step = STEP_MS[resolution]
  if (step !== undefined) return at + step
  const day = localDate(new Date(at).toISOString(), zone)
  const next = { day: day.add({ days: 1 }), week: day.add({ days: 7 }), month: day.add({ months: 1 }).with({ day: 1 }) }
  return startOfDay(next[resolution as keyof typeof next], zone).epochMilliseconds
}

const isNear = (a: number, b: number): boolean => Math.abs(a - b) <= 1e-9 * Math.abs(b) + 1e-9

const isSame = (point: Omit<Expected, 'min' | 'max'> & { min: number | null; max: number | null }, want: Expected) =>
  isNear(point.value, want.value) &&
  isNear(point.coveredSeconds, want.coveredSeconds) &&
  point.samples === want.samples &&
  point.min === want.min &&
  point.max === want.max

async function readRaw(db: Db, seriesId: number, from: number, to: number): Promise<RawSample[]> {
  const { rows } = await sql<RawSample>`
    select extract(epoch from at)::float8 * 1000 as at, value, seconds from sample
    where series_id = ${seriesId} and at >= ${new Date(from)}::timestamptz and at < ${new Date(to)}::timestamptz
    order by sample.at`.execute(db)
  return rows
}
