import { describe } from 'vitest'
import type { Db } from '@/lib/core/db/types'
import { extendEnv } from '@/lib/core/env'
import { systemActor } from '@/lib/staff/actor'
import { createEndpoint } from '@/lib/webhooks/commands/create-endpoint'
import { WEBHOOK_EVENTS } from '@/lib/webhooks/events'
import { expect, test } from '@/tests/support/database'
import { aModerator, aReport, thePolicy } from '@/tests/support/moderation'
import { claimCase } from './commands/claim-case'
import { decideCase } from './commands/decide-case'
import { receiveReports } from './commands/receive-reports'
import { reverseDecision } from './commands/reverse-decision'

async function ruleOn(db: Db, id: string) {
  const item = { type: 'message' as const, id, text: 'gold', author: { id: `author-of-${id}` } }
  const [taken] = await receiveReports(
    db,
    systemActor,
    ['one', 'two'].map((n) => aReport({ item, reporter: { id: `${id}-${n}` } })),
  )
  const caseId = taken?.caseId ?? 0
  const moderator = await aModerator(db)
  const { token } = await claimCase(db, moderator, { caseId })
  const decided = await decideCase(db, moderator, {
    caseId,
    claimToken: token,
    version: 1,
    policyId: await thePolicy(db),
    reason: 'sold gold',
    note: 'secret',
    actions: [{ type: 'remove' }, { type: 'mute', minutes: 60 }],
  })
  return { ...decided, moderator }
}

const deliveriesOf = (db: Db, subject: string) =>
  db.selectFrom('webhook_delivery').selectAll().where('subject', '=', subject).orderBy('event').orderBy('id').execute()

describe('the platform', () => {
  test('is told of each action and each reporter’s outcome, not before it could be undone, and of no note', async ({
    db,
  }) => {
    extendEnv({ GUILDHALL_ALLOW_HOSTS: '127.0.0.1' })
    await createEndpoint(db, systemActor, { url: 'http://127.0.0.1:9/hook', events: [...WEBHOOK_EVENTS] })
    await db
      .updateTable('policy')
      .set({ reporter_template: 'Thank you: {reason} is {policy}.', member_template: '{action} for {policy}' })
      .execute()
    const { decisionId } = await ruleOn(db, 'told')
    const rows = await deliveriesOf(db, decisionId)
    expect(rows.map(({ event }) => event).sort()).toEqual([
      'moderation.action',
      'moderation.action',
      'moderation.outcome',
      'moderation.outcome',
    ])
    for (const row of rows) expect(row.next_at?.getTime()).toBeGreaterThan(row.created_at.getTime() + 7_000)
    const data = rows.map(({ payload }) => (payload as { data: Record<string, unknown> }).data)
    expect(data.find(({ action }) => (action as { type?: string } | undefined)?.type === 'mute')).toMatchObject({
      decisionId,
      item: { type: 'message', id: 'told', revision: 1 },
      member: { id: 'author-of-told' },
      reason: 'sold gold',
      message: 'mute for Spam',
    })
    expect(data.filter(({ outcome }) => outcome === 'right').map(({ message }) => message)).toEqual([
      'Thank you: sold gold is Spam.',
      'Thank you: sold gold is Spam.',
    ])
    expect(JSON.stringify(rows)).not.toContain('secret')
  })

  test('hears nothing of what was undone at once, and the contrary of what it has heard', async ({ db }) => {
    const quick = await ruleOn(db, 'quick')
    const quickReversal = await reverseDecision(db, quick.moderator, { decisionId: quick.decisionId, reason: 'a slip' })
    expect(new Set((await deliveriesOf(db, quick.decisionId)).map(({ state }) => state))).toEqual(
      new Set(['cancelled']),
    )
    expect(await deliveriesOf(db, quickReversal.decisionId)).toEqual([])

    const late = await ruleOn(db, 'late')
    await db
      .updateTable('webhook_delivery')
      .set({ state: 'delivered', settled_at: new Date(), next_at: null, attempts: 1 })
      .where('subject', '=', late.decisionId)
      .execute()
    const lateReversal = await reverseDecision(db, late.moderator, { decisionId: late.decisionId, reason: 'wrongly' })
    const told = (await deliveriesOf(db, lateReversal.decisionId)).map(
      ({ payload }) => (payload as { data: { action: object; message: string; reason: string } }).data,
    )
    const contrary = told.map(({ action }) => action)
    // The template tells of the punishment, which this takes back.
    expect(told).toMatchObject(told.map(() => ({ message: '', reason: 'wrongly' })))
    expect(contrary).toEqual(
      expect.arrayContaining([
        { type: 'restore', reverses: 'remove' },
        { type: 'unmute', reverses: 'mute' },
      ]),
    )
    expect(contrary).toHaveLength(2)
  })
})
