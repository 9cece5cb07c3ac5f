import { cronInstantsBetween, lastCronInstant, nextCronInstant } from './cron'

/** When a source is due: every so many seconds since the epoch, or by a cron expression on the community's clock. */
export type Schedule = { kind: 'interval'; seconds: number } | { kind: 'cron'; expression: string; zone: string }

/** A scheduled instant, and the seconds that it stands for: until the next one. */
export interface Slot {
  at: Date
  seconds: number
}

/** Slots that passed without a run; where there were more than fit, the oldest are gathered into the first entry. */
export interface MissedSlots {
  slots: Slot[]
  /** How many slots the first entry stands for; 1 unless they were gathered. */
  gathered: number
}

/** How many missed slots of one outage get a row each; what lies further back shares one row, which keeps its seconds. */
export const MISSED_ROWS_MAX = 1_000

const ON_TIME_MS = 5_000
const SECOND_MS = 1_000

/** The slot whose interval contains an instant, or null where the schedule has none. */
export function slotAt(schedule: Schedule, now: Date): Slot | null {
  if (schedule.kind === 'interval') {
    const length = schedule.seconds * SECOND_MS
    return { at: new Date(Math.floor(now.getTime() / length) * length), seconds: schedule.seconds }
  }
  const at = lastCronInstant(schedule.expression, schedule.zone, now.getTime())
  return at === null ? null : withSeconds(schedule, at)
}

/** The first slot after an instant, or null where there is none. */
export function slotAfter(schedule: Schedule, after: Date): Slot | null {
  if (schedule.kind === 'interval') {
    const length = schedule.seconds * SECOND_MS
    return { at: new Date((Math.floor(after.getTime() / length) + 1) * length), seconds: schedule.seconds }
  }
  const at = nextCronInstant(schedule.expression, schedule.zone, after.getTime())
  return at === null ? null : withSeconds(schedule, at)
}

/**
 * The slots strictly between the last one that has a row and the one that is due now. Its size is bounded whatever the
 * outage: the last MISSED_ROWS one by one, all before them as one entry over the whole of their time.
 */
export function missedSlots(schedule: Schedule, after: Date, before: Date): MissedSlots {
  const first = slotAfter(schedule, after)
  if (!first || first.at >= before) return { slots: [], gathered: 1 }
  const instants = instantsBetween(schedule, after.getTime(), before.getTime())
  const kept = instants.slice(-MISSED_ROWS_MAX)
  const ends = [...kept.slice(1), before.getTime()]
  const slots = kept.map((at, index) => ({ at: new Date(at), seconds: secondsBetween(at, ends[index] ?? at) }))
  const firstKept = kept[0] ?? before.getTime()
  if (firstKept === first.at.getTime()) return { slots, gathered: 1 }
  const gathered = { at: first.at, seconds: secondsBetween(first.at.getTime(), firstKept) }
  return { slots: [gathered, ...slots], gathered: Math.max(1, Math.round(gathered.seconds / first.seconds)) }
}

/** Whether a run that starts at an instant still answers for its slot's, or is a catch-up with an instant of its own. */
export function isOnTime(slot: Slot, startedAt: Date): boolean {
  const late = startedAt.getTime() - slot.at.getTime()
  return late <= Math.min(ON_TIME_MS, (slot.seconds * SECOND_MS) / 3)
}

function instantsBetween(schedule: Schedule, after: number, before: number): number[] {
  if (schedule.kind === 'cron') {
    return cronInstantsBetween(schedule.expression, schedule.zone, { after, before, limit: MISSED_ROWS_MAX })
  }
  const length = schedule.seconds * SECOND_MS
  const last = Math.ceil(before / length) - 1
  const first = Math.max(Math.floor(after / length) + 1, last - MISSED_ROWS_MAX + 1)
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => (first + index) * length)
}

function withSeconds(schedule: Extract<Schedule, { kind: 'cron' }>, at: number): Slot {
  const next = nextCronInstant(schedule.expression, schedule.zone, at)
  return { at: new Date(at), seconds: next === null ? 86_400 : secondsBetween(at, next) }
}

const secondsBetween = (from: number, to: number): number => Math.round((to - from) / SECOND_MS)
