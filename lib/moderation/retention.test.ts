import { sql } from 'kysely'
import type { Db } from '@/lib/core/db/types'
import { sweepLinks } from '@/lib/core/links/links'
import { changeSettings } from '@/lib/settings/commands'
import { settingsPatch } from '@/lib/settings/schema'
import { systemActor } from '@/lib/staff/actor'
import { deleteExpiredDeliveries } from '@/lib/webhooks/commands/delete-deliveries'
import { getDelivery } from '@/lib/webhooks/queries/deliveries'
import { expect, test } from '@/tests/support/database'
import { aCase, aDecision, aReport } from '@/tests/support/moderation'
import { anEndpoint, queue } from '@/tests/support/webhooks'
import { issueAppealLink } from './commands/appeal-links'
import { clearExpiredEvidence } from './commands/drop-old-evidence'
import { receiveAppeal } from './commands/receive-appeal'
import { receiveReports } from './commands/receive-reports'
import { getCase } from './queries/get-case'
import { listCases } from './queries/list-cases'
import { caseListQuery } from './schema/cases'

const DAY_MS = 86_400_000
const daysAgo = (days: number) => new Date(Date.now() - days * DAY_MS)
const { signal } = new AbortController()
const NOTHING = { text: null, url: null, name: null, createdAt: null }

const drop = (db: Db, keepEvidenceDays: number | null) =>
  clearExpiredEvidence(db, { keepEvidenceDays }, new Date(), signal)

test('evidence of decided cases goes when it is old; what was decided stays, and so does what is open or under appeal', async ({
  db,
}) => {
  const old = await aDecision(db, { now: daysAgo(40) })
  const recent = await aDecision(db, { now: daysAgo(20) })
  const appealed = await aDecision(db, { now: daysAgo(40) })
  await receiveAppeal(db, systemActor, { ...pick(appealed), text: 'No' }, daysAgo(30))
  const open = await aCase(db)
  await sql`update moderation_case set opened_at = ${daysAgo(90)} where id = ${open}`.execute(db)

  expect(await drop(db, null)).toBe(0)
  expect(await drop(db, 30)).toBe(1)
  const dropped = await getCase(db, systemActor, old.caseId)
  expect(dropped).toMatchObject({ content: NOTHING, isErased: false, status: 'decided', contentState: 'removed' })
  expect(dropped.evidence).toMatchObject([{ content: NOTHING, before: [], after: [] }])
  expect(dropped.decisions).toMatchObject([
    { reason: 'Plain advertising', actions: [{ type: 'remove' }, { type: 'warn' }] },
  ])
  expect(dropped.member?.externalId).toBe(old.memberId)
  for (const { caseId } of [recent, appealed, { caseId: open }])
    expect((await getCase(db, systemActor, caseId)).content.text).not.toBeNull()
  const { items } = await listCases(db, systemActor, caseListQuery.parse({ q: 'cheap gold', status: 'decided' }))
  expect(items.map(({ id }) => id)).not.toContain(old.caseId)
  expect(await drop(db, 30)).toBe(0)

  // What is reported again is told again, and kept as long as anything else.
  const item = { type: 'message', id: dropped.itemId, revision: 1, text: 'Buy cheap gold' } as const
  await receiveReports(db, systemActor, [aReport({ item })])
  expect((await getCase(db, systemActor, old.caseId)).content.text).toBe('Buy cheap gold')
  expect(await drop(db, 30)).toBe(1)
})

test('links go ninety days after their end', async ({ db }) => {
  const { decisionId, moderator } = await aDecision(db)
  await issueAppealLink(db, moderator, { decisionId })
  const later = (days: number) => new Date(Date.now() + days * DAY_MS)
  expect(await sweepLinks(db, { at: later(109) })).toBe(0)
  expect(await sweepLinks(db, { at: later(111) })).toBe(1)
})

test('what webhooks were sent is forgotten after its time, what was given up after another, and what waits never', async ({
  db,
}) => {
  await anEndpoint(db, 'https://8.8.8.8/')
  const states = ['delivered', 'cancelled', 'dead', 'pending'] as const
  const ids = new Map<string, string>()
  for (const state of states) {
    const [id = ''] = await queue(db, { subject: `old ${state}` })
    ids.set(state, id)
    const settled = { state, next_at: null, settled_at: daysAgo(100), receiver_status: 'ok' }
    if (state !== 'pending') await db.updateTable('webhook_delivery').set(settled).where('id', '=', id).execute()
  }
  const forgotten = async () => {
    const views = await Promise.all(states.map((state) => getDelivery(db, ids.get(state) ?? '')))
    return views.filter(({ forgottenAt }) => forgottenAt !== null).map(({ state }) => state)
  }
  const forget = (keepDeliveryDays: number | null, keepDeadDeliveryDays: number | null) =>
    deleteExpiredDeliveries(db, { keepDeliveryDays, keepDeadDeliveryDays }, new Date(), signal)
  expect(await forget(null, null)).toBe(0)
  expect(await forget(90, 365)).toBe(2)
  expect(await forgotten()).toEqual(['delivered', 'cancelled'])
  const delivered = await getDelivery(db, ids.get('delivered') ?? '')
  expect(delivered).toMatchObject({
    payload: { type: 'moderation.action', data: {} },
    receiver: null,
    canReplay: false,
  })
  expect((await getDelivery(db, ids.get('dead') ?? '')).canReplay).toBe(true)
  expect(await forget(90, 90)).toBe(1)
  expect(await forgotten()).toEqual(['delivered', 'cancelled', 'dead'])
  expect(await forget(1, 1)).toBe(0)
})

test('evidence is kept longer than a decision can be appealed', async ({ db }) => {
  expect(settingsPatch.safeParse({ keepEvidenceDays: 20 }).error?.issues[0]?.message).toMatch(/more than 20 days/)
  expect(await changeSettings(db, systemActor, settingsPatch.parse({ keepEvidenceDays: 21 }))).toMatchObject({
    keepEvidenceDays: 21,
  })
})

const pick = ({ decisionId, memberId }: { decisionId: string; memberId: string }) => ({ decisionId, memberId })
