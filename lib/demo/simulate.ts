import { sql } from 'kysely'
import { type IngestedMessage, ingestMessages } from '@/lib/community/commands/ingest-messages'
import { recordFeatureUsage } from '@/lib/community/commands/record-feature-usage'
import { type Presence, recordPresence } from '@/lib/community/commands/record-presence'
import type { Db } from '@/lib/core/db/types'
import { DOMAINS } from '@/lib/domains'
import { systemActor } from '@/lib/staff/actor'
import { listRegulars, ORIGIN } from './members-and-spaces'
import { activityLevel } from './shape'
import { CHANNELS, ENDINGS, FEATURES, OPENINGS, pick, SPACES, SUBJECTS } from './words'

/** What happens in an hour of busyness 1; the history has about as much. */
const MESSAGES_PER_HOUR = 15
const VISITS_PER_HOUR = 6
const USES_PER_HOUR = 4
const MEAN_STAY_MS = 45 * 60_000
const HOUR_MS = 3_600_000
const REGULARS = 900
const LIST_EVERY_MS = 20_000
/** A tick after a pause (a laptop that slept) makes up for no more than this. */
const LONGEST_STEP_MS = 60_000

interface Stay {
  id: string
  memberId: string
  instanceId: string
  startedAt: Date
  until: number
}

export interface Simulator {
  /** Lets happen what happens between the last tick and now. */
  tick(now: Date): Promise<void>
}

/** Goes on living where the made-up history ends: members write, come, go and use features at its rhythm. */
export async function createSimulator(
  db: Db,
  history: { start: Date; now: Date },
  random = Math.random,
): Promise<Simulator> {
  let members = await listRegulars(db, { at: new Date(), limit: REGULARS })
  let listedAt = Date.now()
  const stays = await listOpenStays(db, random)
  const startedAt = new Map(stays.map((stay) => [stay.instanceId, stay.startedAt]))
  let last = Date.now()
  const parts = await Promise.all(DOMAINS.flatMap(({ demo }) => demo?.simulate ?? []).map((load) => load()))

  return {
    async tick(now) {
      const step = Math.min(LONGEST_STEP_MS, Math.max(0, now.getTime() - last))
      last = now.getTime()
      // Who was banned meanwhile is not seen any more.
      if (last - listedAt > LIST_EVERY_MS) {
        members = await listRegulars(db, { at: now, limit: REGULARS })
        listedAt = last
      }
      const pace = ((await activityLevelAt(db, history, now)) * step) / HOUR_MS
      const count = (perHour: number) => poisson(perHour * pace, random)
      const times = (n: number) => Array.from({ length: n }, () => new Date(now.getTime() - random() * step))
      const messages = times(count(MESSAGES_PER_HOUR)).map((sentAt) => aMessage(sentAt, members, random))
      await ingestMessages(db, systemActor, { origin: ORIGIN, messages })
      const uses = times(count(USES_PER_HOUR)).map((at) => ({
        id: `use-${at.getTime()}-${suffix(random)}`,
        at,
        memberId: pick(members, random),
        feature: pick(FEATURES, random, 1.7),
      }))
      await recordFeatureUsage(db, systemActor, { origin: ORIGIN, uses })
      await recordPresence(db, systemActor, { origin: ORIGIN, ...comeAndGo(now, count(VISITS_PER_HOUR)) })
      for (const simulate of parts) await simulate(db, { now, stepMs: step, random })
    },
  }

  function comeAndGo(now: Date, visits: number): Presence {
    const gone = stays.filter((stay) => stay.until <= now.getTime())
    for (const stay of gone) stays.splice(stays.indexOf(stay), 1)
    const instances: Presence['instances'][number][] = []
    const come = Array.from({ length: visits }, () => {
      const host = random() < 0.75 ? pick(stays, random)?.instanceId : undefined
      const instanceId = host ?? `instance-live-${now.getTime()}-${suffix(random)}`
      if (!host) {
        startedAt.set(instanceId, now)
        const spaceId = `space-${1 + Math.floor(SPACES.length * random() ** 1.6)}`
        instances.push({ id: instanceId, spaceId, startedAt: now, endedAt: null })
      }
      const until = now.getTime() - MEAN_STAY_MS * Math.log(1 - random())
      const stay: Stay = {
        id: `stay-live-${now.getTime()}-${suffix(random)}`,
        memberId: pick(members, random),
        instanceId,
        startedAt: now,
        until,
      }
      stays.push(stay)
      return { ...stay, endedAt: null }
    })
    for (const id of new Set(gone.map((stay) => stay.instanceId))) {
      const begun = startedAt.get(id)
      if (!begun || stays.some((stay) => stay.instanceId === id)) continue
      instances.push({ id, startedAt: begun, endedAt: now })
      startedAt.delete(id)
    }
    return { instances, attendances: [...come, ...gone.map((stay) => ({ ...stay, endedAt: now }))] }
  }
}

function aMessage(sentAt: Date, members: readonly string[], random: () => number): IngestedMessage {
  const channel = 1 + Math.floor(CHANNELS.length * random() ** 2.4)
  return {
    id: `message-live-${sentAt.getTime()}-${suffix(random)}`,
    sentAt,
    member: { id: pick(members, random) },
    channel: { id: `channel-${channel}` },
    topic: `topic-live-${Math.floor(sentAt.getTime() / HOUR_MS) % 7}`,
    text: `${pick(OPENINGS, random)} ${pick(SUBJECTS, random)} ${pick(ENDINGS, random)}`,
  }
}

async function listOpenStays(db: Db, random: () => number): Promise<Stay[]> {
  const { rows } = await sql<{ id: string; member_id: string; instance_id: string; started_at: Date }>`
    select key.external_id as id, member.external_id as member_id, instance.external_id as instance_id, instance.started_at
    from attendance join attendance_key as key on key.attendance_id = attendance.id and key.started_at = attendance.started_at
    join member on member.id = attendance.member_id join instance on instance.id = attendance.instance_id
    join origin on origin.id = key.origin_id and origin.name = ${ORIGIN}
    where attendance.ended_at is null`.execute(db)
  return rows.map((row) => ({
    id: row.id,
    memberId: row.member_id,
    instanceId: row.instance_id,
    startedAt: row.started_at,
    until: Date.now() - MEAN_STAY_MS * Math.log(1 - random()),
  }))
}

async function activityLevelAt(db: Db, history: { start: Date; now: Date }, now: Date): Promise<number> {
  const { rows } = await sql<{ busyness: number }>`
    select ${activityLevel(sql`${now}::timestamptz`, history.start, history.now, 1)} as busyness`.execute(db)
  return rows[0]?.busyness ?? 0
}

/** How often something of this mean happens. */
function poisson(mean: number, random: () => number): number {
  const floor = Math.exp(-mean)
  let times = 0
  for (let product = random(); product > floor; product *= random()) times += 1
  return times
}

const suffix = (random: () => number): string => random().toString(36).slice(2, 10)
