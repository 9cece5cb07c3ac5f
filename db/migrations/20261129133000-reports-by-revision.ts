import { type Kysely, sql } from 'kysely'

/**
 * Who reports an item again after it was edited says something new: a report of its own, with an outcome of its own. A step of the
 * ladder keeps what it counted, so that it can be told whether it still holds.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table moderation_report add revision int`.execute(db)
  await sql`
    update moderation_report as report set revision = evidence.revision
    from moderation_evidence as evidence where evidence.id = report.evidence_id`.execute(db)
  await sql`
    alter table moderation_report alter revision set not null, drop constraint moderation_report_once,
      add constraint moderation_report_once unique nulls not distinct (case_id, reporter_id, policy_id, revision)`.execute(
    db,
  )
  await sql`alter table moderation_action add ladder_days int`.execute(db)
  await sql`comment on column moderation_action.ladder_days is
    'of a step of the ladder that applied by itself: the days whose strikes it counted; null in what is older'`.execute(
    db,
  )
}
