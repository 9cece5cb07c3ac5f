import { type Kysely, sql } from 'kysely'

/** For figures over time: cases by when they were opened, and decisions by when somebody began to wait for them. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create index moderation_case_opened on moderation_case (opened_at)`.execute(db)
  await sql`create index moderation_decision_opened on moderation_decision (opened_at) where opened_at is not null`.execute(
    db,
  )
  await sql`create index moderation_decision_since on moderation_decision ((greatest(first_report_at, opened_at)))
    where opened_at is not null`.execute(db)
}
