import { sql } from 'kysely'
import { ensurePartitions } from '@/lib/core/db/partitions'
import type { Db } from '@/lib/core/db/types'

/** Three months of many series and messages: the roll-ups are only as many as they would be, not what they would say. */
export async function fillMetrics(db: Db, ownerDb: Db): Promise<void> {
  const [from, to] = [new Date('2024-04-01T00:00:00Z'), new Date('2024-06-30T23:00:00Z')]
  for (const table of ['sample', 'rollup_quarter', 'message', 'attendance'] as const)
    await ensurePartitions(db, table, from, to)
  await sql`insert into origin (name) values ('o')`.execute(db)
  await sql`insert into member (origin_id, external_id, first_active_on, last_active_at)
    select id, n::text, '2024-04-01'::date + n % 80, ${to}::timestamptz from origin, generate_series(1, 3000) as n`.execute(
    db,
  )
  await sql`insert into channel (origin_id, external_id, name) select id, n::text, 'c' || n from origin, generate_series(1, 30) as n`.execute(
    db,
  )
  await sql`insert into space (origin_id, external_id, name) select id, n::text, 's' || n from origin, generate_series(1, 30) as n`.execute(
    db,
  )
  await sql`insert into instance (origin_id, external_id, space_id, started_at, ended_at)
    select id, n::text, 1 + n % 30, at, case when n % 500 > 0 then at + interval '40 minutes' end
    from origin, generate_series(1, 30000) as n, lateral (select ${from}::timestamptz + n * interval '4 minutes' as at) as t`.execute(
    db,
  )
  await sql`insert into attendance (started_at, ended_at, member_id, instance_id)
    select started_at, ended_at, 1 + (id * 7 + n) % 3000, id from instance, generate_series(1, 3) as n`.execute(db)
  await sql`insert into message (sent_at, channel_id, member_id)
    select ${from}::timestamptz + n * interval '52 seconds', 1 + (n % 1000) * n % 30, 1 + n * 7 % 3000 from generate_series(1, 150000) as n`.execute(
    db,
  )
  await sql`insert into metric (name) values ('active_users'), ('messages'), ('daily_active_users'), ('daily_new_users'), ('members')`.execute(
    db,
  )
  await sql`insert into series (metric_id, labels) select id, '{}' from metric
    union all select id, jsonb_build_object(case name when 'messages' then 'channel' else 'space' end, n::text)
    from metric, generate_series(1, 30) as n where name in ('active_users', 'messages')`.execute(db)
  await sql`insert into sample (series_id, at, value, seconds, origin)
    select series.id, at, 1, 1800, 3 from series join metric on metric.id = metric_id and name in ('active_users', 'members'),
      generate_series(${from}::timestamptz, ${to}, interval '30 minutes') as at`.execute(db)
  const zeros = sql`2, 2, 1, 1, 1, 1, 900, 900`
  await sql`insert into rollup_quarter select id, at, ${zeros} from series, generate_series(${from}::timestamptz, ${to}, interval '15 minutes') as at`.execute(
    db,
  )
  await sql`insert into rollup_hour select id, at, ${zeros} from series, generate_series(${from}::timestamptz, ${to}, interval '1 hour') as at`.execute(
    db,
  )
  await sql`insert into rollup_day select id, at::date, ${zeros} from series, generate_series(${from}::timestamptz - interval '2 years', ${to}, interval '1 day') as at`.execute(
    db,
  )
  await sql`insert into activity select 23, 'message', id, (repeat('1', 384))::bit(384) from member`.execute(db)
  await sql`analyze`.execute(ownerDb)
}
