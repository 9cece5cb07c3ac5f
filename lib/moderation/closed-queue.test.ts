import { GET as getAppealRoute } from '@/app/api/v1/appeals/[id]/route'
import { GET as listAppealsRoute } from '@/app/api/v1/appeals/route'
import { GET as getBacktestRoute } from '@/app/api/v1/backtests/[id]/route'
import { GET as getCaseRoute } from '@/app/api/v1/cases/[id]/route'
import { POST as bulkRoute } from '@/app/api/v1/cases/bulk/route'
import { POST as claimRoute } from '@/app/api/v1/cases/claim/route'
import { GET as listCasesRoute, POST as openCaseRoute } from '@/app/api/v1/cases/route'
import { POST as linkRoute, DELETE as revokeRoute } from '@/app/api/v1/decisions/[id]/appeal-link/route'
import { POST as reversalRoute } from '@/app/api/v1/decisions/[id]/reversal/route'
import { GET as recordRoute } from '@/app/api/v1/members/[id]/strikes/route'
import { GET as queuesRoute } from '@/app/api/v1/queues/route'
import { GET as listBacktestsRoute } from '@/app/api/v1/rules/[id]/backtests/route'
import { GET as getRuleRoute } from '@/app/api/v1/rules/[id]/route'
import type { Db } from '@/lib/core/db/types'
import { cliActor, systemActor } from '@/lib/staff/actor'
import { aReport, thePolicy } from '@/tests/support/moderation'
import { anItem, aRule, words } from '@/tests/support/moderation-rules'
import { actorOf, aKey, aPerson, cookieOf } from '@/tests/support/staff'
import { call, expect, test } from '@/tests/support/web'
import { anEndpoint } from '@/tests/support/webhooks'
import { runBacktest } from './commands/backtests/run-backtest'
import { startBacktest } from './commands/backtests/start-backtest'
import { claimCase } from './commands/claim-case'
import { decideCase } from './commands/decide-case'
import { addQueue } from './commands/manage-queues'
import { receiveAppeal } from './commands/receive-appeal'
import { receiveReports } from './commands/receive-reports'
import { screenItems } from './commands/screening/screen-items'
import { addNote } from './commands/work-case'
import { queueBody } from './schema/queues'

/** Stands in all that the closed queue holds. */
const SECRET = 'qz7ksecret'

interface Closed {
  queueId: string
  caseId: number
  decisionId: string
  appealId: string
  memberId: number
  ruleId: string
  draftId: string
  backtestId: string
}

/** A queue for one policy and one list of people, with a case of each kind of trace in it. */
async function aClosedQueue(db: Db, insider: string): Promise<Closed> {
  const policyId = await thePolicy(db, 'Illegal content')
  await db
    .updateTable('policy')
    .set({ name: `Policy ${SECRET}` })
    .where('id', '=', policyId)
    .execute()
  const { id: queueId } = await addQueue(
    db,
    systemActor,
    queueBody.parse({
      ...{
        name: `Queue ${SECRET}`,
        routing: { policyIds: [policyId] },
        isOpen: false,
        staffIds: [insider],
        position: 1,
      },
    }),
  )
  await anEndpoint(db, 'https://8.8.8.8/', ['moderation.action'])
  const author = { id: 'closed-author', name: 'Closed author' }
  const item = { type: 'message', id: `m-${SECRET}`, revision: 1, text: `gold ${SECRET}`, author } as const
  const [taken] = await receiveReports(db, systemActor, [aReport({ item, policyId, comment: `look ${SECRET}` })])
  const caseId = taken?.caseId ?? 0
  const ruleId = await aRule(db, 'shadow', { when: words('gold') })
  await screenItems(db, systemActor, [anItem({ ...item, text: `gold ${SECRET}` })])
  const moderator = actorOf(await aPerson(db, { role: 'manager' }))
  await addNote(db, moderator, { caseId, text: `note ${SECRET}` })
  const { token } = await claimCase(db, moderator, { caseId })
  const { decisionId } = await decideCase(db, moderator, {
    ...{ caseId, claimToken: token, version: 1, policyId, actions: [{ type: 'remove' }], note: '' },
    reason: `because ${SECRET}`,
  })
  const { id: appealId } = await receiveAppeal(db, systemActor, {
    decisionId,
    memberId: author.id,
    text: `no ${SECRET}`,
  })
  const draftId = await aRule(db, 'draft')
  const backtestId = await startBacktest(db, cliActor, { ruleId: draftId, file: null })
  await runBacktest(db, backtestId, new AbortController().signal)
  const { id: memberId } = await db
    .selectFrom('member')
    .select('id')
    .where('external_id', '=', author.id)
    .executeTakeFirstOrThrow()
  return { queueId, caseId, decisionId, appealId, memberId, ruleId, draftId, backtestId }
}

/** Every way to read of a case, and to act on it; what is answered to who asks. */
async function askAll(
  headers: Record<string, string>,
  closed: Closed,
): Promise<Record<string, { status: number; text: string }>> {
  const { caseId, decisionId, appealId, memberId, ruleId, draftId, backtestId, queueId } = closed
  const ask = async (handler: unknown, path: string, id: string | number = '', body?: unknown) => {
    const method = body === undefined ? (path.startsWith('DELETE ') ? 'DELETE' : 'GET') : 'POST'
    const answer = await call(handler, {
      ...{ method, path: path.replace('DELETE ', ''), params: { id: String(id) }, headers },
      ...(body === undefined ? {} : { body }),
    })
    return { status: answer.status, text: await answer.text() }
  }
  const cases = '/api/v1/cases'
  const ruling = { caseId, version: 2, actions: [{ type: 'keep' }] }
  return {
    'list of open cases': await ask(listCasesRoute, cases),
    'list of decided cases': await ask(listCasesRoute, `${cases}?status=decided`),
    'list by queue': await ask(listCasesRoute, `${cases}?status=decided&queue=${queueId}`),
    'list by member': await ask(listCasesRoute, `${cases}?status=decided&member=${memberId}`),
    'search by text': await ask(listCasesRoute, `${cases}?status=decided&q=${SECRET}`),
    'search by number': await ask(listCasesRoute, `${cases}?status=decided&q=${caseId}`),
    'search by member': await ask(listCasesRoute, `${cases}?status=decided&q=closed-author`),
    'the case': await ask(getCaseRoute, cases, caseId),
    'the claim of the case': await ask(claimRoute, `${cases}/claim`, '', { caseId }),
    'the claim of the next': await ask(claimRoute, `${cases}/claim`, '', { queueId }),
    'a bulk': await ask(bulkRoute, `${cases}/bulk`, '', { decisions: [ruling] }),
    'opening it by hand': await ask(openCaseRoute, cases, '', {
      item: { type: 'message', id: `m-${SECRET}`, revision: 1 },
      reason: 'again',
    }),
    'the queues': await ask(queuesRoute, '/api/v1/queues'),
    'the record of its member': await ask(recordRoute, '/api/v1/members', memberId),
    'the appeals': await ask(listAppealsRoute, '/api/v1/appeals'),
    'the appeal': await ask(getAppealRoute, '/api/v1/appeals', appealId),
    'the hits of a rule': await ask(getRuleRoute, '/api/v1/rules', ruleId),
    'a backtest': await ask(getBacktestRoute, '/api/v1/backtests', backtestId),
    'the backtests of a rule': await ask(listBacktestsRoute, '/api/v1/rules', draftId),
    'a link': await ask(linkRoute, '/api/v1/decisions', decisionId, {}),
    'taking a link back': await ask(revokeRoute, 'DELETE /api/v1/decisions', decisionId),
    'a reversal': await ask(reversalRoute, '/api/v1/decisions', decisionId, { reason: 'again' }),
  }
}

/** The ways by which who works the queue does read of it: so the questions ask for what is there. */
const TELLING = [
  ...[
    'list of decided cases',
    'list by queue',
    'list by member',
    'search by text',
    'search by number',
    'search by member',
  ],
  ...['the case', 'opening it by hand', 'the queues', 'the record of its member', 'the appeals', 'the appeal'],
  ...['the hits of a rule', 'a backtest', 'the backtests of a rule'],
]

test('who does not work a queue reads nothing of its cases, and acts on none, by whatever way', async ({ web: db }) => {
  const insider = await aPerson(db, { role: 'moderator' })
  const closed = await aClosedQueue(db, insider.id)
  const outsiders: Record<string, string>[] = [
    { cookie: await cookieOf(db, await aPerson(db, { role: 'moderator' })) },
    // A key is on no list.
    { authorization: `Bearer ${await aKey(db, 'moderator')}` },
  ]
  for (const headers of outsiders) {
    const answers = await askAll(headers, closed)
    const told = Object.entries(answers).filter(([, { text }]) => text.includes(SECRET))
    expect(Object.fromEntries(told)).toEqual({})
    const statusOf = (way: string) => answers[way]?.status
    expect(['the case', 'the appeal', 'a link', 'taking a link back', 'a reversal'].map(statusOf)).toEqual([
      404, 404, 404, 404, 404,
    ])
    expect(['the claim of the case', 'the claim of the next'].map(statusOf)).toEqual([403, 403])
    const saidOf = (way: string): unknown => JSON.parse(answers[way]?.text ?? '')
    expect(saidOf('a bulk')).toMatchObject({ results: [{ status: 403 }] })
    expect(saidOf('opening it by hand')).toEqual({ id: closed.caseId })
    // What counts against the member counts for all: the points, and nothing of where they come from.
    expect(saidOf('the record of its member')).toMatchObject({
      ...{ points: 4, cases: 0 },
      strikes: [{ points: 4, policy: null, caseId: null, decisionId: null }],
    })
  }
  const inside = await askAll({ cookie: await cookieOf(db, insider) }, closed)
  expect(TELLING.filter((way) => !inside[way]?.text.includes(SECRET))).toEqual([])
})
