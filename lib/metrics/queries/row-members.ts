import { sql } from 'kysely'
import type { ReadDb } from '@/lib/core/db/types'
import { dayBoundary } from '../activity/spans'
import type { CalendarUnit, DistinctCounts, LocalDays, MemberCount, MemberRelation } from '../relation'

/** Counts the members of rows, each once in a period, from the rows. */
export const countsOf = (relation: MemberRelation): DistinctCounts => ({
  count: (db, query) => countByUnit(db, relation, query),
  countBetween: (db, from, to) => countBetween(db, relation, from, to),
  findFirst: (db) => findFirst(db, relation),
})

const countedRows = ({ where }: MemberRelation) => (where ? sql`and ${where}` : sql``)

async function countByUnit(
  db: ReadDb,
  relation: MemberRelation,
  { from, to, zone = 'UTC', unit }: LocalDays & { unit: CalendarUnit },
): Promise<MemberCount[]> {
  const { rows, at, member } = relation
  const local = sql`(${at} at time zone ${zone}::text)`
  const start = unit === 'all' ? sql`${from}::date` : sql`date_trunc(${sql.lit(unit)}, ${local})::date`
  const { rows: counts } = await sql<MemberCount>`
    select ${start}::text as start, count(distinct ${member})::int as members from ${rows}
    where ${at} >= ${dayBoundary(sql`${from}::date`, -1)} and ${at} < ${dayBoundary(sql`${to}::date`, 1)}
      and ${local}::date >= ${from}::date and ${local}::date < ${to}::date ${countedRows(relation)}
    group by 1 order by 1`.execute(db)
  return counts
}

async function countBetween(db: ReadDb, relation: MemberRelation, from: Date, to: Date): Promise<number> {
  const { rows, at, member } = relation
  const { rows: counts } = await sql<{ n: number }>`
    select count(distinct ${member})::int as n from ${rows}
    where ${at} >= ${from}::timestamptz and ${at} < ${to}::timestamptz ${countedRows(relation)}`.execute(db)
  return counts[0]?.n ?? 0
}

async function findFirst(db: ReadDb, { rows, at }: MemberRelation): Promise<Date | null> {
  const { rows: first } = await sql<{ at: Date | null }>`select min(${at}) as at from ${rows}`.execute(db)
  return first[0]?.at ?? null
}
