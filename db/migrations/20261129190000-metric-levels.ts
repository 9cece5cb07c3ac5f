import { type Kysely, sql } from 'kysely'

/**
 * Every series belongs to a level: the sorted names of its labels. Computed by the database, so that no writer can get it wrong. What
 * rows a metric has not counted yet, because it is new in this version, is counted once by a job.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create function label_names(labels jsonb) returns text[] language sql immutable parallel safe as $$
    select coalesce(array_agg(name order by name collate "C"), '{}') from jsonb_object_keys(labels) as name
  $$`.execute(db)
  await sql`alter table series add column level text[] not null generated always as (label_names(labels)) stored`.execute(
    db,
  )
  await sql`comment on column series.level is 'sorted names of the labels; series of different levels are never added up'`.execute(
    db,
  )
  await sql`create index series_level on series (metric_id, level)`.execute(db)
  await sql`alter table metric add column is_counted boolean not null default false`.execute(db)
  await sql`comment on column metric.is_counted is
    'of a metric that is counted from rows: whether the rows from before this version knew it have been marked'`.execute(
    db,
  )
  await sql`update metric set is_counted = true`.execute(db)
}
