import { sql } from 'kysely'
import { ensurePartitions } from '@/lib/core/db/partitions'
import { inTransaction } from '@/lib/core/db/transaction'
import type { Db } from '@/lib/core/db/types'
import { isDomainError } from '@/lib/core/errors'
import { test as databaseTest, expect } from '@/tests/support/database'
import { rebuildLocalDays } from '../commands/rebuild-days'
import { rollUpDirty } from '../commands/roll-up'
import { type NewSample, writeSamples } from '../commands/write-samples'
import { comparisonQuery, heatmapQuery, seriesQuery, topListQuery } from '../schema'
import { getComparison } from './get-comparison'
import { getHeatmap } from './get-heatmap'
import { getSeries } from './get-series'
import { getTopList } from './get-tops'

const FROM = new Date('2026-03-20T00:00:00Z')
const TO = new Date('2026-04-03T00:00:00Z')
const AS_OF = '2026-04-02T13:37:11Z'
const HOUR_MS = 3_600_000

/** Two weeks of everything that has answers, over a change of clocks. Always the same, ids too. */
const test = databaseTest.extend('filled', { scope: 'file' }, async ({ db }) => {
  for (const table of ['message', 'sample', 'rollup_quarter'] as const) await ensurePartitions(db, table, FROM, TO)
  await fillRows(db)
  await inTransaction(db, (trx) =>
    writeSamples(trx, { origin: 'collected', runId: null, samples: [...levels(), ...increments()] }),
  )
  await markRows(db, 'messages', 'channel', sql`select sent_at as at, channel_id::text as value from message`)
  await markRows(db, 'feature_usage', 'feature', sql`select at, feature as value from feature_usage`)
  await rollUpDirty(db)
  await rebuildLocalDays(db, new AbortController().signal)
  return db
})

async function fillRows(db: Db): Promise<void> {
  await sql`insert into origin (name) values ('answers')`.execute(db)
  for (const table of ['member', 'channel', 'space'] as const)
    await sql`insert into ${sql.table(table)} (origin_id, external_id, name)
      select origin.id, n::text, ${table} || ' ' || n from origin, generate_series(1, 6) as n order by n`.execute(db)
  await sql`insert into message (sent_at, channel_id, member_id)
    select ${FROM}::timestamptz + n * interval '29 minutes', 1 + n * n % 4, 1 + n * 7 % 6 from generate_series(1, 640) as n`.execute(
    db,
  )
  await sql`insert into feature_usage (origin_id, external_id, at, member_id, feature)
    select origin.id, n::text, ${FROM}::timestamptz + n * interval '173 minutes', 1 + n % 6, (array['poll', 'map', 'wiki'])[1 + n % 3]
    from origin, generate_series(1, 110) as n`.execute(db)
}

/** Every half hour, with a gap of a day; two of three spaces at a time. */
function levels(): NewSample[] {
  const slots = Array.from({ length: 14 * 48 }, (_, slot) => slot).filter((slot) => slot < 240 || slot > 290)
  return slots.flatMap((slot) => {
    const of = (value: number, labels: Record<string, string> = {}): NewSample => ({
      ...{ metric: 'active_users', at: new Date(FROM.getTime() + slot * (HOUR_MS / 2)), value, seconds: 1_800, labels },
    })
    const parts = [1, 2, 3].filter((space) => slot % 3 !== space - 1)
    return [of(10 + (slot % 17)), ...parts.map((space) => of(space + (slot % 5), { space: String(space) }))]
  })
}

const increments = (): NewSample[] =>
  Array.from({ length: 14 * 8 }, (_, step) => ({
    ...{ metric: 'sign_ins', at: new Date(FROM.getTime() + step * 3 * HOUR_MS), value: step % 11, seconds: 10_800 },
  }))

/** Says of the rows, whoever wrote them, that they are to be counted: in all, and by a label. */
async function markRows(db: Db, metric: string, label: string, rows: ReturnType<typeof sql>): Promise<void> {
  await sql`insert into metric (name) values (${metric}) on conflict do nothing`.execute(db)
  await sql`insert into series (metric_id, labels)
    select id, labels from metric, (
      select '{}'::jsonb as labels union all
      select distinct jsonb_build_object(${label}::text, value) from (${rows}) as row order by 1
    ) as wanted where name = ${metric}`.execute(db)
  await sql`insert into rollup_dirty (at, series_id, until)
    select day, series.id, day + interval '1 day'
    from series join metric on metric.id = metric_id,
      generate_series(${FROM}::timestamptz, ${TO}::timestamptz, interval '1 day') as day
    where name = ${metric} order by 1, 2`.execute(db)
}

const LABELS: Record<string, string | null> = {
  active_users: 'space',
  messages: 'channel',
  feature_usage: 'feature',
  daily_active_users: 'channel',
  daily_new_users: null,
  sign_ins: null,
  members: null,
}

const RANGES = [
  { from: '2026-03-22', to: '2026-04-03' },
  { from: '2026-03-28T03:07:11Z', to: '2026-03-30T12:49:59Z' },
]

/** Each question with its answer in a line or two. */
async function ask(db: Db, metric: string, zone: string): Promise<string[]> {
  const label = LABELS[metric] ?? null
  const value = label === 'feature' ? 'poll' : '2'
  const narrowings = label
    ? [
        {},
        { by: label, top: 2 },
        { [`label.${label}`]: value },
        { [`label.${label}`]: [value, label === 'feature' ? 'map' : '3'] },
      ]
    : [{}, { by: 'channel' }]
  const told: string[] = []
  const tell = async (question: string, answer: () => Promise<string[]>) => {
    const lines = await answer().catch((error: unknown) => {
      if (isDomainError(error)) return [`refused: ${error.code}, ${error.issues.map(({ path }) => path).join()}`]
      throw error
    })
    told.push(question, ...lines.map((line) => `  ${line}`))
  }
  for (const range of RANGES) {
    const base = { metric, zone, asOf: AS_OF, ...range }
    for (const narrowing of narrowings) {
      for (const resolution of ['auto', 'hour', 'day', 'week']) {
        // By hour a week is long: its sum tells of it as well.
        const isLong = resolution !== 'day' && resolution !== 'week'
        await tell(`series ${JSON.stringify({ ...range, resolution, ...narrowing })}`, async () =>
          (await getSeries(db, seriesQuery.parse({ ...base, resolution, ...narrowing }))).series.map((line) => {
            const points = line.points.map(
              (point) => `${point.at} ${point.value} ${point.min} ${point.max} ${point.coveredSeconds}`,
            )
            const shown = isLong ? `${points.length} points, ${checkOf(points)}` : points.join('; ')
            return `${line.name} ${JSON.stringify(line.labels)} ${JSON.stringify(line.summary)} ${shown}`
          }),
        )
      }
    }
    await tell('comparison', async () => {
      const { current, previous, delta, points } = await getComparison(
        db,
        comparisonQuery.parse({ ...base, mode: 'weekday' }),
      )
      return [JSON.stringify({ current, previous, delta }), checkOf(points.map((point) => JSON.stringify(point)))]
    })
    await tell('heat map', async () => [
      checkOf((await getHeatmap(db, heatmapQuery.parse(base))).cells.map((cell) => JSON.stringify(cell))),
    ])
    await tell('tops', async () => {
      const { items, other, total } = await getTopList(
        db,
        topListQuery.parse({ ...base, by: label ?? 'channel', limit: 2 }),
      )
      return [JSON.stringify({ items, other, total })]
    })
  }
  return told
}

/** A number that changes with any of many texts. */
const checkOf = (texts: readonly string[]): string =>
  String(
    [...texts.join('\n')].reduce(
      (check, character) => (check * 31 + (character.codePointAt(0) ?? 0)) % 2_147_483_647,
      7,
    ),
  )

for (const metric of Object.keys(LABELS)) {
  test(`every answer of ${metric} is the recorded one, to the bit`, async ({ filled: db }) => {
    const told: string[] = []
    for (const zone of ['UTC', 'Europe/Berlin', 'Asia/Kathmandu'])
      told.push(`# ${zone}`, ...(await ask(db, metric, zone)))
    await expect(`${told.join('\n')}\n`).toMatchFileSnapshot(`answers/${metric}.txt`)
  })
}
