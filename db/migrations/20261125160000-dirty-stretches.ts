import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table rollup_dirty add column until timestamptz`.execute(db)
  await sql`update rollup_dirty set until = at + interval '15 minutes'`.execute(db)
  await sql`alter table rollup_dirty alter column until set not null,
    add check (until > at and until <= at + interval '1 day')`.execute(db)
  await sql`comment on table rollup_dirty is
    'stretches of whole 15-minute buckets, of a day (UTC) at most, that a sample or a mirrored row has touched since their last roll-up'`.execute(
    db,
  )
}
