import { aClock, aScheduler, aSource, givingKind, runsOf, samplesOf } from '@/tests/support/collection'
import { expect, test } from '@/tests/support/database'

test('a clock that jumps forward leaves missed slots, one that jumps back repeats none', async ({ db }) => {
  const source = await aSource(db, { seconds: 60, since: '2026-06-01T12:00:00Z' })
  const clock = aClock('2026-06-01T12:00:00Z')
  const scheduler = await aScheduler(db, { clock, kinds: [givingKind('test')] })
  const tickAt = async (at: string) => {
    clock.set(at)
    await scheduler.tick()
    await scheduler.idle()
  }
  await tickAt('2026-06-01T12:00:00Z')
  await tickAt('2026-06-01T12:01:00Z')
  await tickAt('2026-06-01T12:05:00Z')
  await tickAt('2026-06-01T12:01:30Z')
  await tickAt('2026-06-01T12:02:00Z')
  await tickAt('2026-06-01T12:05:30Z')
  await tickAt('2026-06-01T12:06:00Z')

  const runs = await runsOf(db, source)
  expect(runs.map((run) => [run.slot?.toISOString().slice(11, 16), run.status])).toEqual([
    ['12:00', 'succeeded'],
    ['12:01', 'succeeded'],
    ['12:02', 'missed'],
    ['12:03', 'missed'],
    ['12:04', 'missed'],
    ['12:05', 'succeeded'],
    ['12:06', 'succeeded'],
  ])
  expect(await samplesOf(db, 'members')).toHaveLength(4)
})

test('a jump of a year is one bounded set of missed rows', async ({ db }) => {
  const source = await aSource(db, { seconds: 15, since: '2025-06-01T12:00:00Z' })
  const clock = aClock('2025-06-01T12:00:00Z')
  const scheduler = await aScheduler(db, { clock, kinds: [givingKind('test')] })
  await scheduler.tick()
  await scheduler.idle()
  clock.set('2026-06-01T12:00:00Z')
  await scheduler.tick()
  await scheduler.idle()
  const runs = await runsOf(db, source)
  expect(runs).toHaveLength(1 + 1_001 + 1)
  const covered = runs.slice(1, -1).reduce((sum, run) => sum + run.interval_seconds, 0)
  expect(covered).toBe(365 * 86_400 - 15)
})

test('a late start inside its interval is a catch-up with the real instant, one in time has the slot', async ({
  db,
}) => {
  const source = await aSource(db, { kind: 'punctual', seconds: 1_800, since: '2026-07-01T00:00:00Z' })
  const clock = aClock('2026-07-01T00:00:04Z')
  const scheduler = await aScheduler(db, { clock, kinds: [givingKind('punctual', [{ metric: 'channels', value: 1 }])] })
  await scheduler.tick()
  await scheduler.idle()
  clock.set('2026-07-01T00:50:12Z')
  await scheduler.tick()
  await scheduler.idle()
  expect((await runsOf(db, source)).map((run) => [run.slot?.toISOString(), run.trigger])).toEqual([
    ['2026-07-01T00:00:00.000Z', 'schedule'],
    ['2026-07-01T00:30:00.000Z', 'catch-up'],
  ])
  const samples = await samplesOf(db, 'channels')
  expect(samples.map((sample) => sample.at.toISOString())).toEqual([
    '2026-07-01T00:00:00.000Z',
    '2026-07-01T00:50:12.000Z',
  ])
  expect(samples.every((sample) => sample.seconds === 1_800)).toBe(true)
})
