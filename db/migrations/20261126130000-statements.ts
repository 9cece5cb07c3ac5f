import { type Kysely, sql } from 'kysely'

/** What a policy is for statements of reasons, and the summaries that were made public. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table policy add column dsa jsonb`.execute(db)
  await sql`comment on column policy.dsa is
    'what statements of reasons under the EU Digital Services Act say of it; null: nothing, so that none can be made'`.execute(
    db,
  )
  await sql`create table transparency_report (
    id uuid primary key default gen_random_uuid(),
    quarter text not null check (quarter ~ '^[0-9]{4}-q[1-4]$'),
    content jsonb not null,
    published_by text not null,
    published_at timestamptz not null default date_trunc('milliseconds', now()),
    withdrawn_by text,
    withdrawn_at timestamptz,
    check ((withdrawn_by is null) = (withdrawn_at is null))
  )`.execute(db)
  await sql`comment on column transparency_report.content is
    'the summary as it was made public, small counts masked; never changed'`.execute(db)
  await sql`create unique index transparency_report_public on transparency_report (quarter) where withdrawn_at is null`.execute(
    db,
  )
  await sql`create index transparency_report_quarter on transparency_report (quarter, published_at desc)`.execute(db)
  await sql`create index moderation_report_time on moderation_report (created_at)`.execute(db)
}
