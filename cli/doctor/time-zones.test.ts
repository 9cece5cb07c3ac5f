import { expect, test } from '@/tests/support/database'
import { checkTimeZones } from './time-zones'

const NOW = new Date('2026-12-01T09:26:53.589Z')

test('names zones that the database lacks, and those in which it and Node keep different clocks', async ({ db }) => {
  const zones = ['Europe/Berlin', 'Mars/Olympus', 'CET', 'UTC', 'Asia/Kolkata']
  const { state, detail } = await checkTimeZones(db, { now: NOW, zones })
  expect(state).toBe('warning')
  expect(detail).toContain("PostgreSQL doesn't know Mars/Olympus")
  expect(detail).toContain("Node.js doesn't know Mars/Olympus")
  expect(detail).toMatch(/different time zone data for CET \(since 19\d\d\)/)
  expect(detail).not.toMatch(/Berlin|UTC|Kolkata/)
})

test('all is right where both agree', async ({ db }) => {
  expect(await checkTimeZones(db, { now: NOW, zones: ['Europe/Berlin', 'Pacific/Chatham', 'UTC'] })).toEqual({
    state: 'ok',
    detail: 'PostgreSQL and Node.js know all 3 and agree on them',
  })
})

test('the community’s own zone is a failure where it is wrong or lacking', async ({ db }) => {
  await db
    .insertInto('setting')
    .values({ key: 'zone', value: JSON.stringify('IST'), updated_by: 'cli' })
    .execute()
  const { state, detail } = await checkTimeZones(db, { now: NOW, zones: ['UTC'] })
  expect([state, detail]).toEqual([
    'failed',
    expect.stringContaining(
      'the community’s zone IST is not a time zone, so UTC is used: run guildhall settings set zone',
    ),
  ])
})
