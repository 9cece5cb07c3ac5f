import fc from 'fast-check'
import { sql } from 'kysely'
import { describe } from 'vitest'
import { ingestMessages } from '@/lib/community/commands/ingest-messages'
import { recordPresence } from '@/lib/community/commands/record-presence'
import type { Db } from '@/lib/core/db/types'
import { systemActor } from '@/lib/staff/actor'
import { expect, test } from '@/tests/support/database'
import type { MemberCount } from '../relation'
import { extendOpenAttendances } from './extend'
import { countActive, countActiveByDay, countNewByDay } from './queries'
import { rebuildActivity } from './rebuild'

const QUARTER_MS = 900_000
const HOUR_MS = 3_600_000
const DAY_MS = 86_400_000
const MEMBERS = ['m1', 'm2', 'm3', 'm4']
const NEVER = new AbortController().signal

/** Around days that are odd in their zone: half an hour's clock change, a day left out, an offset of 45 minutes. */
const ODD = [
  { zone: 'Australia/Lord_Howe', around: '2024-04-06T15:00:00Z' },
  { zone: 'Australia/Lord_Howe', around: '2024-10-05T15:30:00Z' },
  { zone: 'Pacific/Apia', around: '2011-12-30T10:00:00Z' },
  { zone: 'Asia/Kathmandu', around: '2024-02-29T18:15:00Z' },
  { zone: 'America/Havana', around: '2024-11-03T05:00:00Z' },
  { zone: 'Asia/Beirut', around: '2024-03-30T22:00:00Z' },
]

interface Act {
  member: string
  from: number
  to: number
}

/** The local date of an instant, by the runtime's own knowledge of zones. */
function dateIn(zone: string): (at: number) => string {
  const format = new Intl.DateTimeFormat('en-CA', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' })
  return (at) => format.format(at)
}

/** Member and day of every quarter of an hour that an act touches. */
function bruteForce(acts: readonly Act[], zone: string): Set<string> {
  const date = dateIn(zone)
  const days = new Set<string>()
  for (const { member, from, to } of acts) {
    days.add(`${date(from)} ${member}`)
    for (let at = from; at < to; at += QUARTER_MS) days.add(`${date(at)} ${member}`)
    if (to > from) days.add(`${date(to - 1)} ${member}`)
  }
  return days
}

function activeByDay(days: Set<string>): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const key of days) counts[key.slice(0, 10)] = (counts[key.slice(0, 10)] ?? 0) + 1
  return counts
}

function newByDay(days: Set<string>): Record<string, number> {
  const first = new Map<string, string>()
  for (const key of [...days].sort()) if (!first.has(key.slice(11))) first.set(key.slice(11), key.slice(0, 10))
  const counts: Record<string, number> = {}
  for (const day of first.values()) counts[day] = (counts[day] ?? 0) + 1
  return counts
}

const nonZero = (counts: readonly MemberCount[]) =>
  Object.fromEntries(counts.filter(({ members }) => members > 0).map(({ start, members }) => [start, members]))

async function emptyMirror(ownerDb: Db, zone: string): Promise<void> {
  await sql`truncate message, message_key, attendance, attendance_key, feature_usage, activity, instance, member, channel, day_dirty
    cascade`.execute(ownerDb)
  await rebuildActivity(ownerDb, zone, NEVER)
}

async function expectExact(db: Db, acts: readonly Act[], zone: string): Promise<void> {
  const range = { from: '2011-12-01', to: '2025-01-01', zone }
  const days = bruteForce(acts, zone)
  expect(nonZero(await countActiveByDay(db, range))).toEqual(activeByDay(days))
  expect(nonZero(await countNewByDay(db, range))).toEqual(newByDay(days))
  const [all] = await countActive(db, { ...range, unit: 'all' })
  expect(all?.members).toBe(new Set([...days].map((key) => key.slice(11))).size)
}

describe('activity', () => {
  for (const { zone, around } of ODD) {
    test(`equals a recomputation in ${zone} around ${around}, whatever is moved and wherever it is asked`, async ({
      db,
      ownerDb,
    }) => {
      const near = fc.integer({ min: -60, max: 60 }).map((hours) => Date.parse(around) + hours * HOUR_MS)
      const message = fc.record({ id: fc.integer({ min: 1, max: 6 }), member: fc.constantFrom(...MEMBERS), at: near })
      const stay = fc.record({
        member: fc.constantFrom(...MEMBERS),
        from: near,
        hours: fc.integer({ min: 0, max: 60 }),
      })
      const rounds = fc.array(fc.array(message, { minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 3 })
      await fc.assert(
        fc.asyncProperty(rounds, fc.array(stay, { maxLength: 4 }), async (batches, stays) => {
          await emptyMirror(ownerDb, zone)
          const last = new Map<number, Act>()
          for (const batch of batches) {
            for (const { id, member, at } of batch) last.set(id, { member, from: at, to: at })
            await ingest(db, batch)
          }
          const attended = await attend(db, stays)
          const acts = [...last.values(), ...attended]
          await expectExact(db, acts, zone)
          await expectExact(db, acts, 'Asia/Tokyo')
          await rebuildActivity(db, 'America/New_York', NEVER)
          await expectExact(db, acts, 'America/New_York')
          await expectExact(db, acts, zone)
        }),
        { numRuns: 4 },
      )
    }, 60_000)
  }

  test('follows a stay that ends earlier than was thought, and one that goes on', async ({ db, ownerDb }) => {
    await emptyMirror(ownerDb, 'UTC')
    const now = Date.now()
    const start = now - 5 * DAY_MS
    const stay = { id: 'a', memberId: 'm1', instanceId: 'i1', startedAt: new Date(start) }
    const instance = { id: 'i1', startedAt: new Date(start), endedAt: null }
    const days = async () =>
      Object.keys(nonZero(await countActiveByDay(db, { from: dayOf(start), to: dayOf(now + 9 * DAY_MS) })))
    await recordPresence(db, systemActor, {
      origin: 'o',
      instances: [instance],
      attendances: [{ ...stay, endedAt: null }],
    })
    expect(await days()).toHaveLength(6)
    // As if nobody had looked since the stay began.
    await sql`update activity set days = repeat('0', 384)::bit(384)`.execute(db)
    await extendOpenAttendances(db, new Date(now))
    expect(await days()).toHaveLength(6)
    const ended = { ...stay, endedAt: new Date(start + DAY_MS) }
    await recordPresence(db, systemActor, { origin: 'o', instances: [instance], attendances: [ended] })
    expect(await days()).toEqual([dayOf(start), dayOf(start + DAY_MS)])
  })

  test('is answered from the rows while a rebuild is under way, and an aborted one changes no answer', async ({
    db,
    ownerDb,
  }) => {
    await emptyMirror(ownerDb, 'UTC')
    const at = Date.parse('2024-03-10T02:00:00Z')
    await ingest(db, [{ id: 1, member: 'm1', at }])
    const stop = new AbortController()
    stop.abort(new Error('stopped'))
    await expect(rebuildActivity(db, 'America/New_York', stop.signal)).rejects.toThrow('stopped')
    await expectExact(db, [{ member: 'm1', from: at, to: at }], 'UTC')
    await ingest(db, [{ id: 2, member: 'm2', at: at + DAY_MS }])
    await rebuildActivity(db, 'America/New_York', NEVER)
    const acts = [
      { member: 'm1', from: at, to: at },
      { member: 'm2', from: at + DAY_MS, to: at + DAY_MS },
    ]
    await expectExact(db, acts, 'America/New_York')
  })

  test('keeps every day when many write for the same members at once, and messages move meanwhile', async ({
    db,
    ownerDb,
  }) => {
    await emptyMirror(ownerDb, 'UTC')
    const first = Date.parse('2024-05-01T12:00:00Z')
    const writer = async (offset: number) => {
      for (let round = 0; round < 8; round += 1) {
        const batch = MEMBERS.map((member, index) => ({
          id: index * 2 + (offset % 2),
          member: MEMBERS[(index + round + offset) % MEMBERS.length] ?? member,
          at: first + ((round * 5 + offset) % 12) * DAY_MS,
        }))
        await ingest(db, batch)
      }
    }
    await Promise.all([0, 1, 2, 3].map(writer))
    const { rows } = await sql<{ member: string; at: Date }>`
      select member.external_id as member, sent_at as at from message join member on member.id = member_id`.execute(db)
    await expectExact(
      db,
      rows.map(({ member, at }) => ({ member, from: at.getTime(), to: at.getTime() })),
      'UTC',
    )
  }, 60_000)
})

const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10)

const ingest = (db: Db, messages: readonly { id: number; member: string; at: number }[]) =>
  ingestMessages(db, systemActor, {
    origin: 'o',
    messages: messages.map(({ id, member, at }) => ({
      id: String(id),
      sentAt: new Date(at),
      member: { id: member },
      channel: { id: 'c' },
    })),
  })

async function attend(db: Db, stays: readonly { member: string; from: number; hours: number }[]): Promise<Act[]> {
  const acts = stays.map(({ member, from, hours }) => ({ member, from, to: from + hours * HOUR_MS }))
  const [first] = acts
  if (!first) return []
  await recordPresence(db, systemActor, {
    origin: 'o',
    instances: [{ id: 'i1', startedAt: new Date(first.from), endedAt: null }],
    attendances: acts.map((act, index) => ({
      id: String(index),
      memberId: act.member,
      instanceId: 'i1',
      startedAt: new Date(act.from),
      endedAt: new Date(act.to),
    })),
  })
  return acts
}
