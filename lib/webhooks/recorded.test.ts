import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { recordHead } from '@/lib/audit/record-head'
import { sendHead } from '@/lib/audit/send-head'
import type { Db } from '@/lib/core/db/types'
import { extendEnv } from '@/lib/core/env'
import { claimCase } from '@/lib/moderation/commands/claim-case'
import { decideCase } from '@/lib/moderation/commands/decide-case'
import { receiveAppeal } from '@/lib/moderation/commands/receive-appeal'
import { receiveReports } from '@/lib/moderation/commands/receive-reports'
import { reverseDecision } from '@/lib/moderation/commands/reverse-decision'
import { ruleAppeal } from '@/lib/moderation/commands/rule-appeal'
import { screenItems } from '@/lib/moderation/commands/screening/screen-items'
import { hasSanction } from '@/lib/moderation/rules/actions'
import type { ActionInput } from '@/lib/moderation/schema/decisions'
import { systemActor } from '@/lib/staff/actor'
import { expect, test } from '@/tests/support/database'
import { aModerator, aReport, thePolicy } from '@/tests/support/moderation'
import { anItem, aRule, words } from '@/tests/support/moderation-rules'
import { quickFolder } from '@/tests/support/quick-folder'
import { aReceiver, type ReceivedCall } from '@/tests/support/receiver'
import { allowLoopback, anEndpoint, deliverUntil } from '@/tests/support/webhooks'
import { orderPayload } from './rules/payload'

allowLoopback()

/** Ahead of the clock of the machine, so that nothing is late by it. */
const START = new Date('2030-01-01T12:00:00Z')
const at = (seconds: number): Date => new Date(START.getTime() + seconds * 1_000)

/** The recording was made before what happens became domain events. What differs by run is left out: ids, signatures, times of sending. */
test('what endpoints receive is what the recording holds, to the byte', async ({ db }) => {
  await useFolder()
  const receiver = await aReceiver()
  onTestFinished(() => receiver.close())
  await anEndpoint(db, receiver.url, ['moderation.action', 'moderation.outcome', 'moderation.appeal', 'audit.head'])
  await db
    .updateTable('policy')
    .set({ member_template: '{member}: {action} for {policy} until {until}', reporter_template: '{policy}: {reason}' })
    .execute()
  await decideAndUndo(db)
  await muteTwice(db)
  await appealBoth(db)
  await liftWhatARuleDid(db)
  await recordHead(db)
  await sendHead(db)

  const rows = await db.selectFrom('webhook_delivery').selectAll().orderBy('number').execute()
  await deliverUntil(
    db,
    rows.map(({ id }) => id),
    { until: at(1_000_000) },
  )
  const calls = new Map(receiver.calls.map((call) => [call.id, call]))
  const lines = rows.flatMap((row) => {
    const { event, subject, kind, origin, until, cancel_asked_at, next_at, payload } = row
    const call = calls.get(row.id)
    // What is due at once is so by the clock of the machine.
    const seconds = next_at && next_at > START ? (next_at.getTime() - START.getTime()) / 1_000 : null
    const found = { event, subject, kind, origin, until, isCancelled: cancel_asked_at !== null, seconds }
    return [JSON.stringify(found), call ? wireOf(call) : `not sent: ${JSON.stringify(orderPayload(payload))}`]
  })
  await expect(withoutIds(`${lines.join('\n')}\n`)).toMatchFileSnapshot('../../tests/cases/webhook-bodies.txt')
})

async function useFolder(): Promise<void> {
  const folder = await mkdtemp(join(await quickFolder(), 'guildhall-recorded-'))
  const before = process.env.GUILDHALL_DATA ?? ''
  extendEnv({ GUILDHALL_DATA: folder })
  onTestFinished(async () => {
    extendEnv({ GUILDHALL_DATA: before })
    await rm(folder, { recursive: true })
  })
}

/** Headers and body as they came, but for what differs by attempt. */
function wireOf({ headers, body }: ReceivedCall): string {
  const { host: _host, ...sent } = headers
  const signature = String(sent['webhook-signature']).replace(/^v1,[\w+/]{43}=$/, '<signature>')
  return `${JSON.stringify({ ...sent, 'webhook-timestamp': '<seconds>', 'webhook-signature': signature })}\n${body}`
}

/** Ids become numbers in the order in which they are met. */
function withoutIds(text: string): string {
  const met: string[] = []
  return text
    .replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, (id) => {
      if (!met.includes(id)) met.push(id)
      return `<id ${met.indexOf(id) + 1}>`
    })
    .replaceAll(/"subject":"\d+"/g, '"subject":"<entry>"')
    .replaceAll(
      /"data":\{"at":"[^"]+","id":\d+,"hash":"[0-9a-f]{64}"\}/g,
      '"data":{"at":"<at>","id":<entry>,"hash":"<hash>"}',
    )
    .replaceAll(/("type":"audit.head","timestamp":)"[^"]+"/g, '$1"<at>"')
    .replaceAll(
      /("webhook-signature":"<signature>","content-length":)"\d+"(?=[^\n]*\n\{"type":"audit)/g,
      '$1"<length>"',
    )
}

const report = (db: Db, item: string, author: string, reporters: string[], now: Date) =>
  receiveReports(
    db,
    systemActor,
    reporters.map((id) =>
      aReport({
        reporter: { id },
        item: { type: 'message', id: item, text: 'Cheap “gold” & <b>boats</b> 🛶', author: { id: author } },
      }),
    ),
    now,
  )

async function decide(db: Db, item: string, actions: ActionInput[], now: Date): Promise<string> {
  const found = await db
    .selectFrom('moderation_case')
    .select(['id', 'version'])
    .where('item_id', '=', item)
    .executeTakeFirstOrThrow()
  const moderator = await aModerator(db)
  const { token } = await claimCase(db, moderator, { caseId: found.id, now })
  const { decisionId } = await decideCase(db, moderator, {
    caseId: found.id,
    claimToken: token,
    version: found.version,
    policyId: hasSanction(actions) ? await thePolicy(db) : null,
    reason: `Sold “gold” in ${item}`,
    note: 'For the team',
    actions,
    now,
  })
  return decisionId
}

const undo = async (db: Db, decisionId: string, now: Date) =>
  reverseDecision(db, await aModerator(db), { decisionId, reason: 'A slip', now })

/** Marks what has been queued of a decision as arrived. */
const arrive = (db: Db, decisionId: string, now: Date) =>
  db
    .updateTable('webhook_delivery')
    .set({ state: 'delivered', settled_at: now, tried_at: now, next_at: null, attempts: 1 })
    .where('subject', '=', decisionId)
    .where('state', '=', 'pending')
    .execute()

async function decideAndUndo(db: Db): Promise<void> {
  await report(db, 'quick', 'ann', ['rita', 'sam'], at(0))
  const quick = await decide(db, 'quick', [{ type: 'remove' }, { type: 'mute', minutes: 60 }, { type: 'warn' }], at(10))
  await undo(db, quick, at(12))
  await report(db, 'late', 'ben', ['rita', 'tom'], at(20))
  const late = await decide(db, 'late', [{ type: 'hide' }, { type: 'ban' }], at(30))
  await report(db, 'late', 'ben', ['uma'], at(32))
  await arrive(db, late, at(40))
  await undo(db, late, at(50))
  await report(db, 'kept', 'cleo', ['sam'], at(60))
  await decide(db, 'kept', [{ type: 'keep' }], at(70))
  await report(db, 'handed on', 'dan', ['tom'], at(80))
  await decide(db, 'handed on', [{ type: 'escalate' }], at(90))
}

/** What stands longest counts, and what is taken back leaves the other. */
async function muteTwice(db: Db): Promise<void> {
  for (const item of ['one', 'two']) await report(db, item, 'eve', ['rita'], at(100))
  const long = await decide(db, 'one', [{ type: 'suspend', minutes: 600 }], at(110))
  const short = await decide(db, 'two', [{ type: 'suspend', minutes: 60 }, { type: 'remove' }], at(112))
  await arrive(db, long, at(130))
  await arrive(db, short, at(131))
  await undo(db, long, at(140))
}

async function appealBoth(db: Db): Promise<void> {
  for (const [item, author, ruling] of [
    ['fair', 'fay', 'upheld'],
    ['unfair', 'gus', 'overturned'],
  ] as const) {
    await report(db, item, author, ['tom'], at(200))
    const decisionId = await decide(db, item, [{ type: 'remove' }, { type: 'warn' }], at(210))
    await arrive(db, decisionId, at(220))
    const given = { decisionId, memberId: author, text: 'It was a joke' }
    const { id } = await receiveAppeal(db, systemActor, given, at(300))
    await ruleAppeal(db, await aModerator(db), { appealId: id, ruling, reason: 'Read again', now: at(400) })
  }
}

async function liftWhatARuleDid(db: Db): Promise<void> {
  await aRule(db, 'live', {
    name: 'Gold',
    when: words('gold'),
    actions: [{ type: 'hide' }, { type: 'mute', minutes: 90 }],
  })
  for (const id of ['found', 'meant']) {
    await screenItems(db, systemActor, [anItem({ id, text: 'gold', author: { id: `author of ${id}` } })], at(500))
  }
  await decide(db, 'found', [{ type: 'remove' }, { type: 'ban' }], at(600))
  await decide(db, 'meant', [{ type: 'keep' }], at(700))
}
