import { sql } from 'kysely'
import { MESSAGES } from '@/lib/community/relations'
import { inTransaction } from '@/lib/core/db/transaction'
import type { Db } from '@/lib/core/db/types'
import { expect, test } from '@/tests/support/database'
import { touch } from './touch'

const START = Date.UTC(2026, 0, 5, 10, 7)
const places = (count: number) =>
  Array.from({ length: count }, (_, n) => ({
    at: new Date(START + n * 900_000),
    labels: { channel: String(1 + (n % 3)) },
  }))

/** The buckets that are marked, by series, and none of them left. */
async function takeMarks(db: Db): Promise<unknown[]> {
  const { rows } = await sql`
    select series.labels::text as labels, rollup_dirty.* from rollup_dirty join series on series.id = series_id
    order by series.labels::text, at`.execute(db)
  await sql`delete from rollup_dirty`.execute(db)
  return rows
}

test.for([3, 500, 501, 1_200])(
  '%i places given as a relation are marked as those of a list are',
  async (count, { db }) => {
    const touched = places(count)
    await inTransaction(db, (trx) => touch(trx, MESSAGES, touched))
    const fromList = await takeMarks(db)
    const relation = sql`select at, at as until, null::bigint as member_id, channel from unnest(${touched.map(({ at }) => at)}::timestamptz[],
    ${touched.map(({ labels }) => labels.channel)}::text[]) as place (at, channel) cross join generate_series(1, 2)`
    await inTransaction(db, (trx) => touch(trx, MESSAGES, relation))
    expect(await takeMarks(db)).toEqual(fromList)
    expect(fromList.length).toBeGreaterThan(0)
  },
)

test('nothing in a relation marks nothing', async ({ db }) => {
  await inTransaction(db, (trx) =>
    touch(trx, MESSAGES, sql`select now() as at, now() as until, 1::bigint as member_id, 'x' as channel where false`),
  )
  expect(await takeMarks(db)).toEqual([])
})
