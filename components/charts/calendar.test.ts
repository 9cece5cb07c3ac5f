import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { describe, expect, test } from 'vitest'
import { bucketStart, fromLocal } from './calendar'

const ZONES = ['UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Kathmandu', 'Australia/Lord_Howe', 'America/Santiago']

const iso = (at: number) => new Date(at).toISOString()

describe('fromLocal', () => {
  test('agrees with Temporal on every local hour of a decade, skipped and repeated ones too', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...ZONES),
        fc.date({ min: new Date('2018-01-01'), max: new Date('2028-01-01'), noInvalidDate: true }),
        (zone, date) => {
          const [year, month, day, hour] = [
            date.getUTCFullYear(),
            date.getUTCMonth() + 1,
            date.getUTCDate(),
            date.getUTCHours(),
          ]
          const expected = Temporal.PlainDateTime.from({ year, month, day, hour }).toZonedDateTime(zone)
          expect(fromLocal(zone, year, month, day, hour)).toBe(expected.epochMilliseconds)
        },
      ),
      { numRuns: 2000 },
    )
  })

  test('a midnight that clocks skip is the first instant of that day', () => {
    // Chile went from 23:59:59 to 01:00 on 8 September 2024.
    expect(iso(fromLocal('America/Santiago', 2024, 9, 8))).toBe('2024-09-08T04:00:00.000Z')
  })
})

describe('bucketStart', () => {
  test('weeks begin on Monday of the zone, days at its midnight', () => {
    const at = '2026-11-22T23:30:00Z' // Monday, half past midnight, in Berlin.
    expect(iso(bucketStart(at, 'day', 'Europe/Berlin'))).toBe('2026-11-22T23:00:00.000Z')
    expect(iso(bucketStart(at, 'week', 'Europe/Berlin'))).toBe('2026-11-22T23:00:00.000Z')
    expect(iso(bucketStart(at, 'week', 'UTC'))).toBe('2026-11-16T00:00:00.000Z')
    expect(iso(bucketStart(at, 'month', 'UTC'))).toBe('2026-11-01T00:00:00.000Z')
  })
})
