import { type Kysely, sql } from 'kysely'

/**
 * Classifiers that rules ask for scores, what they answered lately, and which items a rule could not judge; what a case was hit
 * by is found by its item, and versions of rules are guarded by the database itself.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await addClassifiers(db)
  await addUndecided(db)
  await guardVersions(db)
  await sql`create index rule_hit_item on rule_hit (item_type, item_id, at desc, id desc)`.execute(db)
  await sql`alter table rule_backtest add column rows_total int, add column tries int not null default 0`.execute(db)
  await sql`comment on column rule_backtest.rows_total is 'past decisions that are gone through; null on a file'`.execute(
    db,
  )
  await sql`comment on column rule_backtest.tries is 'times a worker has begun it'`.execute(db)
  await sql`create index rule_backtest_open on rule_backtest (created_at) where state in ('queued', 'running')`.execute(
    db,
  )
}

async function addClassifiers(db: Kysely<unknown>): Promise<void> {
  await sql`create table moderation_classifier (
    id uuid primary key default gen_random_uuid(),
    name text not null,
    url text not null,
    auth text not null check (auth in ('none', 'bearer', 'signature')),
    secret bytea,
    timeout_ms int not null check (timeout_ms between 100 and 10000),
    labels text[] not null check (cardinality(labels) between 1 and 50),
    generation int not null default 1,
    disabled_at timestamptz,
    deleted_at timestamptz,
    answered_at timestamptz,
    failed_at timestamptz,
    failure text,
    version int not null default 1,
    created_by text not null,
    created_at timestamptz not null default date_trunc('milliseconds', now()),
    updated_at timestamptz not null default now(),
    check ((secret is null) = (auth = 'none' or deleted_at is not null)),
    check ((failed_at is null) = (failure is null))
  )`.execute(db)
  await sql`comment on column moderation_classifier.secret is
    'encrypted: the token that is sent along, or the secret that signs'`.execute(db)
  await sql`comment on column moderation_classifier.generation is
    'counts the changes after which it may answer otherwise: kept answers of an earlier one are not used'`.execute(db)
  await sql`comment on column moderation_classifier.failed_at is 'of the last call that failed, noted once a minute at most'`.execute(
    db,
  )
  await sql`create unique index moderation_classifier_name on moderation_classifier (lower(name)) where deleted_at is null`.execute(
    db,
  )

  await sql`create table classifier_answer (
    classifier_id uuid not null references moderation_classifier,
    text_hash bytea not null,
    generation int not null,
    scores jsonb not null,
    at timestamptz not null,
    primary key (classifier_id, text_hash)
  )`.execute(db)
  await sql`comment on table classifier_answer is 'what classifiers said of texts, for a day, so that the same text is not sent twice'`.execute(
    db,
  )
  await sql`create index classifier_answer_at on classifier_answer (at)`.execute(db)
}

async function addUndecided(db: Kysely<unknown>): Promise<void> {
  await sql`create table rule_undecided (
    id bigint generated always as identity primary key,
    rule_id uuid not null,
    version int not null,
    items int not null check (items > 0),
    missing text[] not null,
    at timestamptz not null,
    foreign key (rule_id, version) references moderation_rule_version (rule_id, version)
  )`.execute(db)
  await sql`comment on table rule_undecided is
    'items that a rule could not judge because signals were missing, a row for each batch and set of them, for a week'`.execute(
    db,
  )
  await sql`create index rule_undecided_rule on rule_undecided (rule_id, at)`.execute(db)
  await sql`create index rule_undecided_at on rule_undecided (at)`.execute(db)
}

/** For installations in which the app has to use the owner's login and grants therefore don't bind it. */
async function guardVersions(db: Kysely<unknown>): Promise<void> {
  await sql`create function refuse_version_change() returns trigger language plpgsql as $$
    begin
      raise exception 'versions of rules never change' using errcode = 'insufficient_privilege';
    end $$`.execute(db)
  await sql`create trigger refuse_change before update or delete on moderation_rule_version
    for each row execute function refuse_version_change()`.execute(db)
  await sql`create trigger refuse_truncate before truncate on moderation_rule_version
    for each statement execute function refuse_version_change()`.execute(db)
}
