import { type Kysely, sql } from 'kysely'

/** Metrics that people make. Those that come with Guildhall are defined in code and have no row here. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create table metric_definition (
    metric_id smallint primary key references metric,
    title text not null,
    unit text not null,
    kind text not null check (kind in ('gauge', 'increment', 'ratio')),
    group_name text not null,
    source_text text not null,
    definition text not null,
    over_labels text not null check (over_labels in ('sum', 'none')),
    dimensions text[] not null default '{}',
    direction text check (direction in ('up', 'down')),
    numerator text,
    denominator text,
    version int not null default 1,
    archived_at timestamptz,
    created_by text not null,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    check ((kind = 'ratio') = (numerator is not null) and (kind = 'ratio') = (denominator is not null))
  )`.execute(db)
  await sql`comment on column metric_definition.archived_at is
    'takes no samples and is not listed from then on; what was measured stays'`.execute(db)
}
