import type { z } from 'zod'
import { createSource } from '@/lib/collection/commands/create-source'
import type { Db } from '@/lib/core/db/types'
import { descriptionOf } from '@/lib/core/http/route-spec'
import { startBacktest } from '@/lib/moderation/commands/backtests/start-backtest'
import { changeSettings } from '@/lib/settings/commands'
import { cliActor } from '@/lib/staff/actor'
import { inviteStaff } from '@/lib/staff/commands/invite-staff'
import { createEndpoint } from '@/lib/webhooks/commands/create-endpoint'
import { sendTest } from '@/lib/webhooks/commands/send-test'
import { DOMAIN_ACCESS } from './support/domain-access'
import { type Endpoint, loadEndpoints } from './support/endpoints'
import {
  HOSTILE_BODIES,
  HOSTILE_CURSORS,
  HOSTILE_IDS,
  HOSTILE_TEXTS,
  HOSTILE_VALUES,
  membersOf,
  nestedDeep,
} from './support/hostile-input'
import { aStoredPicture } from './support/media'
import { aRule, aRuleInput } from './support/moderation-rules'
import { specOf } from './support/route-specs'
import { aPerson, cookieOf } from './support/staff'
import { type Call, call, expect, test as webTest } from './support/web'

/** Every endpoint of the API proper, and whole inputs of those whose schema hides its members or needs certain values. */
const endpoints = (await loadEndpoints()).filter(({ handler }) => descriptionOf(handler))
const RANGE = { from: '2026-11-01', to: '2026-11-02', zone: 'Europe/Berlin' }
const QUERIES: Record<string, Record<string, string>> = {
  'GET /api/v1/analytics': {
    type: 'activeUsers',
    'timestamp[$gte]': RANGE.from,
    '$or[0][count]': '1',
    'id[$in][]': '1-1',
  },
  'GET /api/v1/decisions/statements': { quarter: '2026-q1', format: 'json' },
  'GET /api/v1/decisions/statements/summary': { quarter: '2026-q1' },
  'GET /api/v1/heatmap': RANGE,
  'GET /api/v1/moderation-insight': { from: RANGE.from, to: RANGE.to },
  'GET /api/v1/series': {
    ...RANGE,
    metric: 'messages',
    resolution: 'hour',
    top: '3',
    'label.channel': '1',
    asOf: RANGE.to,
  },
  'GET /api/v1/series/comparison': { ...RANGE, metric: 'messages', resolution: 'hour', 'label.channel': '1' },
  'GET /api/v1/series/provenance': { metric: 'messages', resolution: 'hour', at: '2026-11-01T10:00:00Z' },
  'GET /api/v1/tops': { ...RANGE, metric: 'messages', by: 'channel', limit: '3' },
  'POST /api/v1/imports': { fileName: 'a.csv', source: 'csv' },
}
const VALUES: Record<string, unknown> = {
  ...{
    name: 'Name',
    email: 'new@example.org',
    role: 'executive',
    text: 'Text',
    at: '2026-11-01T10:00:00Z',
    version: 1,
  },
  ...{ current: 'x', next: 'a long and fine password', password: 'a long and fine password', kind: 'system' },
  ...{ url: 'https://8.8.8.8/hooks', events: ['moderation.action'] },
  ...{ decisionId: '00000000-0000-4000-8000-000000000000', memberId: 'm-1', ruling: 'upheld', reason: 'Reason' },
}
const BODIES: Record<string, Record<string, unknown>> = {
  'POST /api/v1/analytics': { type: 'activeUsers', count: 1, timestamp: RANGE.from, metadata: {}, seconds: 60 },
  'POST /api/v1/metrics': { name: 'a_metric', title: 'A metric', unit: 'things', kind: 'gauge' },
  'PATCH /api/v1/sources/[id]': { version: 1, config: {} },
  'POST /api/v1/sources/[id]/tests': { config: {} },
  'POST /api/v1/decisions/[id]/second-review': { policyId: null, reason: 'x' },
  'POST /api/v1/items': { type: 'message', id: 'm', revision: 1, text: 'x', author: { id: 'u' }, channelId: 'c' },
  'POST /api/v1/classifiers': { name: 'x', url: 'https://8.8.8.8/', labels: ['x'], timeoutMs: 100, auth: 'none' },
  'POST /api/v1/classifiers/[id]/tests': { text: 'x' },
  'PATCH /api/v1/classifiers/[id]': {
    version: 1,
    url: 'https://8.8.8.8/',
    labels: ['x'],
    timeoutMs: 100,
    enabled: true,
  },
  'PUT /api/v1/classifiers/[id]/secret': { token: 'x' },
  'POST /api/v1/media/[id]/reveals': { id: '00000000-0000-4000-8000-000000000002' },
  'POST /api/v1/rules': aRuleInput(),
  'PUT /api/v1/rules/[id]': aRuleInput(),
  'PUT /api/v1/rules/[id]/mode': { version: 1, mode: 'shadow' },
  'POST /api/v1/rules/test': { rule: aRuleInput(), text: 'x' },
  'POST /api/v1/rules/imports': { kind: 'words', name: 'x', text: 'gold' },
}

const test = webTest.extend('existing', { scope: 'file' }, async ({ web: db }) => ({
  sources: await createSource(db, cliActor, {
    ...{ name: 'Machine', kind: 'system', config: {}, secrets: {}, intervalSeconds: 86_400, timeoutSeconds: 60 },
  }),
  ...Object.assign({}, ...(await Promise.all(DOMAIN_ACCESS.map(({ examples }) => examples?.(db))))),
  staff: (await aPerson(db, { role: 'moderator' })).id,
  token: (await inviteStaff(db, cliActor, { email: 'a@example.org', role: 'executive' })).link.split('#')[1] ?? '',
  ...(await aWebhook(db)),
  ...(await aTestedRule(db)),
  classifiers: await aClassifier(db),
  media: await aStoredPicture(db),
  worker: await aWorker(db),
  dsa: await changeSettings(db, cliActor, { dsaSubmits: true }),
}))

async function aWebhook(db: Db): Promise<{ webhooks: string; deliveries: string }> {
  const { id } = await createEndpoint(db, cliActor, { url: 'https://8.8.8.8/', events: ['moderation.action'] })
  const delivery = await sendTest(db, cliActor, id)
  return { webhooks: id, deliveries: delivery.id }
}

async function aTestedRule(db: Db): Promise<{ rules: string; backtests: string }> {
  const ruleId = await aRule(db, 'draft')
  return { rules: ruleId, backtests: await startBacktest(db, cliActor, { ruleId, file: null }) }
}

/** At an address that our own guard refuses, so that nothing leaves the house. */
async function aClassifier(db: Db): Promise<string> {
  const { id } = await db
    .insertInto('moderation_classifier')
    .values({
      ...{ name: 'c', url: 'https://127.0.0.1/', auth: 'none', timeout_ms: 100, labels: ['x'], created_by: 'cli' },
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

const aWorker = (db: Db) =>
  db
    .insertInto('worker')
    .values({
      id: '00000000-0000-4000-8000-000000000001',
      host: 'here',
      pid: 1,
      version: '1',
      heartbeat_at: new Date(Date.now() + 3_600_000),
    })
    .execute()

/** All that one endpoint is asked: bad ids, and each parameter and member made bad in turn. */
function callsFor({ name, handler, address, method }: Endpoint, existing: Record<string, unknown>): Call[] {
  const { query: querySchema, body: bodySchema } = specOf(handler)
  const id = String(Object.entries(existing).find(([noun]) => address.includes(`/${noun}/`))?.[1] ?? '1')
  const known: Record<string, unknown> = { ...VALUES, token: existing.token, sourceId: existing.sources }
  const required = membersOf(bodySchema).required.map((member) => [member, known[member]])
  const body: Record<string, unknown> = BODIES[name] ?? Object.fromEntries(required)
  const query = QUERIES[name] ?? {}
  const asCall = (given: Partial<Call>, search = query): Call => ({
    method,
    path: `${address}?${new URLSearchParams(search)}`,
    params: { id },
    ...(bodySchema && given.raw === undefined ? { body } : {}),
    ...given,
  })
  const ids = address.includes('[id]') ? HOSTILE_IDS.map((bad) => asCall({ params: { id: bad } })) : []
  const searches = namesIn(query, QUERIES[name] ? undefined : querySchema, ['__proto__']).flatMap((member) =>
    (member === 'after' ? HOSTILE_CURSORS : HOSTILE_TEXTS).map((bad) => asCall({}, { ...query, [member]: bad })),
  )
  if (!bodySchema) return [...ids, ...searches]
  const bodies = namesIn(body, bodySchema).flatMap((member) => [
    ...HOSTILE_VALUES.map((bad) => asCall({ body: { ...body, [member]: bad } })),
    asCall({ raw: nestedDeep(body, member) }),
  ])
  return [...ids, ...searches, ...bodies, ...HOSTILE_BODIES.map((raw) => asCall({ raw }))]
}

const namesIn = (given: object, schema: z.ZodType | undefined, further: string[] = []): string[] => [
  ...new Set([...Object.keys(given), ...membersOf(schema).names, ...further]),
]

test.for(endpoints)(
  '$name answers whatever is asked, and never with a fault of its own',
  async (endpoint, { web: db, existing }) => {
    const faults: string[] = []
    for (const asked of callsFor(endpoint, existing)) {
      // Somebody new each time: some endpoints end the sessions of whoever calls them.
      const cookie = await cookieOf(db, await aPerson(db))
      const answer = await call(endpoint.handler, { ...asked, headers: { cookie } })
      const said = (await answer.text()).slice(0, 200)
      const isProblem = answer.headers.get('content-type') === 'application/problem+json'
      if (answer.status < 400 || (answer.status < 500 && answer.status !== 401 && isProblem)) continue
      faults.push(`${answer.status} to ${JSON.stringify(asked).slice(0, 300)}: ${said}`)
    }
    expect(faults).toEqual([])
  },
)
