import { randomUUID } from 'node:crypto'
import { describe } from 'vitest'
import { ingestMessages } from '@/lib/community/commands/ingest-messages'
import type { Db } from '@/lib/core/db/types'
import { listenForChanges } from '@/lib/core/realtime/listen'
import { systemActor } from '@/lib/staff/actor'
import { expect, test } from '@/tests/support/database'
import { aCase, aModerator, thePolicy } from '@/tests/support/moderation'
import { addQueue } from './commands/manage-queues'
import { openCase } from './commands/open-case'
import { deleteFilter, saveFilter } from './commands/save-filters'
import { unwatchCase, watchCase } from './commands/watch-case'
import { getCase } from './queries/get-case'
import { getMemberActivity } from './queries/get-member-activity'
import { listFilters } from './queries/list-filters'
import { FILTERS_MAX } from './schema/case-tools'
import { caseBody } from './schema/cases'
import { queueBody } from './schema/queues'

const DAY_MS = 86_400_000
const LOCAL_DAY = new Date().getUTCDay()
/** Ten o’clock on the Monday of last week. */
const MONDAY = new Date(new Date().setUTCHours(10, 0, 0, 0) - (((LOCAL_DAY + 6) % 7) + 7) * DAY_MS)

const later = (now: Date, seconds: number): Date => new Date(now.getTime() + seconds * 1_000)

describe('who has a case open', () => {
  test('is told to each other, until they leave or have been silent for a minute', async ({ db }) => {
    const [ada, bo] = await Promise.all([aModerator(db), aModerator(db)])
    const caseId = await aCase(db)
    const now = new Date()
    expect(await watchCase(db, ada, { caseId, now })).toEqual({ items: [] })
    expect((await watchCase(db, bo, { caseId, now })).items.map(({ id }) => id)).toEqual([ada.id])
    expect((await watchCase(db, ada, { caseId, now: later(now, 40) })).items.map(({ id }) => id)).toEqual([bo.id])
    expect((await watchCase(db, ada, { caseId, now: later(now, 70) })).items).toEqual([])
    await watchCase(db, bo, { caseId, now: later(now, 75) })
    await unwatchCase(db, ada, { caseId })
    expect((await watchCase(db, bo, { caseId, now: later(now, 80) })).items).toEqual([])
  })

  test('is announced once for somebody who comes and once for somebody who goes', async ({ db, connectionString }) => {
    const ada = await aModerator(db)
    const [caseId, last] = [await aCase(db), await aCase(db)]
    const heard: (string | null)[] = []
    const listener = await listenForChanges(connectionString, {
      onChange: ({ topic, id }) => void (topic === 'viewers' && heard.push(id)),
      onReconnect: () => undefined,
    })
    for (let n = 0; n < 3; n += 1) await watchCase(db, ada, { caseId })
    for (let n = 0; n < 2; n += 1) await unwatchCase(db, ada, { caseId })
    await watchCase(db, ada, { caseId: last })
    await expect.poll(() => heard.at(-1)).toBe(String(last))
    await listener.close()
    expect(heard).toEqual([caseId, caseId, last].map(String))
  })

  test('is nobody’s business who may not work its queue', async ({ db }) => {
    const outsider = await aModerator(db)
    await addQueue(
      db,
      systemActor,
      queueBody.parse({ name: 'Sealed', routing: { itemTypes: ['custom'] }, isOpen: false, staffIds: [], position: 1 }),
    )
    const caseId = await aCase(db, { item: { type: 'custom', id: randomUUID(), text: 'x' } })
    await expect(watchCase(db, outsider, { caseId })).rejects.toMatchObject({ code: 'case.not_found' })
    await expect(watchCase(db, outsider, { caseId: 999_999_999 })).rejects.toMatchObject({ code: 'case.not_found' })
  })
})

describe('a filter that somebody keeps', () => {
  test('is theirs alone, one per name, and goes', async ({ db }) => {
    const [ada, bo] = await Promise.all([aModerator(db), aModerator(db)])
    const first = await saveFilter(db, ada, { name: 'Links', query: { type: 'link' } })
    const again = await saveFilter(db, ada, { name: 'links', query: { type: 'link', sort: 'age' } })
    expect(again.id).toBe(first.id)
    expect((await listFilters(db, ada)).items).toEqual([
      { id: first.id, name: 'links', query: { type: 'link', sort: 'age' } },
    ])
    expect((await listFilters(db, bo)).items).toEqual([])
    await expect(deleteFilter(db, bo, first.id)).rejects.toMatchObject({ code: 'filter.not_found' })
    await deleteFilter(db, ada, first.id)
    expect((await listFilters(db, ada)).items).toEqual([])
  })

  test('is one of at most fifty, however many come at once', async ({ db }) => {
    const ada = await aModerator(db)
    const kept = await Promise.allSettled(
      Array.from({ length: FILTERS_MAX + 5 }, (_, n) => saveFilter(db, ada, { name: `Filter ${n}`, query: {} })),
    )
    expect(kept.filter(({ status }) => status === 'fulfilled')).toHaveLength(FILTERS_MAX)
    expect((await listFilters(db, ada)).items).toHaveLength(FILTERS_MAX)
  })
})

describe('a mirrored message', () => {
  test('is found around a reported one, and a case is opened of it as the mirror has it', async ({ db }) => {
    await mirror(db)
    const reported = await aCase(db, { item: { type: 'message', id: 'd-5', text: 'line 5', author: { id: 'ann' } } })
    const { evidence } = await getCase(db, systemActor, reported)
    const near = evidence[0]?.before.at(-1)
    expect(near).toMatchObject({ text: 'line 4', member: 'Ann' })
    const ada = await aModerator(db)
    const body = caseBody.parse({
      message: { id: near?.id, sentAt: near?.sentAt },
      reason: 'Worse than the reported one',
    })
    const { caseId, isNew } = await openCase(db, ada, body)
    expect(isNew).toBe(true)
    const opened = await getCase(db, ada, caseId)
    expect(opened).toMatchObject({ itemType: 'message', itemId: 'd-4', content: { text: 'line 4' }, channel: 'Desk' })
    expect(opened.member).toMatchObject({ externalId: 'ann', name: 'Ann' })
    expect(opened.notes.map(({ text }) => text)).toEqual(['Opened manually: Worse than the reported one'])
    expect((await openCase(db, ada, body)).caseId).toBe(caseId)
  })

  test('that is reported by its id alone has author, channel, text and time of the mirror', async ({ db }) => {
    await mirror(db)
    const caseId = await aCase(db, { item: { type: 'message', id: 'd-7' } })
    const opened = await getCase(db, systemActor, caseId)
    const content = { text: 'line 7', createdAt: new Date(MONDAY.getTime() + 7 * 60_000).toISOString() }
    expect(opened).toMatchObject({ content, channel: 'Desk', member: { externalId: 'ann', name: 'Ann' }, revision: 1 })
    expect(opened.evidence).toMatchObject([{ content }])
    // What somebody said of it is newer than the mirror, and an id alone says nothing new.
    const edited = { type: 'message' as const, id: 'd-7', text: 'line 7, edited' }
    expect(await aCase(db, { item: edited })).toBe(caseId)
    await aCase(db, { item: { type: 'message', id: 'd-7' } })
    expect(await getCase(db, systemActor, caseId)).toMatchObject({ content: { text: edited.text }, revision: 2 })
  })

  test('of which something else is said keeps that, and has its author from the mirror', async ({ db }) => {
    await mirror(db)
    const item = { type: 'message' as const, id: 'd-8', text: 'another line', channelId: 'elsewhere' }
    const opened = await getCase(db, systemActor, await aCase(db, { item }))
    expect(opened).toMatchObject({ content: { text: 'another line' }, channel: 'elsewhere', member: { name: 'Ann' } })
  })

  test('that is not there is refused, and nothing is opened', async ({ db }) => {
    const body = caseBody.parse({ message: { id: 987_654_321, sentAt: '2026-01-01T00:00:00Z' }, reason: 'x' })
    await expect(openCase(db, systemActor, body)).rejects.toMatchObject({ code: 'message.not_found' })
    const policyId = await thePolicy(db, 'Off topic')
    await db.updateTable('policy').set({ archived_at: new Date() }).where('id', '=', policyId).execute()
    const archived = caseBody.parse({ item: { type: 'custom', id: 'never' }, reason: 'x', policyId })
    await expect(openCase(db, systemActor, archived)).rejects.toMatchObject({ code: 'policy.unknown' })
    expect(await db.selectFrom('moderation_case').select('id').where('item_id', '=', 'never').execute()).toEqual([])
    expect(caseBody.safeParse({ reason: 'x' }).success).toBe(false)
  })

  test('counts in the week of its author, 26 weeks back', async ({ db }) => {
    const { id } = await db
      .selectFrom('member')
      .select('id')
      .where('external_id', '=', 'ann')
      .where('name', '=', 'Ann')
      .executeTakeFirstOrThrow()
    const { weeks } = await getMemberActivity(db, id, new Date(MONDAY.getTime() + 2 * DAY_MS))
    expect(weeks).toHaveLength(26)
    expect(weeks.at(-1)).toEqual({ start: MONDAY.toISOString().slice(0, 10), messages: 9 })
    expect(weeks.slice(0, -1).every(({ messages }) => messages === 0)).toBe(true)
    await expect(getMemberActivity(db, 987_654_321)).rejects.toMatchObject({ code: 'member.not_found' })
  })
})

/** Nine messages, a minute apart, of last week: their text is kept. */
const mirror = (db: Db) =>
  ingestMessages(db, systemActor, {
    origin: 'desk',
    messages: Array.from({ length: 9 }, (_, n) => ({
      id: `d-${n}`,
      member: { id: 'ann', name: 'Ann' },
      channel: { id: 'desk', name: 'Desk' },
      text: `line ${n}`,
      sentAt: new Date(MONDAY.getTime() + n * 60_000),
    })),
  })
