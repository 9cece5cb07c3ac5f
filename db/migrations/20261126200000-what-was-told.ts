import { type Kysely, sql } from 'kysely'

/**
 * What a delivery told stands beside what was sent, which is forgotten after some weeks: who takes an action back years later still
 * has to know whether the platform ever heard of it.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table webhook_delivery add column kind text, add column origin text,
    add column until timestamptz, add column number bigint`.execute(db)
  await sql`comment on column webhook_delivery.kind is 'what of its event it tells, as the type of an action'`.execute(
    db,
  )
  await sql`comment on column webhook_delivery.origin is
    'what it repeats or denies, as the id of an earlier decision; null where it tells of its subject alone'`.execute(db)
  await sql`comment on column webhook_delivery.until is 'when what it tells is over by itself'`.execute(db)
  await sql`comment on column webhook_delivery.number is
    'in the order of queueing; transactions that wait for each other can have begun the other way round'`.execute(db)
  await sql`update webhook_delivery as self set number = queued.number
    from (select id, row_number() over (order by created_at, id) as number from webhook_delivery) as queued
    where queued.id = self.id`.execute(db)
  await sql`update webhook_delivery set kind = payload #>> '{data,action,type}',
    until = (payload #>> '{data,action,until}')::timestamptz,
    origin = nullif(coalesce(payload #>> '{data,reversesId}', payload #>> '{data,decisionId}'), subject)
    where event = 'moderation.action'`.execute(db)
  await sql`alter table webhook_delivery alter column number set not null,
    alter column number add generated always as identity`.execute(db)
  await sql`select setval(pg_get_serial_sequence('webhook_delivery', 'number'), coalesce(max(number), 0) + 1, false)
    from webhook_delivery`.execute(db)
  await sql`create index webhook_delivery_origin on webhook_delivery (origin) where origin is not null`.execute(db)
}
