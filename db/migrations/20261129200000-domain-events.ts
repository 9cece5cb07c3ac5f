import { type Kysely, sql } from 'kysely'

/** What happened, once for all who want to hear of it, and which of those that hear of it by a job have done so. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create table domain_event (
    id bigint generated always as identity primary key,
    name text not null,
    version int not null check (version >= 1),
    subject text not null,
    cause text not null,
    member_ids bigint[] not null default '{}',
    payload jsonb,
    at timestamptz not null
  )`.execute(db)
  await sql`comment on column domain_event.subject is 'what it is about, as the id of a decision'`.execute(db)
  await sql`comment on column domain_event.cause is 'who made it happen, as actors are named in other rows: staff:<id>, system'`.execute(
    db,
  )
  await sql`comment on column domain_event.member_ids is 'whose data the payload holds: it goes when one of them is erased'`.execute(
    db,
  )
  await sql`comment on column domain_event.payload is 'by the schema of its name and version; null once it is erased'`.execute(
    db,
  )
  await sql`create index domain_event_time on domain_event (at)`.execute(db)
  await sql`create index domain_event_subject on domain_event (subject)`.execute(db)
  await sql`create index domain_event_members on domain_event using gin (member_ids) where payload is not null`.execute(
    db,
  )

  await sql`create table event_delivery (
    event_id bigint not null references domain_event on delete cascade,
    consumer text not null,
    due_at timestamptz not null,
    done_at timestamptz,
    primary key (event_id, consumer)
  )`.execute(db)
  await sql`comment on table event_delivery is
    'one row for each consumer that hears of an event by a job; done_at is written in the transaction of what the consumer did'`.execute(
    db,
  )
  await sql`create index event_delivery_due on event_delivery (due_at) where done_at is null`.execute(db)
}
