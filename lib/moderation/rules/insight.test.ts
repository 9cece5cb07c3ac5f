import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { backlogByDay, type DayChange, periodOf } from './insight'

const DAY_MS = 86_400_000

describe('a period', () => {
  test('is of local days, which clocks make longer and shorter', () => {
    const { bounds } = periodOf(
      { from: '2026-10-24', to: '2026-10-27' },
      { zone: 'Europe/Berlin', now: new Date('2026-11-01T00:00:00Z') },
    )
    expect(bounds).toEqual([
      '2026-10-23T22:00:00.000Z',
      '2026-10-24T22:00:00.000Z',
      '2026-10-25T23:00:00.000Z',
      '2026-10-26T23:00:00.000Z',
    ])
  })

  test('is, where none is asked for, the 30 days that end with today, where the community is', () => {
    const now = new Date('2026-11-25T12:00:00Z')
    expect(periodOf({}, { zone: 'Pacific/Kiritimati', now })).toMatchObject({ from: '2026-10-28', to: '2026-11-27' })
    expect(periodOf({}, { zone: 'UTC', now }).bounds).toHaveLength(31)
  })
})

describe('the backlog of a day', () => {
  test('is what was there before, with what came and without what went', () => {
    const changes = fc.array(fc.record({ opened: fc.nat(50), closed: fc.nat(50), reopened: fc.nat(5) }), {
      minLength: 2,
      maxLength: 40,
    })
    fc.assert(
      fc.property(fc.nat(1_000), changes, (before, each) => {
        const bounds = each.map((_, day) => new Date(day * DAY_MS).toISOString())
        const noted: DayChange[] = each.map((change, index) => ({ bound: index + 1, ...change }))
        const ends: number[] = []
        for (const { opened, closed, reopened } of each) ends.push((ends.at(-1) ?? before) + opened + reopened - closed)
        const days = backlogByDay(
          { bounds },
          { waiting: ends.at(-1) ?? 0, changes: noted, now: new Date(1_000 * DAY_MS) },
        )
        expect(days.map(({ waiting }) => waiting)).toEqual(ends.slice(0, -1))
        expect(days.map(({ opened }) => opened)).toEqual(each.slice(0, -1).map(({ opened }) => opened))
      }),
    )
  })

  test('is now for the day that is not over, and there is none for days that have not begun', () => {
    const bounds = [0, 1, 2, 3].map((day) => new Date(day * DAY_MS).toISOString())
    const changes = [{ bound: 2, opened: 3, closed: 1, reopened: 0 }]
    expect(backlogByDay({ bounds }, { waiting: 7, changes, now: new Date(1.5 * DAY_MS) })).toEqual([
      { at: bounds[0], isOver: true, waiting: 5, opened: 0, closed: 0 },
      { at: bounds[1], isOver: false, waiting: 7, opened: 3, closed: 1 },
    ])
  })
})
