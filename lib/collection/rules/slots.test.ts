import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cronProblem } from './cron'
import { isOnTime, MISSED_ROWS_MAX, missedSlots, type Schedule, slotAfter, slotAt } from './slots'

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
const CRONS = [
  '*/7 * * * *',
  '10 * * * *',
  '30 2 * * *',
  '0 0 * * *',
  '5,35 0-3 * * *',
  '*/15 * * * *',
  '0 9 * * 1-5',
  '15 0 1 * *',
  '0 12 * * *',
]

const schedule: fc.Arbitrary<Schedule> = fc.oneof(
  fc.record({ kind: fc.constant('interval' as const), seconds: fc.integer({ min: 5, max: 86_400 }) }),
  fc.record({
    kind: fc.constant('cron' as const),
    expression: fc.constantFrom(...CRONS),
    zone: fc.constantFrom(...ZONES),
  }),
)
const instant = fc.date({ min: new Date('2011-01-01'), max: new Date('2027-01-01'), noInvalidDate: true })

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

describe('slots around a change of clocks', () => {
  const slotsOf = (expression: string, zone: string, from: string, count: number): (string | undefined)[] => {
    const rule: Schedule = { kind: 'cron', expression, zone }
    let at: Date | undefined = new Date(from)
    return Array.from({ length: count }, () => {
      at = at && slotAfter(rule, at)?.at
      return at?.toISOString().slice(5, 16)
    })
  }

  test('go on in a zone that changes its clocks by half an hour', () => {
    const noons = slotsOf('0 12 * * *', 'Australia/Lord_Howe', '2017-03-31T12:00:00Z', 3)
    expect(noons).toEqual(['04-01T01:00', '04-02T01:30', '04-03T01:30'])
    const hours = slotsOf('45 * * * *', 'Australia/Lord_Howe', '2017-04-01T13:50:00Z', 3)
    expect(hours).toEqual(['04-01T14:45', '04-01T15:15', '04-01T16:15'])
  })

  test('skip no time of real life where every hour has its own, and repeat none that a day has once', () => {
    expect(slotsOf('30 * * * *', 'Europe/Berlin', '2026-10-24T23:45:00Z', 4)).toEqual([
      '10-25T00:30',
      '10-25T01:30',
      '10-25T02:30',
      '10-25T03:30',
    ])
    expect(slotsOf('30 2 * * *', 'Europe/Berlin', '2026-10-24T12:00:00Z', 2)).toEqual(['10-25T00:30', '10-26T01:30'])
    expect(slotsOf('30 2 * * *', 'Europe/Berlin', '2026-03-28T12:00:00Z', 2)).toEqual(['03-29T01:30', '03-30T00:30'])
    expect(slotsOf('30 1,2,3 * * *', 'Europe/Berlin', '2026-03-28T12:00:00Z', 3)).toEqual([
      '03-29T00:30',
      '03-29T01:30',
      '03-29T23:30',
    ])
  })

  test('of every hour are the minutes at which the clock shows theirs', () => {
    for (const [zone, from, to] of CLOCK_CHANGES) {
      const [start, end] = [Date.parse(`${from}T00:00:00Z`), Date.parse(`${to}T00:00:00Z`)]
      const clock = new Intl.DateTimeFormat('en-GB', { timeZone: zone, minute: 'numeric' })
      const minutes = Array.from({ length: (end - start) / 60_000 - 1 }, (_, index) => start + (index + 1) * 60_000)
      const expected = minutes.filter((at) => Number(clock.format(at)) % 7 === 0)
      const missed = missedSlots({ kind: 'cron', expression: '*/7 * * * *', zone }, new Date(start), new Date(end))
      const shown = missed.slots.slice(missed.gathered > 1 ? 1 : 0).map((slot) => slot.at.getTime())
      expect(shown).toEqual(expected.slice(-shown.length))
      expect(shown.length).toBe(Math.min(expected.length, MISSED_ROWS_MAX))
    }
  })

  test('have none on a day that a zone left out', () => {
    expect(slotsOf('0 9 * * *', 'Pacific/Apia', '2011-12-28T20:00:00Z', 3)).toEqual([
      '12-29T19:00',
      '12-30T19:00',
      '12-31T19:00',
    ])
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
      { numRuns: 100 },
    )
  })

  test('of a long outage are bounded and lose no second', () => {
    const rule: Schedule = { kind: 'interval', seconds: 15 }
    const after = new Date('2026-01-01T00:00:00Z')
    const before = new Date('2026-11-22T00:00:00Z')
    const missed = missedSlots(rule, after, before)
    expect(missed.slots).toHaveLength(MISSED_ROWS_MAX + 1)
    const seconds = missed.slots.reduce((sum, slot) => sum + slot.seconds, 0)
    expect(seconds).toBe((before.getTime() - after.getTime()) / 1_000 - 15)
    expect(missed.gathered + MISSED_ROWS_MAX).toBe(seconds / 15)
  })

  test('of a cron that ran every minute for years are bounded too', () => {
    const rule: Schedule = { kind: 'cron', expression: '* * * * *', zone: 'Europe/Berlin' }
    const missed = missedSlots(rule, new Date('2020-01-01T00:00:00Z'), new Date('2026-11-22T00:00:00Z'))
    expect(missed.slots).toHaveLength(MISSED_ROWS_MAX + 1)
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
