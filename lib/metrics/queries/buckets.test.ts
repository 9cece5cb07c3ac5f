import { Temporal } from 'temporal-polyfill'
import { expect, test } from '@/tests/support/database'
import { calendars, listBuckets } from './buckets'

/** Zones whose midnight is skipped, comes twice, or is not on the hour, and plain ones; a year of each with their changes. */
const YEARS = [
  ['America/Havana', 2024],
  ['America/Sao_Paulo', 2018],
  ['America/Asuncion', 2023],
  ['Asia/Beirut', 2022],
  ['Africa/Cairo', 2024],
  ['Asia/Tehran', 2021],
  ['America/Scoresbysund', 2023],
  ['Atlantic/Azores', 2024],
  ['Pacific/Apia', 2011],
  ['Pacific/Kwajalein', 1993],
  ['Australia/Lord_Howe', 2024],
  ['Asia/Kathmandu', 2024],
  ['America/St_Johns', 2006],
  ['Asia/Pyongyang', 2018],
  ['America/Caracas', 2007],
  ['Antarctica/Troll', 2024],
  ['Europe/Berlin', 2024],
  ['UTC', 2024],
] as const

for (const [zone, year] of YEARS) {
  test(`every day of ${zone} in ${year} begins at its first instant`, async ({ db }) => {
    const [from, to] = [start(`${year}-01-01`, zone), start(`${year + 1}-01-01`, zone)]
    const buckets = await listBuckets(db, 'day', { from, to, zone })
    const expected: { at: Date; local: string }[] = []
    for (let day = Temporal.PlainDate.from(`${year}-01-01`); day.year === year; day = day.add({ days: 1 })) {
      const at = start(day.toString(), zone)
      const isThere = Temporal.Instant.fromEpochMilliseconds(at.getTime())
        .toZonedDateTimeISO(zone)
        .toPlainDate()
        .equals(day)
      if (isThere) expected.push({ at, local: day.toString() })
    }
    expect(buckets.map(({ at, local }) => ({ at, local }))).toEqual(expected)
    expect(buckets.every((bucket, index) => (buckets[index + 1]?.at ?? to).getTime() === bucket.until.getTime())).toBe(
      true,
    )
  })
}

test('weeks begin on Monday and months on the first, also before the range', async ({ db }) => {
  const range = { from: new Date('2024-05-15T00:00:00Z'), to: new Date('2024-06-12T00:00:00Z'), zone: 'UTC' }
  const locals = async (resolution: 'week' | 'month') =>
    (await listBuckets(db, resolution, range)).map((bucket) => bucket.local)
  expect(await locals('week')).toEqual(['2024-05-13', '2024-05-20', '2024-05-27', '2024-06-03', '2024-06-10'])
  expect(await locals('month')).toEqual(['2024-05-01', '2024-06-01'])
})

test('minutes and quarters that a range only touches are there as a whole', async ({ db }) => {
  const range = { from: new Date('2024-05-15T10:00:30Z'), to: new Date('2024-05-15T10:16:10Z'), zone: 'Asia/Kathmandu' }
  const minutes = await listBuckets(db, 'minute', range)
  expect(minutes).toHaveLength(17)
  expect(minutes[0]).toEqual({
    at: new Date('2024-05-15T10:00:00Z'),
    start: '2024-05-15T10:00:00.000Z',
    until: new Date('2024-05-15T10:01:00Z'),
    local: null,
  })
  expect((await listBuckets(db, '15m', range)).map(({ at }) => at.toISOString())).toEqual([
    '2024-05-15T10:00:00.000Z',
    '2024-05-15T10:15:00.000Z',
  ])
})

const start = (date: string, zone: string): Date =>
  new Date(Temporal.PlainDate.from(date).toZonedDateTime(zone).epochMilliseconds)

test('an hour after a change of half an hour is not taken for one of UTC, one after a change of a whole hour is', async ({
  db,
}) => {
  const startsOf = async (zone: string, from: string, to: string) =>
    (await listBuckets(db, 'hour', { zone, from: new Date(from), to: new Date(to) })).map(({ at }) =>
      at.toISOString().slice(11, 16),
    )
  expect(await startsOf('Australia/Lord_Howe', '2024-10-05T15:30:00Z', '2024-10-05T17:00:00Z')).toEqual([
    '15:30',
    '16:00',
  ])
  expect(await startsOf('Australia/Lord_Howe', '2024-10-05T13:10:00Z', '2024-10-05T15:30:00Z')).toEqual([
    '12:30',
    '13:30',
    '14:30',
  ])
  expect(await startsOf('Europe/Berlin', '2024-10-26T22:10:00Z', '2024-10-27T02:00:00Z')).toEqual([
    '22:00',
    '23:00',
    '00:00',
    '01:00',
  ])
})

test('more ranges at once than are kept are all answered', async ({ db }) => {
  calendars.clear()
  const day = (n: number) => new Date(Date.UTC(2024, 0, 1 + n))
  const found = await Promise.all(
    Array.from({ length: 300 }, (_, n) => listBuckets(db, 'day', { from: day(n), to: day(n + 2), zone: 'UTC' })),
  )
  expect(found.map((buckets) => buckets.map(({ local }) => local))).toEqual(
    found.map((_, n) => [day(n), day(n + 1)].map((at) => at.toISOString().slice(0, 10))),
  )
})
