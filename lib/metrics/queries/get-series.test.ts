import { Temporal } from 'temporal-polyfill'
import { describe } from 'vitest'
import { ensurePartitions } from '@/lib/core/db/partitions'
import { inTransaction } from '@/lib/core/db/transaction'
import type { Db } from '@/lib/core/db/types'
import { QUARTER_MS } from '@/tests/support/brute-roll-up'
import { expect, test } from '@/tests/support/database'
import { rollUpDirty } from '../commands/roll-up'
import { writeSamples } from '../commands/write-samples'
import { seriesQuery } from '../schema'
import { STALE_AFTER_INTERVALS } from '../stale-after'
import { getSeries } from './get-series'

/** Zones and spans around what clocks do there: half hours, quarters, days that are skipped, midnights that come twice. */
const PLACES = [
  { zone: 'Australia/Lord_Howe', from: '2024-04-05', to: '2024-04-09' },
  { zone: 'Australia/Lord_Howe', from: '2024-10-04', to: '2024-10-08' },
  { zone: 'Asia/Kathmandu', from: '2024-02-27', to: '2024-03-02' },
  { zone: 'Pacific/Apia', from: '2011-12-28', to: '2012-01-02' },
  { zone: 'America/St_Johns', from: '2024-11-01', to: '2024-11-05' },
  { zone: 'America/Sao_Paulo', from: '2018-11-02', to: '2018-11-06' },
  { zone: 'America/Sao_Paulo', from: '2018-02-16', to: '2018-02-20' },
  { zone: 'America/Havana', from: '2023-11-03', to: '2023-11-07' },
  { zone: 'Europe/Berlin', from: '2024-03-30', to: '2024-04-02' },
  { zone: 'Asia/Kolkata', from: '2024-01-30', to: '2024-02-03' },
] as const

interface Sample {
  at: number
  value: number
  seconds: number
}

describe('getSeries', () => {
  for (const place of PLACES) {
    test(`equals brute force in ${place.zone} from ${place.from}, in every resolution`, async ({ db }) => {
      const samples = await fill(db, place)
      for (const resolution of ['15m', 'hour', 'day', 'week', 'month'] as const) {
        const { series } = await ask(db, { ...place, resolution })
        const points = series[0]?.points.map(({ at, value, min, max, samples: n, coveredSeconds }) => ({
          at,
          value: round(value),
          min,
          max,
          samples: n,
          coveredSeconds: round(coveredSeconds),
        }))
        expect(points, resolution).toEqual(bruteForce(samples, place, resolution))
      }
    })
  }
})

const round = (value: number): number => Math.round(value * 1e6) / 1e6

const ask = (db: Db, { zone, ...range }: { zone: string; from: string; to: string; resolution: string }) =>
  getSeries(db, seriesQuery.parse({ metric: 'active_users', zone, ...range }))

/** A gauge with gaps, off the grid, around the span. */
async function fill(db: Db, { zone, from, to }: (typeof PLACES)[number]): Promise<Sample[]> {
  const start = startOf(from, zone) - 3 * 3_600_000
  const end = startOf(to, zone) + 3 * 3_600_000
  const samples: Sample[] = []
  for (let at = start, n = 0; at < end; n += 1) {
    samples.push({ at, value: (n * 7919) % 101, seconds: n % 5 === 0 ? 3600 : 1800 })
    at += n % 17 === 0 ? 4 * 3_600_000 : n % 3 === 0 ? 1_234_000 : 1_800_000
  }
  await ensurePartitions(db, 'sample', new Date(start), new Date(end))
  await inTransaction(db, (trx) =>
    writeSamples(trx, {
      origin: 'pushed',
      runId: null,
      samples: samples.map((sample) => ({ ...sample, metric: 'active_users', at: new Date(sample.at) })),
    }),
  )
  await rollUpDirty(db)
  return samples
}

const startOf = (date: string, zone: string): number =>
  Temporal.PlainDate.from(date).toZonedDateTime(zone).epochMilliseconds

/** Walks the range in quarters, groups them by what the zone's clock shows, and measures each group by definition. */
function bruteForce(samples: Sample[], { zone, from, to }: (typeof PLACES)[number], resolution: string) {
  const groups = new Map<string, { start: number; end: number }[]>()
  for (let at = startOf(from, zone); at < startOf(to, zone); at += QUARTER_MS) {
    const shown = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone)
    let key = keyOf(shown, at, resolution)
    // An hour that the clock shows twice is two hours; one that it jumps within is cut there.
    if (resolution === 'hour') key = `${key} ${shown.offset}`
    groups.set(key, [...(groups.get(key) ?? []), { start: at, end: at + QUARTER_MS }])
  }
  return [...groups.values()].flatMap((quarters) => measure(samples, quarters, { zone, resolution }))
}

function keyOf(shown: Temporal.ZonedDateTime, at: number, resolution: string): string {
  const date = shown.toPlainDate()
  if (resolution === '15m') return String(at)
  if (resolution === 'hour') return `${date} ${shown.hour}`
  if (resolution === 'day') return date.toString()
  if (resolution === 'week') return date.subtract({ days: date.dayOfWeek - 1 }).toString()
  return date.toPlainYearMonth().toString()
}

function measure(
  samples: Sample[],
  quarters: { start: number; end: number }[],
  { zone, resolution }: { zone: string; resolution: string },
) {
  const [start, end] = [quarters[0]?.start ?? 0, quarters.at(-1)?.end ?? 0]
  let [covered, area, count] = [0, 0, 0]
  const levels: number[] = []
  samples.forEach((sample, index) => {
    const until = Math.min(
      samples[index + 1]?.at ?? Infinity,
      sample.at + sample.seconds * STALE_AFTER_INTERVALS * 1000,
    )
    const seconds = (Math.min(until, end) - Math.max(sample.at, start)) / 1000
    if (sample.at >= start && sample.at < end) count += 1
    if (seconds <= 0) return
    covered += seconds
    area += seconds * sample.value
    levels.push(sample.value)
  })
  if (covered === 0) return []
  const at = bucketStart(start, zone, resolution)
  return [
    {
      at: new Date(at).toISOString(),
      value: round(area / covered),
      min: Math.min(...levels),
      max: Math.max(...levels),
      samples: count,
      coveredSeconds: round(covered),
    },
  ]
}

/** Weeks and months begin before the range: their points are named by their own start. */
function bucketStart(start: number, zone: string, resolution: string): number {
  const date = Temporal.Instant.fromEpochMilliseconds(start).toZonedDateTimeISO(zone).toPlainDate()
  if (resolution === 'week') return startOf(date.subtract({ days: date.dayOfWeek - 1 }).toString(), zone)
  if (resolution === 'month') return startOf(date.with({ day: 1 }).toString(), zone)
  return start
}
