import { onTestFinished, vi } from 'vitest'
import { env } from '@/lib/core/env'
import { bodiesOver, bodiesUnder, type Limits, longestHold, parseTime, streamedRequest } from './support/body-limits'
import { READ_THEIR_OWN_WAY, SAMPLE_BODIES } from './support/domain-access'
import { type Endpoint, loadEndpoints } from './support/endpoints'
import { specOf } from './support/route-specs'
import { aPerson, cookieOf } from './support/staff'
import { expect, test } from './support/web'

/** Of those that look at it before they read. */
const QUERIES: Record<string, string> = { '/api/v1/imports': '?fileName=a.csv&source=csv' }
const ID = '00000000-0000-4000-8000-000000000000'
/** As the address wants it: cases and members have numbers. */
const idOf = (address: string): string => (/\/(?:cases|members)\//.test(address) ? '1' : ID)
/** Where an endpoint says nothing else. */
const LIMITS: Limits = { bytes: 2 ** 20, values: 10_000, depth: 32 }
/** Times what JSON.parse takes for 1 MB of the endpoint's own bodies. */
const HOLD_MAX = 3
/** Other processes hold up this one as well: the best time counts, and a good one is enough. */
const TRIES = 20

type Handler = (request: Request, context: { params: Promise<unknown> }) => Promise<Response>

const endpoints = (await loadEndpoints()).filter(({ method }) => !['GET', 'HEAD', 'OPTIONS'].includes(method))
const readers = endpoints.filter(({ handler }) => specOf(handler).body)
const limitsOf = ({ handler }: Endpoint): Limits => ({ ...LIMITS, ...specOf(handler).limits })

async function send({ handler, address, method }: Endpoint, bytes: Buffer, cookie: string): Promise<Response> {
  const path = address.replace(/\[(?:\.\.\.)?\w+\]/g, idOf(address)) + (QUERIES[address] ?? '')
  const headers = { origin: env().url, cookie, 'x-guildhall-peer': '192.0.2.1' }
  const request = streamedRequest(new URL(path, env().url).href, method, headers, bytes)
  const params = Object.fromEntries(
    [...address.matchAll(/\[(?:\.\.\.)?(\w+)\]/g)].map(([, name = '']) => [name, idOf(address)]),
  )
  const answer = await (handler as Handler)(request, { params: Promise.resolve(params) })
  return Object.assign(answer, { hasRead: request.bodyUsed })
}

test('every endpoint that reads a body is in the table, and the table has no other', async ({ web: db }) => {
  expect(readers.map(({ name }) => name).toSorted()).toEqual(Object.keys(SAMPLE_BODIES).toSorted())
  const silent: string[] = []
  for (const endpoint of endpoints.filter(({ handler }) => !specOf(handler).body)) {
    if (endpoint.name.includes('[...nextauth]')) continue
    const answer = await send(endpoint, Buffer.from('{}'), await cookieOf(db, await aPerson(db)))
    if ('hasRead' in answer && answer.hasRead) silent.push(endpoint.name)
  }
  expect(silent).toEqual(Object.keys(READ_THEIR_OWN_WAY).filter((name) => !name.includes('[...nextauth]')))
})

test.for(readers)('$name parses no body over its limits', async (endpoint, { web: db }) => {
  const parse = vi.spyOn(JSON, 'parse')
  onTestFinished(() => parse.mockRestore())
  for (const [limit, raw] of Object.entries(bodiesOver(limitsOf(endpoint)))) {
    const answer = await send(endpoint, Buffer.from(raw), await cookieOf(db, await aPerson(db)))
    expect([limit, answer.status, (await answer.json()).code]).toEqual([limit, 413, 'body.too_large'])
    expect(parse.mock.calls.some(([text]) => text === raw)).toBe(false)
  }
})

test.for(readers)(
  '$name holds up nobody with a body just under its limits',
  { timeout: 120_000 },
  async (endpoint, { web: db }) => {
    const sample = SAMPLE_BODIES[endpoint.name] ?? {}
    const bodies = Object.entries(bodiesUnder(sample, limitsOf(endpoint)))
    const slow: string[] = []
    let yardstick = parseTime(sample)
    for (const [what, raw] of [['the sample', JSON.stringify(sample)] as const, ...bodies]) {
      let best = Number.POSITIVE_INFINITY
      for (let tries = 0; tries < TRIES && best > HOLD_MAX; tries += 1) {
        const cookie = await cookieOf(db, await aPerson(db))
        const bytes = Buffer.from(raw)
        // What this machine is capable of now may not be what it was a moment ago.
        if (tries > 0) yardstick = parseTime(sample)
        best = Math.min(best, (await longestHold(() => send(endpoint, bytes, cookie))) / yardstick)
      }
      if (best > HOLD_MAX) slow.push(`${what}: ${best.toFixed(1)} times`)
    }
    expect(slow).toEqual([])
  },
)
