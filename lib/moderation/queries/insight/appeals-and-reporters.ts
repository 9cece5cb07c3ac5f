import { sql } from 'kysely'
import type { ReadDb } from '@/lib/core/db/types'
import { reporterWeight } from '../../rules/score'
import type { ReporterView } from '../../schema/insight'
import { type DecisionScope, decisionsInScope, inQueue } from './made-decisions'

/** Named at each end. */
const NAMED = 5

/** Appeals that were ruled on in a time, against decisions of people. */
export async function readAppeals(
  db: ReadDb,
  { from, to, queue }: DecisionScope,
): Promise<{ ruled: number; overturned: number }> {
  const { rows } = await sql<{ ruled: number; overturned: number }>`
    select count(*)::int as ruled, (count(*) filter (where appeal.status = 'overturned'))::int as overturned
    from appeal join moderation_decision as decision on decision.id = appeal.decision_id
    where appeal.ruled_at >= ${from}::timestamptz and appeal.ruled_at < ${to}::timestamptz
      and decision.decided_by <> 'system' and ${inQueue('decision', queue)}`.execute(db)
  return rows[0] ?? { ruled: 0, overturned: 0 }
}

type NamedReporter = Omit<ReporterView, 'weight'>

interface ReportersRow {
  right: number
  wrong: number
  fifths: number[]
  best: NamedReporter[]
  worst: NamedReporter[]
}

export interface ReportersFigures extends Omit<ReportersRow, 'best' | 'worst'> {
  best: ReporterView[]
  worst: ReporterView[]
}

/**
 * How right those were who reported what was decided in a time: a reporter counts once in each decision, as for the score, and
 * by reporter in fifths of the share that was right. Best and worst go by what a report of theirs would count.
 */
export async function readReporters(db: ReadDb, extent: DecisionScope): Promise<ReportersFigures> {
  const { rows } = await sql<ReportersRow>`
    with settled as (
      select distinct report.reporter_id, made.id, report.outcome
      from (${decisionsInScope(extent)}) as made join moderation_report as report on report.settled_by = made.id
      where report.reporter_id is not null and report.settled_by is not null
    ),
    each as materialized (
      select reporter_id, (count(*) filter (where outcome = 'right'))::int as "right",
        (count(*) filter (where outcome = 'wrong'))::int as wrong
      from settled group by reporter_id
    )
    select coalesce(sum("right"), 0)::int as "right", coalesce(sum(wrong), 0)::int as wrong,
      array[${sql.join(FIFTHS)}] as fifths, ${namedBy('"right" > 0', 'desc')} as best, ${namedBy('wrong > 0', 'asc')} as worst
    from each`.execute(db)
  const { right = 0, wrong = 0, fifths = [], best = [], worst = [] } = rows[0] ?? {}
  return { right, wrong, fifths, best: best.map(withWeight), worst: worst.map(withWeight) }
}

const withWeight = (reporter: NamedReporter): ReporterView => ({
  ...reporter,
  weight: reporterWeight(reporter.right, reporter.wrong),
})

/** From 0 up to a fifth, and so on; all that are always right are in the last. In whole numbers, so that no rounding moves one. */
const FIFTHS = [0, 1, 2, 3, 4].map(
  (fifth) =>
    sql`(count(*) filter (where ${fifth === 4 ? sql`true` : sql`"right" * 5 < ${fifth + 1} * ("right" + wrong)`}
      and "right" * 5 >= ${fifth} * ("right" + wrong)))::int`,
)

/** The order of reporterWeight(), and of two that weigh the same who has more behind it. */
const namedBy = (condition: string, direction: 'asc' | 'desc') => sql`(
  select coalesce(jsonb_agg(jsonb_build_object('id', member.id, 'externalId', member.external_id, 'name', member.name,
    'right', named."right", 'wrong', named.wrong) order by named.place), '[]')
  from (
    select *, row_number() over (order by ("right" + 1)::double precision / ("right" + wrong + 2) ${sql.raw(direction)},
      "right" + wrong desc, reporter_id) as place
    from each where ${sql.raw(condition)} order by place limit ${sql.lit(NAMED)}
  ) as named join member on member.id = named.reporter_id
)`
