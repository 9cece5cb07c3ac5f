import { createDb, createPool } from '@/lib/core/db/client'
import { aClock, aScheduler, aSource, givingKind, runsOf, samplesOf } from '@/tests/support/collection'
import { expect, test } from '@/tests/support/database'

const SLOTS = 200

for (const [workers, metric] of [
  [2, 'members'],
  [5, 'channels'],
] as const) {
  test(`${workers} workers at once run each of ${SLOTS} slots once, and an outage of them all is missed rows`, async ({
    db,
    connectionString,
  }) => {
    const source = await aSource(db, { kind: metric, since: '2026-06-01T00:00:00Z' })
    const clock = aClock('2026-06-01T00:00:00Z')
    const kinds = [givingKind('members'), givingKind('channels', [{ metric: 'channels', value: 1 }])]
    const pools = Array.from({ length: workers }, () => createPool(connectionString, 4))
    const schedulers = await Promise.all(pools.map((pool) => aScheduler(createDb(pool), { clock, kinds })))

    const isOutage = (index: number) => index % 50 >= 40 && index % 50 < 45
    for (let index = 0; index < SLOTS; index += 1) {
      if (!isOutage(index)) {
        await Promise.all(schedulers.map((scheduler) => scheduler.tick()))
        await Promise.all(schedulers.map((scheduler) => scheduler.idle()))
      }
      clock.forward(60)
    }
    await Promise.all(pools.map((pool) => pool.end()))

    const runs = await runsOf(db, source)
    const outages = Array.from({ length: SLOTS }, (_, index) => index).filter(isOutage)
    expect(runs.map((run) => run.slot?.getTime())).toEqual(
      Array.from({ length: SLOTS }, (_, index) => Date.parse('2026-06-01T00:00:00Z') + index * 60_000),
    )
    expect(runs.flatMap((run, index) => (run.status === 'missed' ? [index] : []))).toEqual(outages)
    expect(runs.filter((run) => run.status === 'succeeded')).toHaveLength(SLOTS - outages.length)
    const samples = await samplesOf(db, metric)
    expect(samples.map((sample) => sample.at.getTime())).toEqual(
      runs.flatMap((run) => (run.status === 'missed' ? [] : [run.slot?.getTime()])),
    )
    expect(
      samples.every((sample) => runs.find((run) => run.id === sample.run_id)?.slot?.getTime() === sample.at.getTime()),
    ).toBe(true)
  }, 120_000)
}

test('workers that look at a slot in the same instant start one run, though each sees none there', async ({
  db,
  connectionString,
}) => {
  const clock = aClock('2026-06-02T00:00:00Z')
  const ids = await Promise.all(Array.from({ length: 12 }, () => aSource(db, { since: '2026-06-02T00:00:00Z' })))
  const pools = Array.from({ length: 5 }, () => createPool(connectionString, 4))
  const kinds = [givingKind('test'), givingKind('members'), givingKind('channels')]
  const schedulers = await Promise.all(pools.map((pool) => aScheduler(createDb(pool), { clock, kinds })))
  for (let round = 0; round < 4; round += 1) {
    await Promise.all(schedulers.map((scheduler) => scheduler.tick()))
    await Promise.all(schedulers.map((scheduler) => scheduler.idle()))
  }
  await Promise.all(pools.map((pool) => pool.end()))
  for (const id of ids) expect((await runsOf(db, id)).map((run) => run.status)).toEqual(['succeeded'])
})
