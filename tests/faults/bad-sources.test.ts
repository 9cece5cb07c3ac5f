import type { CollectorKind } from '@/lib/collection/kinds/kind'
import type { Db } from '@/lib/core/db/types'
import { aClock, aKind, aScheduler, aSource, givingKind, runsOf, samplesOf } from '@/tests/support/collection'
import { expect, test } from '@/tests/support/database'

const AT = '2026-06-01T00:00:00Z'
const GOOD = givingKind('good', [{ metric: 'channels', value: 5 }])

/** One tick of one worker over a bad source and, beside it, a good one. */
async function runBeside(db: Db, bad: CollectorKind, timeoutSeconds = 10) {
  day += 1
  const since = new Date(Date.parse(AT) + day * 86_400_000).toISOString()
  await db.updateTable('source').set({ deleted_at: new Date() }).execute()
  const badId = await aSource(db, { kind: bad.kind, since, timeoutSeconds })
  const goodId = await aSource(db, { kind: 'good', since })
  const scheduler = await aScheduler(db, { clock: aClock(since), kinds: [bad, GOOD] })
  await scheduler.tick()
  await scheduler.idle()
  const [run] = await runsOf(db, badId)
  expect(await runsOf(db, goodId)).toMatchObject([{ status: 'succeeded', samples: 1 }])
  return { run, at: new Date(since) }
}
let day = 0

test('a source that hangs and ignores its signal is abandoned at its time-out, and its run is failed', async ({
  db,
}) => {
  const { run } = await runBeside(
    db,
    aKind('hanging', async function* () {
      await new Promise(() => undefined)
      yield { metric: 'members', value: 1 }
    }),
    1,
  )
  expect(run).toMatchObject({
    status: 'failed',
    samples: 0,
    errors: [{ metric: null, message: "The source didn't respond within 1 s." }],
  })
})

test('of a source that is cut off at its time-out, what it gave before is kept', async ({ db }) => {
  const { run, at } = await runBeside(
    db,
    aKind('slow', async function* () {
      yield { metric: 'online_users', value: 3 }
      await new Promise(() => undefined)
    }),
    1,
  )
  expect(run).toMatchObject({ status: 'partial', samples: 1, errors: [{ metric: null }] })
  const kept = await samplesOf(db, 'online_users')
  expect(kept.filter((sample) => sample.at.getTime() === at.getTime())).toMatchObject([{ value: 3 }])
})

test('a source that throws at once fails alone', async ({ db }) => {
  const { run } = await runBeside(
    db,
    // biome-ignore lint/correctness/useYield: it fails before it could
    aKind('throwing', async function* () {
      throw new Error('the door is locked')
    }),
  )
  expect(run).toMatchObject({ status: 'failed', errors: [{ metric: null, message: 'the door is locked' }] })
})

test('of a source that fails at half, what came before is kept', async ({ db }) => {
  const { run, at } = await runBeside(
    db,
    aKind('halfway', async function* () {
      yield { metric: 'members', value: 11 }
      yield { metric: 'online_users', failure: 'the list is gone' }
      yield { metric: 'active_users', value: 12 }
      throw new Error('the line broke')
    }),
  )
  expect(run).toMatchObject({
    status: 'partial',
    samples: 2,
    errors: [
      { metric: 'online_users', message: 'the list is gone' },
      { metric: null, message: 'the line broke' },
    ],
  })
  expect((await samplesOf(db, 'active_users')).filter((sample) => sample.at.getTime() === at.getTime())).toMatchObject([
    { value: 12 },
  ])
})

const GARBAGE: [string, unknown][] = [
  ['a value that is not a number', { metric: 'members', value: Number.NaN }],
  ['an infinite value', { metric: 'members', value: Number('1e400') }],
  ['a value too great to sum', { metric: 'members', value: 1e300 }],
  ['a negative value', { metric: 'members', value: -1 }],
  ['a value of the wrong type', { metric: 'members', value: '12' }],
  ['no value', { metric: 'members' }],
  ['an unknown metric', { metric: 'happiness', value: 1 }],
  ['a metric that is counted from rows', { metric: 'messages', value: 1 }],
  ['a metric of the object prototype', { metric: 'constructor', value: 1 }],
  ['an unknown label', { metric: 'members', value: 1, labels: { mood: 'good' } }],
  ['labels of the wrong type', { metric: 'active_users', value: 1, labels: { space: 7 } }],
  ['a text in place of a reading', 'members 12'],
  ['nothing in place of a reading', null],
  ['a list in place of labels', { metric: 'members', value: 1, labels: ['space'] }],
  [
    'a label with a character that PostgreSQL can not store',
    { metric: 'active_users', value: 1, labels: { space: 'a\u0000b' } },
  ],
  ['metadata that PostgreSQL can not store', { metric: 'members', value: 1, metadata: { note: 'a\u0000b' } }],
]

for (const [what, item] of GARBAGE) {
  test(`${what} is an error of its metric, and the readings beside it are kept`, async ({ db }) => {
    const { run, at } = await runBeside(db, givingKind('garbage', [item, { metric: 'active_instances', value: 4 }]))
    expect(run).toMatchObject({ status: 'partial', samples: 1 })
    expect(run?.errors).toHaveLength(1)
    const kept = await samplesOf(db, 'active_instances')
    expect(kept.filter((sample) => sample.at.getTime() === at.getTime())).toMatchObject([{ value: 4 }])
  })
}

test('a source that never ends is cut off', async ({ db }) => {
  const { run } = await runBeside(
    db,
    aKind('endless', async function* () {
      for (;;) yield { metric: 'happiness', value: 1 }
    }),
  )
  expect(run?.status).toBe('failed')
})
