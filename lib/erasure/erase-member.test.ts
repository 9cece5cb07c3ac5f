import { sql } from 'kysely'
import { describe } from 'vitest'
import { recordAudit } from '@/lib/audit/commands'
import { verifyAudit } from '@/lib/audit/verify'
import { ingestMessages } from '@/lib/community/commands/ingest-messages'
import { createProgressMeter } from '@/lib/community/import/progress'
import { inTransaction } from '@/lib/core/db/transaction'
import type { Db } from '@/lib/core/db/types'
import { checkLink } from '@/lib/core/links/check-link'
import { makeLink } from '@/lib/core/links/links'
import type { LinkPurpose } from '@/lib/core/links/purpose'
import { issueAppealLink } from '@/lib/moderation/commands/appeal-links'
import { claimCase } from '@/lib/moderation/commands/claim-case'
import { decideCase } from '@/lib/moderation/commands/decide-case'
import { openCase } from '@/lib/moderation/commands/open-case'
import { receiveReports } from '@/lib/moderation/commands/receive-reports'
import { addNote } from '@/lib/moderation/commands/work-case'
import { lookUpAppealLink } from '@/lib/moderation/queries/appeal-links'
import { getCase } from '@/lib/moderation/queries/get-case'
import { getRecord } from '@/lib/moderation/queries/get-record'
import { listCases } from '@/lib/moderation/queries/list-cases'
import { caseBody, caseListQuery } from '@/lib/moderation/schema/cases'
import { actorRef, systemActor } from '@/lib/staff/actor'
import { replayDelivery } from '@/lib/webhooks/commands/replay-delivery'
import { getDelivery } from '@/lib/webhooks/queries/deliveries'
import { importCsv, readMirror } from '@/tests/support/community'
import { expect, test } from '@/tests/support/database'
import { findEverywhere } from '@/tests/support/every-column'
import { aCase, aDecision, aModerator, aReport, thePolicy } from '@/tests/support/moderation'
import { actorOf, aPerson } from '@/tests/support/staff'
import { anEndpoint } from '@/tests/support/webhooks'
import { eraseMember } from './commands/erase-member'
import { eraseMessages } from './commands/erase-messages'
import { previewErasure } from './queries/preview-erasure'

const REASON = 'They asked for it'

const feeds: LinkPurpose = {
  ...{ name: 'test-feed', subjectKind: 'member', lifeMs: 60_000, useLimit: null, noun: 'feed' },
  messages: { unknown: 'Not valid.', used: 'Used.', expired: 'Over.' },
}

const memberOf = async (db: Db, externalId: string): Promise<number> =>
  (await db.selectFrom('member').select('id').where('external_id', '=', externalId).executeTakeFirstOrThrow()).id

const erase = async (db: Db, externalId: string) =>
  eraseMember(db, systemActor, { memberId: await memberOf(db, externalId), reason: REASON })

/** Lines of a CSV file: a message a day by one member. */
const fileOf = (member: string, count: number) =>
  [
    'message_id,member_id,member_name,channel_id,sent_at,text',
    ...Array.from({ length: count }, (_, n) => {
      const at = new Date(Date.now() - (n + 1) * 86_400_000).toISOString()
      return `${member}-${n},${member},Name of ${member},c,${at},words of ${member}`
    }),
    '',
  ].join('\n')

describe('an erased member', () => {
  test('is gone from lists, searches and records; what was decided, and how often, stays', async ({ db }) => {
    const { memberId: id, caseId, decisionId, moderator } = await aDecision(db, { item: { id: 'm-sold' } })
    const member = await memberOf(db, id)
    const before = await getRecord(db, systemActor, member)
    await addNote(db, moderator, { caseId, text: `keeps coming back as ${id}` })
    await erase(db, id)

    const found = await getCase(db, systemActor, caseId)
    expect(found).toMatchObject({ isErased: true, member: null, status: 'decided', contentState: 'removed', notes: [] })
    expect(found.content).toEqual({ text: null, url: null, name: null, createdAt: null })
    expect(found.decisions).toMatchObject([
      { id: decisionId, actions: [{ type: 'remove' }, { type: 'warn' }], reason: '' },
    ])
    const search = (q: string) => listCases(db, systemActor, caseListQuery.parse({ q, status: 'decided' }))
    for (const q of [id, 'Buy cheap gold', id.slice(0, 10)])
      expect((await search(q)).items.map((one) => one.id)).not.toContain(caseId)
    const after = await getRecord(db, systemActor, member)
    const latestCases = before.latestCases.map((one) => ({ ...one, text: null }))
    expect({ ...after, member: null }).toEqual({ ...before, member: null, latestCases })
    expect(after.member).toMatchObject({ name: 'Erased member', externalId: expect.stringMatching(/^erased:/) })
    expect(await verifyAudit(db)).toMatchObject({ isIntact: true })
  })

  test('is erased once: again answers the same and takes only what was written since', async ({ db }) => {
    const { memberId: id, caseId, moderator } = await aDecision(db)
    const memberId = await memberOf(db, id)
    const first = await eraseMember(db, systemActor, { memberId, reason: REASON })
    expect(first.isNew).toBe(true)
    await addNote(db, moderator, { caseId, text: 'they were called Kestrel' })
    const again = await eraseMember(db, systemActor, { memberId, reason: 'once more' })
    expect(again).toEqual({ ...first, isNew: false })
    expect((await getCase(db, systemActor, caseId)).notes).toEqual([])
    const entries = await db
      .selectFrom('audit_entry')
      .innerJoin('audit_detail', 'entry_id', 'id')
      .select('detail')
      .where('action', '=', 'member.erased')
      .where('target_id', '=', String(memberId))
      .execute()
    expect(entries).toMatchObject([{ detail: { reason: REASON, members: [memberId], cases: 1 } }])
    expect(await verifyAudit(db)).toMatchObject({ isIntact: true })
  })

  test('has no link left, neither one about a decision nor one about them; what they did keeps no address', async ({
    db,
    ownerDb,
  }) => {
    const { memberId: id, decisionId, moderator } = await aDecision(db)
    const { decisionId: another } = await aDecision(db, { moderator })
    const secretOf = async (of: string) => {
      const { url } = await issueAppealLink(db, moderator, { decisionId: of })
      return new URL(url).hash.slice(1)
    }
    const [theirs, others] = [await secretOf(decisionId), await secretOf(another)]
    const memberId = await memberOf(db, id)
    const member = { kind: 'member', id: String(memberId), address: '203.0.113.77' } as const
    const { secret } = await inTransaction(db, async (trx) => {
      await recordAudit(trx, member, { action: 'feed.made', targetKind: 'feed', target: null })
      return makeLink(trx, feeds, { subjectId: String(memberId), createdBy: actorRef(member) })
    })
    expect(await checkLink(db, feeds, secret)).toMatchObject({ createdBy: `member:${memberId}` })
    expect(await findEverywhere(ownerDb, member.address)).toEqual(['audit_detail.detail'])
    await erase(db, id)
    await expect(checkLink(db, feeds, secret)).rejects.toMatchObject({ code: 'feed.unknown' })
    await expect(lookUpAppealLink(db, theirs)).rejects.toMatchObject({ code: 'appeal_link.unknown' })
    expect((await lookUpAppealLink(db, others)).decidedAt).toBeTruthy()
    const subjects = await db.selectFrom('link').select('subject').execute()
    expect(subjects.map(({ subject }) => subject)).not.toContain(`decision:${decisionId}`)
    expect(await findEverywhere(ownerDb, member.address)).toEqual([])
    expect(await verifyAudit(db)).toMatchObject({ isIntact: true })
  })

  test('is one person under the same id of every source', async ({ db }) => {
    await aCase(db, { item: { type: 'message', id: 'm-two', text: 'x', author: { id: 'two-sources' } } })
    const message = {
      id: '1',
      sentAt: new Date(),
      member: { id: 'two-sources', name: 'Two' },
      channel: { id: 'c' },
      text: 'y',
    }
    await ingestMessages(db, systemActor, { origin: 'forum', messages: [message] })
    const ids = await db.selectFrom('member').select('id').where('external_id', '=', 'two-sources').execute()
    expect(ids).toHaveLength(2)
    const { identities, cases, messages } = await previewErasure(db, ids[0]?.id ?? 0)
    expect(identities).toEqual([
      { source: 'forum', name: 'Two' },
      { source: 'platform', name: null },
    ])
    expect({ cases, messages }).toEqual({ cases: 1, messages: 1 })
    await erase(db, 'two-sources')
    // A source that comes later knows the same id, and so the same erased person.
    await ingestMessages(db, systemActor, { origin: 'voice', messages: [message] })
    const rows = await db
      .selectFrom('member')
      .innerJoin('origin', 'origin.id', 'origin_id')
      .select(['origin.name as origin', 'member.name', 'external_id', 'erased_at'])
      .where('external_id', 'like', 'erased:%')
      .where('member.id', '>=', Math.min(...ids.map(({ id }) => id)))
      .orderBy('origin.name')
      .execute()
    const [first] = rows
    expect(rows.filter(({ external_id }) => external_id === first?.external_id)).toMatchObject([
      { origin: 'forum', name: 'Erased member' },
      { origin: 'platform', name: 'Erased member' },
      { origin: 'voice', name: 'Erased member', erased_at: expect.any(Date) },
    ])
    expect(await db.selectFrom('member').select('id').where('external_id', '=', 'two-sources').execute()).toEqual([])
  })

  test('can be neither punished nor told; their open case is still decided', async ({ db }) => {
    await anEndpoint(db, 'https://8.8.8.8/', ['moderation.action', 'moderation.outcome'])
    const caseId = await aCase(db, {
      reporter: { id: 'erased-reporter' },
      item: { type: 'message', id: 'm-open', text: 'x', author: { id: 'erased-author' } },
    })
    await erase(db, 'erased-author')
    await erase(db, 'erased-reporter')
    const moderator = await aModerator(db)
    const { token } = await claimCase(db, moderator, { caseId })
    const ruling = { caseId, claimToken: token, version: 1, policyId: await thePolicy(db), reason: '', note: '' }
    await expect(decideCase(db, moderator, { ...ruling, actions: [{ type: 'ban' }] })).rejects.toMatchObject({
      code: 'decision.needs_member',
    })
    const { decisionId } = await decideCase(db, moderator, { ...ruling, actions: [{ type: 'remove' }] })
    expect(await db.selectFrom('strike').select('id').where('decision_id', '=', decisionId).execute()).toEqual([])
    const sent = await db.selectFrom('webhook_delivery').select('payload').where('subject', '=', decisionId).execute()
    expect(sent).toMatchObject([{ payload: { data: { member: null, item: { id: 'm-open' } } } }])
  })

  test('takes what was sent along, but not before it has arrived; it can’t be replayed', async ({ db }) => {
    await anEndpoint(db, 'https://8.8.8.8/', ['moderation.action'])
    const { memberId: id, decisionId } = await aDecision(db)
    const deliveries = () =>
      db
        .selectFrom('webhook_delivery')
        .selectAll()
        .where('subject', '=', decisionId)
        .where('event', '=', 'moderation.action')
        .orderBy('id')
        .execute()
    const [first, second] = await deliveries()
    const ended = { settled_at: new Date(), next_at: null, attempts: 9 }
    await db
      .updateTable('webhook_delivery')
      .set({ state: 'dead', ...ended })
      .where('id', '=', first?.id ?? '')
      .execute()
    await erase(db, id)
    expect(await getDelivery(db, first?.id ?? '')).toMatchObject({
      ...{ state: 'dead', canReplay: false, forgottenAt: expect.any(String) },
      payload: { type: 'moderation.action', data: {} },
    })
    await expect(replayDelivery(db, systemActor, first?.id ?? '')).rejects.toMatchObject({
      code: 'delivery.not_replayable',
    })
    expect((await getDelivery(db, second?.id ?? '')).payload).toMatchObject({ data: { member: { id } } })
    await db
      .updateTable('webhook_delivery')
      .set({ state: 'delivered', ...ended })
      .where('id', '=', second?.id ?? '')
      .execute()
    expect((await getDelivery(db, second?.id ?? '')).payload).toMatchObject({ data: {} })
  })

  test('says nothing in others’ cases, whose own lines stay', async ({ db }) => {
    const at = (minutes: number) => new Date(Date.now() - minutes * 60_000)
    const said = (id: string, member: string, minutes: number) => ({
      ...{ id, sentAt: at(minutes), member: { id: member }, channel: { id: 'talk' }, text: `${member} says` },
    })
    await ingestMessages(db, systemActor, {
      origin: 'talk',
      messages: [said('t-1', 'quiet', 9), said('t-2', 'loud', 8), said('t-3', 'target', 7), said('t-4', 'loud', 6)],
    })
    const caseId = await aCase(db, {
      item: { type: 'message', id: 't-3', text: 'target says', author: { id: 'target' }, channelId: 'talk' },
    })
    const linesOf = async () => {
      const [seen] = (await getCase(db, systemActor, caseId)).evidence
      return [...(seen?.before ?? []), ...(seen?.after ?? [])].map(({ text }) => text)
    }
    expect(await linesOf()).toEqual(['quiet says', 'loud says', 'loud says'])
    await erase(db, 'loud')
    expect(await linesOf()).toEqual(['quiet says'])
  })

  test('is found by the same id again: a report about a member and by one, without a second case', async ({ db }) => {
    const about = aReport({ item: { type: 'member', id: 'comes-back', name: 'Kestrel' } })
    const [first] = await receiveReports(db, systemActor, [about])
    await erase(db, 'comes-back')
    const [again, byThem] = await receiveReports(db, systemActor, [
      aReport({ item: { type: 'member', id: 'comes-back', name: 'Kestrel' } }),
      aReport({ reporter: { id: 'comes-back', name: 'Kestrel' }, comment: 'I am back' }),
    ])
    expect([again?.status, again?.caseId]).toEqual([201, first?.caseId])
    const detail = await getCase(db, systemActor, byThem?.caseId ?? 0)
    expect(detail.reportList).toMatchObject([{ reporter: null, comment: '' }])
    expect(await db.selectFrom('member').select('id').where('name', '=', 'Kestrel').execute()).toEqual([])
  })

  test('is still there for a case by hand of their mirrored message, which has no words', async ({ db }) => {
    const sentAt = new Date(Date.now() - 60_000)
    const message = {
      id: 'by-hand',
      sentAt,
      member: { id: 'mirrored', name: 'Kestrel' },
      channel: { id: 'c' },
      text: 'y',
    }
    await ingestMessages(db, systemActor, { origin: 'forum', messages: [message] })
    await erase(db, 'mirrored')
    const { id } = await db.selectFrom('message').select('id').where('sent_at', '=', sentAt).executeTakeFirstOrThrow()
    const body = caseBody.parse({ message: { id, sentAt: sentAt.toISOString() }, reason: 'Looks odd' })
    const { caseId } = await openCase(db, systemActor, body)
    expect(await getCase(db, systemActor, caseId)).toMatchObject({
      ...{ itemId: 'by-hand', isErased: true, member: null, content: { text: null, name: null } },
    })
    expect(
      await db.selectFrom('member').select('id').where('external_id', 'like', 'erased:%erased:%').execute(),
    ).toEqual([])
  })

  test('takes what came without an author, once they are named', async ({ db }) => {
    await aCase(db, { item: { type: 'custom', id: 'known', text: 'x', author: { id: 'late-author' } } })
    const caseId = await aCase(db, { item: { type: 'custom', id: 'nameless', text: 'secret words' } })
    await erase(db, 'late-author')
    await receiveReports(db, systemActor, [
      aReport({ item: { type: 'custom', id: 'nameless', text: 'secret words', author: { id: 'late-author' } } }),
    ])
    expect(await getCase(db, systemActor, caseId)).toMatchObject({ isErased: true, content: { text: null } })
    await receiveReports(db, systemActor, [aReport({ item: { type: 'custom', id: 'nameless', text: 'secret words' } })])
    const { rows } = await sql`select from moderation_evidence where content::text like '%secret words%'`.execute(db)
    expect(rows).toEqual([])
  })
})

test('managers erase, moderators do not; who is not there can’t be erased', async ({ db }) => {
  const { memberId: id } = await aDecision(db)
  const memberId = await memberOf(db, id)
  const by = async (role: 'moderator' | 'manager') => actorOf(await aPerson(db, { role }))
  await expect(eraseMember(db, await by('moderator'), { memberId, reason: REASON })).rejects.toMatchObject({
    code: 'permission.denied',
  })
  await expect(eraseMember(db, await by('manager'), { memberId: 999_999, reason: REASON })).rejects.toMatchObject({
    code: 'member.not_found',
  })
  expect(await eraseMember(db, await by('manager'), { memberId, reason: REASON })).toMatchObject({ isNew: true })
})

test('the app can take the words of decisions of erased members alone', async ({ db }) => {
  const { memberId: id } = await aDecision(db)
  const member = await memberOf(db, id)
  await expect(sql`select erase_decision_words(${member})`.execute(db)).rejects.toThrow('is not erased')
})

describe('at the same moment', () => {
  test('reports about and by a member are all taken, and keep nothing of one who is erased', async ({
    db,
    ownerDb,
  }) => {
    for (let round = 0; round < 5; round += 1) {
      const id = `storm-${round}`
      await aCase(db, { item: { type: 'message', id: `first-${round}`, text: `words of ${id}`, author: { id } } })
      const memberId = await memberOf(db, id)
      const reports = Array.from({ length: 20 }, (_, n) => [
        aReport({
          item: { type: 'message', id: `m${round}-${n % 4}`, text: `words of ${id}`, author: { id, name: id } },
        }),
        aReport({ item: { type: 'member', id, name: id } }),
        aReport({ reporter: { id, name: id }, comment: `words of ${id}` }),
      ])
      const [erased, ...taken] = await Promise.all([
        eraseMember(db, systemActor, { memberId, reason: REASON }),
        ...reports.map((batch) => receiveReports(db, systemActor, batch)),
      ])
      expect(erased.isNew).toBe(true)
      expect(taken.flat().filter(({ status }) => status === 201)).toHaveLength(60)
      expect(await findEverywhere(ownerDb, id)).toEqual([])
    }
  }, 60_000)

  test('an import loses no message, and brings no word of one who is erased', async ({ db, ownerDb }) => {
    const id = 'importing'
    const csv = fileOf(id, 40)
    await importCsv(db, 'early', fileOf(id, 1))
    let erasing: Promise<unknown> | undefined
    const meter = createProgressMeter(() => performance.now())
    const begin = {
      ...meter,
      advance: (...progress: Parameters<typeof meter.advance>) => {
        meter.advance(...progress)
        if (meter.read().progress.phase === 'merging') erasing ??= erase(db, id)
      },
    }
    const { counts } = await importCsv(db, 'files', csv, { batchMessages: 2, meter: begin })
    expect(counts).toMatchObject({ messages: 40, new: 40 })
    await erasing
    await eraseMessages(db, await erasedOf(db, 'files'), new AbortController().signal)
    expect(await findEverywhere(ownerDb, `words of ${id}`)).toEqual([])
    expect(await findEverywhere(ownerDb, `Name of ${id}`)).toEqual([])
    const mirror = await readMirror(db, 'files')
    expect(mirror).toHaveLength(40)
    expect(new Set(mirror.map(({ member, length }) => `${member.slice(0, 7)} ${length}`))).toEqual(
      new Set([`erased: ${`words of ${id}`.length}`]),
    )
    const again = await importCsv(db, 'files', csv)
    expect(again.counts).toMatchObject({ messages: 40, new: 0, changed: 0, unchanged: 40 })
    const dry = await importCsv(db, 'files', csv, { isDryRun: true })
    expect(dry.counts).toEqual(again.counts)
    expect(await findEverywhere(ownerDb, `words of ${id}`)).toEqual([])
  })

  test('of many who erase the same member one does', async ({ db }) => {
    const { memberId: id } = await aDecision(db)
    const memberId = await memberOf(db, id)
    const results = await Promise.all(
      Array.from({ length: 8 }, () => eraseMember(db, systemActor, { memberId, reason: REASON })),
    )
    expect(results.filter(({ isNew }) => isNew)).toHaveLength(1)
    expect(new Set(results.map(({ erasedAt }) => erasedAt)).size).toBe(1)
    expect(await verifyAudit(db)).toMatchObject({ isIntact: true })
  })
})

const erasedOf = async (db: Db, origin: string): Promise<number[]> => {
  const rows = await db
    .selectFrom('member')
    .innerJoin('origin', 'origin.id', 'origin_id')
    .select('member.id')
    .where('origin.name', '=', origin)
    .where('erased_at', 'is not', null)
    .execute()
  return rows.map(({ id }) => id)
}
