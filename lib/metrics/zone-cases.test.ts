import { join } from 'node:path'
import { describe } from 'vitest'
import { GET as HEATMAP } from '@/app/api/v1/heatmap/route'
import { GET as OVERVIEW } from '@/app/api/v1/overview/route'
import { GET as SERIES } from '@/app/api/v1/series/route'
import { GET as TRANSPARENCY } from '@/app/api/v1/transparency/route'
import type { Db } from '@/lib/core/db/types'
import { rebuildLocalDays } from '@/lib/metrics/commands/rebuild-days'
import { CASES_DIR } from '@/tests/support/cases'
import { guildhall } from '@/tests/support/guildhall'
import { aKey } from '@/tests/support/staff'
import { call, expect, test as webTest } from '@/tests/support/web'
import { rollUpDirty } from './commands/roll-up'

/** Three messages, of which two are of 1 July 1998 in each of the zones below, an hour off one of them. */
const test = webTest.extend('imported', { scope: 'file' }, async ({ web: db }) => {
  const { code } = await guildhall(['import', 'csv', join(CASES_DIR, 'usage-cet.csv'), '--source', 'usage-cet'])
  expect(code).toBe(0)
  await rebuildLocalDays(db, new AbortController().signal)
  await rollUpDirty(db)
  return db
})

let key: string | undefined

async function get(db: Db, handler: unknown, path: string) {
  key ??= await aKey(db, 'operator')
  const response = await call(handler, { path, headers: { authorization: `Bearer ${key}` } })
  return { status: response.status, body: await response.json() }
}

const july = (metric: string, zone: string) =>
  `/api/v1/series?metric=${metric}&from=1998-07-01&to=1998-07-02&resolution=day${zone && `&zone=${zone}`}`

const pointsOf = async (db: Db, path: string) => {
  const { body } = await get(db, SERIES, path)
  return body.series[0].points.map(({ at, value, complete }: Record<string, unknown>) => [at, value, complete])
}

describe('CET, MET, EET and WET are the zones that they mean, with their summer time', () => {
  test.for([
    ['CET', '1998-06-30T22:00:00.000Z'],
    ['MET', '1998-06-30T22:00:00.000Z'],
    ['EET', '1998-06-30T21:00:00.000Z'],
    ['WET', '1998-06-30T23:00:00.000Z'],
  ] as const)('%s', async ([zone, midnight], { imported: db }) => {
    expect(await pointsOf(db, july('messages', zone))).toEqual([[midnight, 2, true]])
    expect(await pointsOf(db, july('daily_active_users', zone))).toEqual([[midnight, 2, true]])
  })

  test.for(['CET', 'MET', 'EET', 'WET'])('%s as the zone of the community', async (zone, { imported: db }) => {
    expect((await guildhall(['settings', 'set', 'zone', zone])).code).toBe(0)
    await rebuildLocalDays(db, new AbortController().signal)
    expect(await pointsOf(db, july('messages', ''))).toEqual([[expect.any(String), 2, true]])
    expect(await pointsOf(db, july('daily_active_users', ''))).toEqual([[expect.any(String), 2, true]])
  })
})

test.for(['IST', 'PST', 'JST', 'US/Pacific-New', 'posix/Europe/Berlin', 'FOO+3', 'Factory'])(
  'the command line refuses %s as a zone, and every address goes on answering',
  async (zone, { imported: db }) => {
    const { code, stderr } = await guildhall(['settings', 'set', 'zone', zone])
    expect([code, stderr]).toEqual([2, expect.stringContaining('zone')])
    const range = 'from=1998-06-30&to=1998-07-02'
    for (const [handler, path] of [
      [OVERVIEW, '/api/v1/overview'],
      [SERIES, `/api/v1/series?metric=messages&${range}&resolution=day`],
      [HEATMAP, `/api/v1/heatmap?${range}`],
      [TRANSPARENCY, '/api/v1/transparency'],
    ] as const)
      expect([path, (await get(db, handler, path)).status]).toEqual([path, 200])
  },
)

test.for(['IST', 'US/Pacific-New', 'Mars/Olympus'])(
  'where %s came to be stored all the same, pages and imports go on, in UTC',
  async (zone, { imported: db }) => {
    await db
      .insertInto('setting')
      .values({ key: 'zone', value: JSON.stringify(zone), updated_by: 'cli' })
      .onConflict((conflict) => conflict.column('key').doUpdateSet({ value: JSON.stringify(zone) }))
      .execute()
    await rebuildLocalDays(db, new AbortController().signal)
    expect((await get(db, OVERVIEW, '/api/v1/overview')).body).toMatchObject({ zone: 'UTC' })
    expect((await get(db, SERIES, july('messages', ''))).body).toMatchObject({ zone: 'UTC' })
    expect((await guildhall(['settings', 'get', 'zone'])).stdout).toBe('UTC\n')
    const again = ['import', 'csv', join(CASES_DIR, 'usage-cet.csv'), '--source', `again in ${zone}`]
    expect((await guildhall(again)).code).toBe(0)
  },
)
