import { GET as getLive } from '@/app/api/health/live/route'
import { GET as getReady } from '@/app/api/health/ready/route'
import { GET as getMetrics } from '@/app/metrics/route'
import { aKey, aPerson, cookieOf } from '@/tests/support/staff'
import { call, expect, test as webTest } from '@/tests/support/web'
import { extendEnv } from '../env'

const TOKEN = 'a-token-for-the-scraper'

const test = webTest.extend('token', { scope: 'file' }, async ({ web: _web }) => {
  extendEnv({ GUILDHALL_METRICS_TOKEN: TOKEN })
  return TOKEN
})

const scrape = async (headers: Record<string, string>): Promise<number> =>
  (await call(getMetrics, { path: '/metrics', headers })).status

test('metrics open to this machine itself and to the bearer of the token', async ({ token }) => {
  expect(await scrape({ 'x-guildhall-local': 'yes' })).toBe(200)
  expect(await scrape({ authorization: `Bearer ${token}` })).toBe(200)
})

test('metrics open to nobody else, neither session nor key', async ({ web: db, token }) => {
  const cookie = await cookieOf(db, await aPerson(db))
  const refused = [
    {},
    { 'x-guildhall-local': 'no' },
    { cookie },
    { authorization: `Bearer ${await aKey(db, 'operator')}` },
  ]
  for (const headers of [...refused, { authorization: `Bearer ${token}x` }, { authorization: token }]) {
    expect(await scrape(headers as Record<string, string>)).toBe(403)
  }
})

test('health says no more than the state', async ({ web: db }) => {
  expect(await (await call(getLive, { path: '/api/health/live' })).json()).toEqual({ status: 'live' })
  const ready = () => call(getReady, { path: '/api/health/ready' })
  const without = await ready()
  expect([without.status, await without.json()]).toEqual([503, { status: 'not ready' }])
  await db
    .insertInto('worker')
    .values({ id: '00000000-0000-4000-8000-000000000001', host: 'here', pid: 1, version: '1' })
    .execute()
  const withWorker = await ready()
  expect([withWorker.status, await withWorker.json()]).toEqual([200, { status: 'ready' }])
})
