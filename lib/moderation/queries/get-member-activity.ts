import { sql } from 'kysely'
import type { ReadDb } from '@/lib/core/db/types'
import { notFound } from '@/lib/core/errors'
import { getSettings } from '@/lib/settings/queries'
import type { MemberActivityView } from '../schema/case-tools'

const WEEKS = 26
/** They lie within it: a value, so that PostgreSQL looks at their months alone when it plans. */
const REACH_MS = (WEEKS + 1) * 7 * 86_400_000

/**
 * How many messages a member wrote in each of the last 26 weeks of the community's zone, Monday first, 0 where there were none.
 * @throws DomainError `member.not_found`
 */
export async function getMemberActivity(
  db: ReadDb,
  memberId: number,
  now: Date = new Date(),
): Promise<MemberActivityView> {
  const { zone } = await getSettings(db)
  const { rows } = await sql<{ start: string; messages: number }>`
    with bounds as materialized (
      select date_trunc('week', ${now}::timestamptz at time zone ${zone}) as this_week
    ), weeks as (
      select this_week - n * interval '7 days' as start from bounds, generate_series(0, ${sql.lit(WEEKS - 1)}) as n
    )
    select weeks.start::date::text as start, count(message.id)::int as messages
    from weeks join member on member.id = ${memberId}
    left join message on message.member_id = member.id and message.sent_at >= ${new Date(now.getTime() - REACH_MS)}
      and message.sent_at >= weeks.start at time zone ${zone}
      and message.sent_at < (weeks.start + interval '7 days') at time zone ${zone}
    group by weeks.start order by weeks.start`.execute(db)
  if (rows.length === 0) throw notFound('member', String(memberId))
  return { weeks: rows }
}
