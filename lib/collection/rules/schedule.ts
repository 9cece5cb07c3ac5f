import { type Schedule, slotAt } from './slots'

/** How a source's row says when it is due. */
export interface ScheduleColumns {
  interval_seconds: number | null
  cron: string | null
}

/** A cron expression is of the community's clock, so its slots move with the zone. */
export function toSchedule(source: ScheduleColumns, zone: string): Schedule {
  if (source.cron !== null) return { kind: 'cron', expression: source.cron, zone }
  if (source.interval_seconds === null) throw new Error('a source must have an interval or a cron expression')
  return { kind: 'interval', seconds: source.interval_seconds }
}

/**
 * The last instant before the first slot that can be due: the slot in whose interval the schedule began counts, so that a
 * new, changed or resumed source is collected at once, late in that slot.
 */
export function scheduleStart(schedule: Schedule, since: Date): Date {
  const first = slotAt(schedule, since)
  return new Date((first ? first.at.getTime() : since.getTime()) - 1)
}
