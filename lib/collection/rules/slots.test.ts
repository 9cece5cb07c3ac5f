import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cronProblem } from './cron'
import { isOnTime, MISSED_ROWS, missedSlots, type Schedule, slotAfter, slotAt } from './slots'

const ZONES = [
  'UTC',
  'Europe/Berlin',
  'America/New_York',
  'America/Sao_Paulo',
  'Asia/Kathmandu',
  'Australia/Lord_Howe',
  'Pacific/Apia',
  'Africa/Casablanca',
]
/** Weeks in which these zones change their clocks at or around half past two, or at midnight. */
const CLOCK_CHANGES = [
  ['Europe/Berlin', '2026-03-24', '2026-04-02'],
  ['Europe/Berlin', '2026-10-20', '2026-10-30'],
  ['America/New_York', '2026-03-03', '2026-03-13'],
  ['America/New_York', '2026-10-27', '2026-11-06'],
  ['America/Sao_Paulo', '2017-10-10', '2017-10-20'],
  ['Australia/Lord_Howe', '2026-03-31', '2026-04-10'],
  ['Australia/Lord_Howe', '2026-09-29', '2026-10-09'],
] as const
const CRONS = ['30 2 * * *', '0 0 * * *', '5,35 0-3 * * *', '*/15 * * * *', '0 9 * * 1-5', '15 0 1 * *', '0 12 * * *']

const schedule: fc.Arbitrary<Schedule> = fc.oneof(
  fc.record({ kind: fc.constant('interval' as const), seconds: fc.integer({ min: 5, max: 86_400 }) }),
  fc.record({
    kind: fc.constant('cron' as const),
    expression: fc.constantFrom(...CRONS),
    zone: fc.constantFrom(...ZONES),
  }),
)
const instant = fc.date({ min: new Date('2016-01-01'), max: new Date('2027-01-01'), noInvalidDate: true })

describe('slots', () => {
  test('of an interval lie on multiples of it since the epoch', () => {
    const slot = slotAt({ kind: 'interval', seconds: 1_800 }, new Date('2026-11-22T15:44:12.345Z'))
    expect(slot).toEqual({ at: new Date('2026-11-22T15:30:00Z'), seconds: 1_800 })
  })

  test('of a cron expression follow the wall clock of the zone', () => {
    const daily: Schedule = { kind: 'cron', expression: '0 9 * * *', zone: 'Europe/Berlin' }
    expect(slotAt(daily, new Date('2026-07-01T12:00:00Z'))?.at).toEqual(new Date('2026-07-01T07:00:00Z'))
    expect(slotAt(daily, new Date('2026-12-01T12:00:00Z'))?.at).toEqual(new Date('2026-12-01T08:00:00Z'))
  })

  test('contain the instant that they were asked for, and end where the next begins', () => {
    fc.assert(
      fc.property(schedule, instant, (rule, now) => {
        const slot = slotAt(rule, now)
        const next = slotAfter(rule, now)
        if (!slot || !next) throw new Error('these schedules always have slots')
        expect(slot.at.getTime()).toBeLessThanOrEqual(now.getTime())
        expect(next.at.getTime()).toBeGreaterThan(now.getTime())
        expect(next.at.getTime() - slot.at.getTime()).toBe(slot.seconds * 1_000)
        expect(slotAt(rule, next.at)).toEqual(next)
      }),
      { numRuns: 60 },
    )
  })

  test('of a daily cron come once on every local day, also when clocks change in that very hour', () => {
    for (const [zone, from, to] of CLOCK_CHANGES) {
      const rule: Schedule = { kind: 'cron', expression: '30 2 * * *', zone }
      const days = new Map<string, number>()
      const format = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short' })
      for (let at = new Date(`${from}T12:00:00Z`); at < new Date(`${to}T12:00:00Z`); ) {
        const slot = slotAfter(rule, at)
        if (!slot) throw new Error('a daily cron has a next slot')
        at = slot.at
        days.set(format.format(at), (days.get(format.format(at)) ?? 0) + 1)
      }
      expect([...days.values()].every((count) => count === 1)).toBe(true)
      expect(days.size).toBeGreaterThanOrEqual((Date.parse(to) - Date.parse(from)) / 86_400_000)
    }
  })
})

describe('missed slots', () => {
  test('are every slot between the last row and the one that is due', () => {
    fc.assert(
      fc.property(schedule, instant, fc.integer({ min: 0, max: 12 }), (rule, start, count) => {
        const after = slotAt(rule, start)
        if (!after) return
        const expected: Date[] = []
        let due = after.at
        for (let index = 0; index <= count; index += 1) {
          if (index > 0) expected.push(due)
          due = slotAfter(rule, due)?.at ?? due
        }
        const missed = missedSlots(rule, after.at, due)
        expect(missed.slots.map((slot) => slot.at)).toEqual(expected)
        expect(missed.gathered).toBe(1)
      }),
      { numRuns: 25 },
    )
  })

  test('of a long outage are bounded and lose no second', () => {
    const rule: Schedule = { kind: 'interval', seconds: 15 }
    const after = new Date('2026-01-01T00:00:00Z')
    const before = new Date('2026-11-22T00:00:00Z')
    const missed = missedSlots(rule, after, before)
    expect(missed.slots).toHaveLength(MISSED_ROWS + 1)
    const seconds = missed.slots.reduce((sum, slot) => sum + slot.seconds, 0)
    expect(seconds).toBe((before.getTime() - after.getTime()) / 1_000 - 15)
    expect(missed.gathered + MISSED_ROWS).toBe(seconds / 15)
  })

  test('of a cron that ran every minute for years are bounded too', () => {
    const rule: Schedule = { kind: 'cron', expression: '* * * * *', zone: 'Europe/Berlin' }
    const missed = missedSlots(rule, new Date('2020-01-01T00:00:00Z'), new Date('2026-11-22T00:00:00Z'))
    expect(missed.slots).toHaveLength(MISSED_ROWS + 1)
    const ends = missed.slots.map((slot) => slot.at.getTime() + slot.seconds * 1_000)
    const starts = [...missed.slots.slice(1).map((slot) => slot.at.getTime()), Date.parse('2026-11-22T00:00:00Z')]
    expect(ends).toEqual(starts)
  })
})

describe('a run', () => {
  test('is on time within five seconds or a third of its interval', () => {
    const at = new Date('2026-11-22T15:30:00Z')
    const later = (ms: number) => new Date(at.getTime() + ms)
    expect(isOnTime({ at, seconds: 1_800 }, later(5_000))).toBe(true)
    expect(isOnTime({ at, seconds: 1_800 }, later(5_001))).toBe(false)
    expect(isOnTime({ at, seconds: 6 }, later(2_001))).toBe(false)
  })
})

test('a cron expression that can not be used is refused with a reason', () => {
  expect(cronProblem('*/15 * * * *')).toBeNull()
  expect(cronProblem('* * * * * *')).toMatch(/five fields/)
  expect(cronProblem('61 * * * *')).toMatch(/not a cron/)
  expect(cronProblem('0 0 30 2 *')).not.toBeNull()
})
