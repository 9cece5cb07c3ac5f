import { randomUUID } from 'node:crypto'
import { describe } from 'vitest'
import type { Db } from '@/lib/core/db/types'
import { changeSettings } from '@/lib/settings/commands'
import { type Actor, actorRef, cliActor, systemActor } from '@/lib/staff/actor'
import { test as databaseTest, expect } from '@/tests/support/database'
import { aKeptPicture } from '@/tests/support/media'
import { aCase, aModerator, theInbox } from '@/tests/support/moderation'
import { allowLoopback } from '@/tests/support/webhooks'
import { claimCase, claimNext, renewClaim } from './commands/claim-case'
import { decideBulk } from './commands/decide-bulk'
import { decideCase } from './commands/decide-case'
import { addQueue, updateQueue } from './commands/manage-queues'
import { revealMedia } from './commands/media/reveal-media'
import { changeWellness, respondToBreak } from './commands/wellness/change-wellness'
import { listQueues } from './queries/list-queues'
import { getWellness } from './queries/wellness'
import { queueBody, type Rotation } from './schema/queues'
import { DEFAULT_WELLNESS } from './terms'

allowLoopback()

const NOW = new Date('2026-11-26T12:00:00Z')
const at = (minutes: number): Date => new Date(NOW.getTime() + minutes * 60_000)

const test = databaseTest.extend('picture', { scope: 'file' }, ({ db }) => aKeptPicture(db))

const reveals = (db: Db, actor: Actor) =>
  db.selectFrom('media_reveal').selectAll().where('seen_by', '=', actorRef(actor)).execute()
const entries = (db: Db, actor: Actor) =>
  db
    .selectFrom('audit_entry')
    .select(['action', 'target_kind', 'target_id'])
    .where('actor_id', '=', actor.id)
    .where('action', '=', 'media.revealed')
    .execute()

describe('a look', () => {
  test('is one row and one entry in the log, however often it is sent', async ({ db, picture: { mediaId } }) => {
    const person = await aModerator(db)
    const id = randomUUID()
    await Promise.all(Array.from({ length: 20 }, () => revealMedia(db, person, { mediaId, id })))
    await revealMedia(db, person, { mediaId, id: randomUUID() })
    expect(await reveals(db, person)).toHaveLength(2)
    expect(await entries(db, person)).toEqual(
      Array.from({ length: 2 }, () => ({ action: 'media.revealed', target_kind: 'media', target_id: mediaId })),
    )
  })

  test('has an id that is nobody else’s, and is never changed', async ({ db, picture: { mediaId } }) => {
    const [person, other] = [await aModerator(db), await aModerator(db)]
    const id = randomUUID()
    await revealMedia(db, person, { mediaId, id })
    await expect(revealMedia(db, other, { mediaId, id })).rejects.toMatchObject({ code: 'reveal.id_taken' })
    expect([await reveals(db, other), await entries(db, other)]).toEqual([[], []])
    const denied = { code: '42501' }
    await expect(db.deleteFrom('media_reveal').where('id', '=', id).execute()).rejects.toMatchObject(denied)
    await expect(
      db.updateTable('media_reveal').set({ seen_by: 'cli' }).where('id', '=', id).execute(),
    ).rejects.toMatchObject(denied)
  })

  test('is counted for the person from the community’s midnight', async ({ db, picture: { mediaId } }) => {
    await changeSettings(db, cliActor, { zone: 'Asia/Tokyo' })
    const person = await aModerator(db)
    // Midnight in Tokyo is 15:00 in London.
    for (const hour of [14, 15, 16]) {
      await revealMedia(db, person, { mediaId, id: randomUUID(), now: new Date(`2026-11-25T${hour}:30:00Z`) })
    }
    expect(await getWellness(db, person, NOW)).toMatchObject({ today: 2, recent: 0, isBreakDue: false })
    expect(await getWellness(db, await aModerator(db), NOW)).toMatchObject({ today: 0 })
    await changeSettings(db, cliActor, { zone: 'UTC' })
  })
})

describe('a break', () => {
  test('is due after so many looks within so many minutes, and again after as many more', async ({ db, picture }) => {
    const { mediaId } = picture
    const person = await aModerator(db)
    await changeWellness(db, person, { breakReveals: 3, breakMinutes: 10 })
    const look = async (minutes: number) => {
      await revealMedia(db, person, { mediaId, id: randomUUID(), now: at(minutes) })
      return (await getWellness(db, person, at(minutes))).isBreakDue
    }
    expect([await look(0), await look(9), await look(11)]).toEqual([false, false, false])
    expect(await look(12)).toBe(true)
    expect(await respondToBreak(db, person, at(12))).toMatchObject({ isBreakDue: false, recent: 0 })
    expect([await look(13), await look(14), await look(15)]).toEqual([false, false, true])
    await changeWellness(db, person, { breakReveals: null })
    expect((await getWellness(db, person, at(15))).isBreakDue).toBe(false)
  })
})

describe('settings of one’s own', () => {
  test('are the mildest until they are changed, and are nobody else’s', async ({ db }) => {
    const [person, other] = [await aModerator(db), await aModerator(db)]
    expect((await getWellness(db, person)).settings).toEqual(DEFAULT_WELLNESS)
    await changeWellness(db, person, { isBlurred: false })
    const { settings } = await changeWellness(db, person, { blurPixels: 12, isMuted: false })
    expect(settings).toEqual({ ...DEFAULT_WELLNESS, isBlurred: false, blurPixels: 12, isMuted: false })
    expect((await getWellness(db, other)).settings).toEqual(DEFAULT_WELLNESS)
    await expect(getWellness(db, systemActor)).rejects.toMatchObject({ code: 'permission.denied' })
  })
})

describe('a queue that people rest from', () => {
  /** A queue of its own, of everything that is reported in its channel. */
  async function aQueue(db: Db, rotation: Rotation) {
    const channel = `channel-${randomUUID().slice(0, 8)}`
    const body = { name: channel, routing: { channels: [channel] }, position: 1, rotation }
    const queue = await addQueue(db, systemActor, queueBody.parse(body))
    const cases: number[] = []
    for (let n = 0; n < 4; n += 1)
      cases.push(await aCase(db, { item: { type: 'message', id: `${channel}-${n}`, text: 'x', channelId: channel } }))
    return { queue, cases }
  }

  const keep = { version: 1, actions: [{ type: 'keep' as const }], reason: '', note: '' }
  async function decide(db: Db, person: Actor, caseId: number, now: Date): Promise<void> {
    const { token } = await claimCase(db, person, { caseId, now })
    await decideCase(db, person, { ...keep, caseId, claimToken: token, now })
  }

  test('gives them no new case until they have paused, names until when, and another queue', async ({ db }) => {
    const { queue, cases } = await aQueue(db, { decisions: 2, pauseMinutes: 30 })
    const [first = 0, second = 0, third = 0] = cases
    const person = await aModerator(db)
    await aCase(db)
    await decide(db, person, first, at(0))
    await decide(db, person, second, at(5))
    const refused = {
      code: 'queue.rotation',
      extra: {
        queue: { id: queue.id, name: queue.name },
        until: at(35).toISOString(),
        next: expect.objectContaining({ id: expect.any(String) }),
      },
    }
    await expect(claimCase(db, person, { caseId: third, now: at(6) })).rejects.toMatchObject(refused)
    await expect(claimNext(db, person, { queueId: queue.id, now: at(34) })).rejects.toMatchObject(refused)
    const [bulk] = await decideBulk(db, person, [{ ...keep, caseId: third }], at(34))
    expect(bulk).toMatchObject({ status: 409, problem: { code: 'queue.rotation' } })
    const seen = async (actor: Actor) =>
      (await listQueues(db, actor, at(34))).items.find(({ id }) => id === queue.id)?.restUntil
    expect(await seen(person)).toBe(at(35).toISOString())
    expect(await seen(await aModerator(db))).toBeNull()
    await claimNext(db, await aModerator(db), { queueId: queue.id, now: at(6) })
    expect(await claimNext(db, person, { queueId: queue.id, now: at(35) })).not.toBeNull()
  })

  test('lets them end what they have begun, and holds for no manager', async ({ db }) => {
    const { cases } = await aQueue(db, { decisions: 1, pauseMinutes: 30 })
    const [first = 0, second = 0, third = 0] = cases
    const person = await aModerator(db)
    const { token } = await claimCase(db, person, { caseId: first, now: at(0) })
    await decide(db, person, second, at(1))
    await renewClaim(db, person, { caseId: first, token, now: at(2) })
    const { token: taken } = await claimCase(db, person, { caseId: first, isTakeOver: true, now: at(2) })
    await decideCase(db, person, { ...keep, caseId: first, claimToken: taken, now: at(3) })
    await expect(claimCase(db, person, { caseId: third, now: at(4) })).rejects.toMatchObject({
      code: 'queue.rotation',
    })
    const manager = { ...person, role: 'manager' as const }
    expect(await claimCase(db, manager, { caseId: third, now: at(4) })).toMatchObject({ caseId: third })
  })

  test('counts looks, and shows no more of them than of the case that is held', async ({ db, picture }) => {
    const inbox = await theInbox(db)
    const version = async () => (await listQueues(db, systemActor)).items.find(({ id }) => id === inbox)?.version ?? 0
    const rotate = async (rotation: Rotation | null) =>
      updateQueue(db, systemActor, { id: inbox, version: await version(), rotation })
    await rotate({ reveals: 2, pauseMinutes: 60 })
    const person = await aModerator(db)
    const look = (minutes: number) =>
      revealMedia(db, person, { mediaId: picture.mediaId, id: randomUUID(), now: at(minutes) })
    await look(0)
    await claimCase(db, person, { caseId: picture.caseId, now: at(1) })
    await look(2)
    await look(3)
    await expect(look(20)).rejects.toMatchObject({ code: 'queue.rotation', extra: { until: at(63).toISOString() } })
    expect(await reveals(db, person)).toHaveLength(3)
    await look(63)
    expect((await rotate(null)).rotation).toBeNull()
    await look(64)
    await look(64)
  })

  test('has to say after what', () => {
    expect(queueBody.safeParse({ name: 'x', rotation: { pauseMinutes: 5 } }).success).toBe(false)
    expect(queueBody.safeParse({ name: 'x', rotation: { minutes: 5 } }).success).toBe(false)
    expect(queueBody.safeParse({ name: 'x', rotation: { minutes: 5, pauseMinutes: 5 } }).success).toBe(true)
  })
})
