import { sql } from 'kysely'
import type { ReadDb } from '@/lib/core/db/types'
import { rangeOfQuarter } from '@/lib/core/time/quarters'
import { getSettings } from '@/lib/settings/queries'
import { maskCount, maskPartialCounts, type PartialCount } from '../rules/masking'
import { PUBLISHED_COUNT_MIN, type TransparencySummary } from '../schema/transparency'

/** What is counted of a quarter, before anything is masked. */
export interface QuarterCounts {
  reports: number
  casesOpened: number
  casesDecided: number
  automatic: number
  human: number
  takenBack: number
  byPolicy: PartialCount[]
  byAction: PartialCount[]
  /** Decisions of persons of which the first report is known, and the middle one's seconds. */
  timed: number
  medianSeconds: number | null
  met: number
  missed: number
  upheld: number
  overturned: number
  open: number
}

const NO_POLICY = 'No policy'
const HOUR_SECONDS = 3_600

/** The summary of a quarter as it would be made public: by the days of the community's zone, small counts masked. */
export async function summariseQuarter(db: ReadDb, quarter: string, now: Date): Promise<TransparencySummary> {
  const { zone, name } = await getSettings(db)
  const { from, to } = rangeOfQuarter(quarter, zone)
  const counts = await countQuarter(db, { from: new Date(from), to: new Date(to) })
  const { automatic, human, met, missed, upheld, overturned, open } = counts
  return {
    ...{ quarter, community: name, from, to, zone, countedAt: now.toISOString() },
    reports: maskCount(counts.reports),
    casesOpened: maskCount(counts.casesOpened),
    casesDecided: maskCount(counts.casesDecided),
    decisions: maskCount(automatic + human),
    decisionsTakenBack: maskCount(counts.takenBack),
    byMaker: maskPartialCounts(toParts({ automatic, human })),
    byPolicy: maskPartialCounts(counts.byPolicy),
    byAction: maskPartialCounts(counts.byAction),
    medianHours: counts.timed < PUBLISHED_COUNT_MIN ? null : hoursOf(counts.medianSeconds),
    due: maskCount(met + missed),
    byDue: maskPartialCounts(toParts({ met, missed })),
    appeals: maskCount(upheld + overturned + open),
    byRuling: maskPartialCounts(toParts({ upheld, overturned, open })),
  }
}

const toParts = (counts: Record<string, number>): PartialCount[] =>
  Object.entries(counts).map(([name, count]) => ({ name, count }))

const hoursOf = (seconds: number | null): number | null =>
  seconds === null ? null : Math.round((seconds / HOUR_SECONDS) * 10) / 10

/**
 * Counts what was decided from one instant to another, in one statement and so at one moment. A reversal and what is only handed
 * on are no decisions. Look-ups are written as values, which PostgreSQL never turns into reading a whole table.
 */
export async function countQuarter(db: ReadDb, { from, to }: { from: Date; to: Date }): Promise<QuarterCounts> {
  const { rows } = await sql<QuarterCounts>`
    with made as materialized (
      select decision.case_id, decision.policy_id, decision.decided_by = 'system' as is_automatic,
        extract(epoch from decision.decided_at - decision.first_report_at)::float8 as seconds,
        decision.decided_at <= decision.due_at as is_met, acted.types,
        (select later.id from moderation_decision as later where later.reverses_id = decision.id) as reversal_id
      from moderation_decision as decision
      cross join lateral (
        select array_agg(type) as types from moderation_action where decision_id = decision.id
      ) as acted
      where decision.reverses_id is null and decision.decided_at >= ${from} and decision.decided_at < ${to}
        and not coalesce('escalate' = any(acted.types), false)
    ), appealed as materialized (
      select status from appeal where created_at >= ${from} and created_at < ${to}
    )
    select
      (select count(*) from moderation_report where created_at >= ${from} and created_at < ${to}) as reports,
      (select count(*) from moderation_case where status in ('open', 'escalated', 'decided')
        and opened_at >= ${from} and opened_at < ${to}) as "casesOpened",
      count(distinct case_id) filter (where not is_automatic) as "casesDecided",
      count(*) filter (where is_automatic) as automatic,
      count(*) filter (where not is_automatic) as human,
      count(reversal_id) as "takenBack",
      count(seconds) filter (where not is_automatic) as timed,
      percentile_cont(0.5) within group (order by seconds) filter (where not is_automatic) as "medianSeconds",
      count(*) filter (where not is_automatic and is_met) as met,
      count(*) filter (where not is_automatic and not is_met) as missed,
      (select count(*) from appealed where status = 'upheld') as upheld,
      (select count(*) from appealed where status = 'overturned') as overturned,
      (select count(*) from appealed where status = 'open') as open,
      coalesce((select jsonb_agg(jsonb_build_object('name', name, 'count', count) order by count desc, name) from (
        select coalesce(policy.name, ${NO_POLICY}) as name, count(*)
        from made left join policy on policy.id = made.policy_id group by policy.id, policy.name
      ) as counted), '[]') as "byPolicy",
      coalesce((select jsonb_agg(jsonb_build_object('name', name, 'count', count) order by count desc, name) from (
        select type as name, count(*) from made, unnest(made.types) as type group by type
      ) as counted), '[]') as "byAction"
    from made`.execute(db)
  const row = rows[0]
  if (!row) throw new Error('counting a quarter returned nothing')
  return row
}
