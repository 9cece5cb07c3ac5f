import { readFileSync } from 'node:fs'
import { GET } from '@/app/api/v1/openapi.json/route'
import { descriptionOf } from '@/lib/core/http/route-spec'
import { takeMismatches } from './support/answers'
import { loadEndpoints } from './support/endpoints'
import { anythingIn } from './support/openapi/anything'
import { NOT_IN_DOCUMENT, type OpenApi } from './support/openapi/document'
import { checkAnswer } from './support/openapi/validator'
import { aKey } from './support/staff'
import { call, expect, test } from './support/web'

const document = JSON.parse(readFileSync('docs/openapi.json', 'utf8')) as OpenApi
const endpoints = await loadEndpoints()

/** The only members that may hold anything: each is for who reads it to understand, and not for Guildhall. */
const ANYTHING = [
  'ActionInput.detail{}',
  'AnalyticsRecord.metadata{}',
  'AppealView.decision.actions[].detail{}',
  'AuditView.detail{}',
  'CreateSourceBody.config{}',
  'DecisionView.actions[].detail{}',
  'DeliveryDetail.payload{}',
  'ProblemMembers{}',
  'ProvenanceView.samples[].metadata{}',
  'RunSample.metadata{}',
  'SeriesBatchBody.asks[].query{}',
  'SeriesBatchView.answers[].answer',
  'SeriesBatchView.answers[].problem{}',
  'SourceKindView.configSchema{}',
  'SourceKindView.secretSchema{}',
  'SourceView.config{}',
  'TestSourceBody.config{}',
  'UpdateSourceBody.config{}',
  'get /api/v1/openapi.json 200{}',
  'get /api/v1/openapi.json 200.info{}',
  'get /api/v1/openapi.json 200.paths{}',
  'post /api/v1/analytics body.metadata{}',
  'post /api/v1/analytics body[].metadata{}',
]

test('every endpoint is in the document, or left out for a reason', () => {
  const silent = endpoints.filter(({ handler }) => !descriptionOf(handler)).map(({ address }) => address)
  const reasons = Object.keys(NOT_IN_DOCUMENT)
  expect([...new Set(silent)].filter((address) => !reasons.includes(address))).toEqual([])
  expect(reasons.filter((address) => !endpoints.some((endpoint) => endpoint.address === address))).toEqual([])
})

test('nothing but these members may hold anything', () => {
  expect(anythingIn(document)).toEqual(ANYTHING.toSorted())
})

test('who honours an Idempotency-Key says so, and nobody else', () => {
  const said = endpoints.filter(({ handler }) => descriptionOf(handler)?.spec.isIdempotent).map(({ name }) => name)
  const honoured = endpoints.filter(({ method, file }) =>
    bodyOf(readFileSync(file, 'utf8'), method).includes('idempotent('),
  )
  expect(said.toSorted()).toEqual(honoured.map(({ name }) => name).toSorted())
})

/** The part of a route's source from the handler of a method to the next one. */
const bodyOf = (source: string, method: string): string =>
  source.split('export const ').find((part) => part.startsWith(`${method} =`)) ?? ''

test('whoever is signed in gets the document, and not twice', async ({ web: db }) => {
  const headers = { authorization: `Bearer ${await aKey(db, 'executive', ['metrics:read'])}` }
  const path = '/api/v1/openapi.json'
  const first = await call(GET, { path, headers })
  expect([first.status, await first.json()]).toEqual([200, document])
  const again = await call(GET, { path, headers: { ...headers, 'if-none-match': first.headers.get('etag') ?? '' } })
  expect([again.status, await again.text()]).toEqual([304, ''])
  expect((await call(GET, { path })).status).toBe(401)
})

const freshness = {
  asOf: '2026-11-01T10:00:00.000Z',
  ...{ lastRun: null, troubled: [], sources: 0, paused: 0, isWorkerAlive: false },
}
const problem = { type: 'about:blank', title: 'x', status: 422, code: 'x.y', detail: 'x' }

test.for([
  ['what is declared', 200, 'application/json', freshness, null],
  ['a member that is not declared', 200, 'application/json', { ...freshness, more: 1 }, /must NOT have additional/],
  [
    'a member that is missing',
    200,
    'application/json',
    { ...freshness, sources: undefined },
    /required property 'sources'/,
  ],
  ['a member of another type', 200, 'application/json', { ...freshness, asOf: 'now' }, /must match format "date-time"/],
  [
    'an undeclared member within another',
    200,
    'application/json',
    { ...freshness, troubled: [{ id: 1 }] },
    /troubled\/0/,
  ],
  ['a status that is not declared', 201, 'application/json', freshness, /status that it does not declare/],
  ['another medium', 200, 'text/html', freshness, /not declared/],
  ['a problem', 422, 'application/problem+json', { ...problem, winner: 'x' }, null],
  ['a problem without its code', 422, 'application/problem+json', { ...problem, code: undefined }, /'code'/],
] as const)('an answer with %s', async ([, status, contentType, body, expected]) => {
  const answer = {
    method: 'GET',
    path: '/api/v1/freshness',
    status,
    contentType,
    text: async () => JSON.stringify(body),
  }
  const { faults, operation } = await checkAnswer(answer)
  expect(operation).toBe('GET /api/v1/freshness')
  if (expected === null) expect(faults).toEqual([])
  else expect(faults.join()).toMatch(expected)
})

test('what a handler answers in a test is held against it', async () => {
  await call(async () => Response.json({ ...freshness, more: 1 }), { path: '/api/v1/freshness' })
  expect(await takeMismatches()).toEqual([
    expect.stringMatching(/^GET \/api\/v1\/freshness answered 200: \/ must NOT have/),
  ])
  await call(async () => Response.json(freshness), { path: '/api/v1/freshness' })
  expect(await takeMismatches()).toEqual([])
})

test('an address that is not in the document', async () => {
  const answer = { method: 'GET', path: '/api/v1/nothing', contentType: 'application/json', text: async () => '{}' }
  expect((await checkAnswer({ ...answer, status: 200 })).faults).toEqual([
    'GET /api/v1/nothing answered 200, and is not in docs/openapi.json',
  ])
  expect((await checkAnswer({ ...answer, status: 404 })).faults).toEqual([])
})

test('an address as it stands goes before one with an id in the same place', async () => {
  const answer = { status: 204, contentType: null, text: async () => '' }
  expect((await checkAnswer({ ...answer, method: 'POST', path: '/api/v1/cases/claim' })).operation).toBe(
    'POST /api/v1/cases/claim',
  )
  expect((await checkAnswer({ ...answer, method: 'GET', path: '/api/v1/cases/1' })).operation).toBe(
    'GET /api/v1/cases/{id}',
  )
})
