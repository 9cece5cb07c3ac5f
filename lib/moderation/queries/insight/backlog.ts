import { sql } from 'kysely'
import type { ReadDb } from '@/lib/core/db/types'
import { AGE_HOURS, backlogByDay, type DayChange, type Period } from '../../rules/insight'
import type { InsightView } from '../../schema/insight'
import { inQueue, isClosing, isNotified } from './made-decisions'

interface WaitingRow {
  waiting: number
  escalated: number
  overdue: number
  oldest_at: Date | null
  ages: number[]
  changes: DayChange[]
}

/**
 * What waits now and how long it has, and what waited at the end of each day. The cases say what waits; openings and decisions
 * from the period's beginning on say what has changed since. All of it is one statement: one moment's view.
 */
export async function readBacklog(
  db: ReadDb,
  { period, queue, now }: { period: Period; queue: string | null; now: Date },
): Promise<InsightView['backlog']> {
  const { rows } = await sql<WaitingRow>`
    with ${changesOf(period, queue)}
    select count(*)::int as waiting, (count(*) filter (where status = 'escalated'))::int as escalated,
      (count(*) filter (where due_at < ${now}::timestamptz))::int as overdue, min(opened_at) as oldest_at,
      array[${sql.join(agesAt(now))}] as ages,
      (select coalesce(jsonb_agg(daily), '[]') from daily) as changes
    from moderation_case as self
    where status in ('open', 'escalated') and ${queue === null ? sql`true` : sql`queue_id = ${queue}`}`.execute(db)
  const { waiting = 0, escalated = 0, overdue = 0, oldest_at: oldestAt = null, ages = [], changes = [] } = rows[0] ?? {}
  return {
    waiting,
    escalated,
    overdue,
    oldestAt: oldestAt?.toISOString() ?? null,
    ages: ages.map((count, index) => ({ underHours: AGE_HOURS[index] ?? null, waiting: count })),
    days: backlogByDay(period, { waiting, changes, now }),
  }
}

/** Cases that wait, by the ages that stand in AGE_HOURS, the oldest last. */
function agesAt(now: Date) {
  const since = (hours: number | undefined) => sql`${now}::timestamptz - ${hours} * interval '1 hour'`
  return [...AGE_HOURS, undefined].map((hours, index) => {
    const isOldEnough = index === 0 ? sql`true` : sql`opened_at <= ${since(AGE_HOURS[index - 1])}`
    const isYoungEnough = hours === undefined ? sql`true` : sql`opened_at > ${since(hours)}`
    return sql`(count(*) filter (where ${isOldEnough} and ${isYoungEnough}))::int`
  })
}

/**
 * From a period's beginning until now: what was opened, decided and opened again by a reversal, by the day. What was undone before it
 * was told neither closed a case nor opened it again.
 */
function changesOf({ bounds }: Period, queue: string | null) {
  const from = sql`${bounds[0]}::timestamptz`
  return sql`closings as materialized (
      select decision.case_id, decision.opening, decision.opened_at, decision.decided_at,
        back.id is null or ${isNotified('decision', 'back')} as is_counted
      from moderation_decision as decision
      left join moderation_decision as back on back.reverses_id = decision.id and back.reverses_id is not null
      where decision.decided_at >= ${from} and ${isClosing('decision')} and ${inQueue('decision', queue)}
    ),
    opened as (
      select case_id, opening, opened_at as at from closings where opened_at >= ${from}
      union
      select id, opening, opened_at from moderation_case as waiting
      where status in ('open', 'escalated') and opened_at >= ${from} and ${queue === null ? sql`true` : sql`queue_id = ${queue}`}
    ),
    reopened as (
      select back.decided_at as at from moderation_decision as back
      join moderation_decision as decision on decision.id = back.reverses_id
      where back.decided_at >= ${from} and back.reverses_id is not null and back.opening = decision.opening
        and ${isNotified('decision', 'back')} and ${isClosing('decision')} and ${inQueue('decision', queue)}
    ),
    daily as (
      select bound, (count(*) filter (where kind = 'opened'))::int as opened,
        (count(*) filter (where kind = 'closed'))::int as closed, (count(*) filter (where kind = 'reopened'))::int as reopened
      from (
        select kind, width_bucket(at, ${bounds}::timestamptz[]) as bound from (
          select 'opened' as kind, at from opened
          union all select 'closed', decided_at from closings where is_counted
          union all select 'reopened', at from reopened
        ) as change
      ) as placed group by bound
    )`
}
