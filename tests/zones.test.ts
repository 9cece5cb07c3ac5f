import { z } from 'zod'
import type { Db } from '@/lib/core/db/types'
import { type Endpoint, loadEndpoints } from './support/endpoints'
import { NO_ZONES, OTHER_NAMES } from './support/odd-zones'
import { specOf } from './support/route-specs'
import { aKey } from './support/staff'
import { call, expect, test } from './support/web'

const RANGE = { from: '2026-11-01', to: '2026-11-02' }
/** A whole question of each endpoint that takes a zone, but for the zone. */
const QUESTIONS: Record<string, Record<string, string>> = {
  'GET /api/v1/heatmap': RANGE,
  'GET /api/v1/overview': {},
  'GET /api/v1/series': { ...RANGE, metric: 'messages', resolution: 'day' },
  'GET /api/v1/series/comparison': { ...RANGE, metric: 'messages', resolution: 'day' },
  'GET /api/v1/series/provenance': { metric: 'messages', resolution: 'day', at: '2026-11-01T10:00:00Z' },
  'GET /api/v1/tops': { ...RANGE, metric: 'messages', by: 'channel' },
}

/** Every name of a member that a schema has, at any depth. */
function namesIn(schema: z.ZodType | undefined): string[] {
  const names: string[] = []
  const visit = (part: unknown): void => {
    if (typeof part !== 'object' || part === null) return
    if ('properties' in part && typeof part.properties === 'object') names.push(...Object.keys(part.properties ?? {}))
    for (const inner of Object.values(part)) visit(inner)
  }
  if (schema) visit(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }))
  return names
}

const isZoneMember = (name: string): boolean => /zone|^tz$/i.test(name)
const endpoints = await loadEndpoints()
const asked = endpoints.filter((endpoint) => namesIn(specOf(endpoint.handler).query).some(isZoneMember))
const told = endpoints.filter((endpoint) => namesIn(specOf(endpoint.handler).body).some(isZoneMember))

interface Answer {
  status: number
  body: {
    zone?: string
    errors?: { path: string; message: string }[]
    answers?: { status: number; answer?: { zone: string }; problem?: Answer['body'] }[]
  }
}

async function send(db: Db, endpoint: Endpoint, given: { query?: Record<string, string>; body?: unknown }) {
  key ??= await aKey(db, 'operator')
  const { method, address, handler } = endpoint
  const path = `${address}?${new URLSearchParams(given.query)}`
  const headers = { authorization: `Bearer ${key}` }
  const response = await call(handler, { method, path, headers, ...(given.body ? { body: given.body } : {}) })
  return { status: response.status, body: await response.json() } as Answer
}
let key: string | undefined

const find = (name: string): Endpoint => {
  const found = endpoints.find((endpoint) => endpoint.name === name)
  if (!found) throw new Error(`There is no ${name}.`)
  return found
}

/** Half a surrogate pair can't be written in an address. */
const inAddresses = NO_ZONES.filter((name) => name.isWellFormed())
const refusal = (zone: string, { status, body }: Pick<Answer, 'status' | 'body'>) => ({
  zone: zone.slice(0, 40),
  status,
  paths: body.errors?.map(({ path }) => path) ?? [],
})

test('the endpoints that take a zone are the ones that are asked here', () => {
  expect(asked.map(({ name }) => name).sort()).toEqual(Object.keys(QUESTIONS).sort())
  expect(told.map(({ name }) => name)).toEqual(['PATCH /api/v1/settings'])
})

test.for(asked)('$name refuses what is no zone, by name', async (endpoint, { web: db }) => {
  for (const zone of inAddresses) {
    const answer = await send(db, endpoint, { query: { ...QUESTIONS[endpoint.name], zone } })
    expect(refusal(zone, answer)).toEqual({ zone: zone.slice(0, 40), status: 422, paths: ['zone'] })
  }
})

test.for(asked)('$name answers in the zone that another name means', async (endpoint, { web: db }) => {
  for (const [name, zone] of OTHER_NAMES) {
    const answer = await send(db, endpoint, { query: { ...QUESTIONS[endpoint.name], zone: name } })
    expect([name, answer.status, answer.body.zone]).toEqual([name, 200, zone])
  }
})

test('a batch refuses each question with a wrong zone, and answers the others', async ({ web: db }) => {
  const question = QUESTIONS['GET /api/v1/series']
  for (const kind of ['series', 'comparison']) {
    const zones = inAddresses.filter((zone) => !zone.includes('\0')).slice(0, 15)
    const asks = [...zones, 'CET'].map((zone) => ({ kind, query: { ...question, zone } }))
    const { body } = await send(db, find('POST /api/v1/series/batch'), { body: { asks } })
    const last = body.answers?.pop()
    expect([last?.status, last?.answer?.zone]).toEqual([200, 'Europe/Brussels'])
    const refusals = body.answers?.map(({ status, problem }) => [status, problem?.errors?.[0]?.path])
    expect(refusals).toEqual(zones.map(() => [422, 'zone']))
  }
})

test('the settings refuse what is no zone, and keep the zone that another name means', async ({ web: db }) => {
  const settings = find('PATCH /api/v1/settings')
  for (const zone of NO_ZONES) {
    const answer = await send(db, settings, { body: { zone } })
    expect(refusal(zone, answer)).toEqual({ zone: zone.slice(0, 40), status: 422, paths: ['zone'] })
  }
  for (const [name, zone] of OTHER_NAMES) {
    const answer = await send(db, settings, { body: { zone: name } })
    expect([name, answer.status, answer.body.zone]).toEqual([name, 200, zone])
  }
})

test.for([
  ['IST', 'IST is an abbreviation that several time zones share. Use a name such as Asia/Kolkata.'],
  ['jst', 'JST is an abbreviation, not a time zone. Use a name such as Asia/Tokyo.'],
  ['US/Pacific-New', 'US/Pacific-New is no longer a time zone. Use America/Los_Angeles.'],
  ['posix/Europe/Berlin', 'posix/Europe/Berlin isn’t the name of a time zone. Use Europe/Berlin.'],
  ['+02:00', 'This is an offset, not a time zone. Use a name such as Etc/GMT-2.'],
  ['UTC-03:30', 'This is an offset, not a time zone. Use a name such as Europe/Berlin.'],
  ['Z', 'Z isn’t the name of a time zone. Use UTC.'],
  ['Mars/Olympus', 'This isn’t an IANA time zone.'],
] as const)('%s is refused with the reason', async ([zone, reason], { web: db }) => {
  const { body } = await send(db, find('GET /api/v1/overview'), { query: { zone } })
  expect(body.errors).toEqual([{ path: 'zone', message: reason }])
})
