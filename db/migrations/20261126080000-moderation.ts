import { type Kysely, sql } from 'kysely'

/**
 * Moderation: policies, queues, one case per item with its reports and frozen evidence, decisions with their actions, and what
 * they leave behind. What an item's and a member's state is follows from the actions that were not reversed.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create extension if not exists pg_trgm`.execute(db)
  await addPolicies(db)
  await addQueues(db)
  await addCases(db)
  await addReports(db)
  await addDecisions(db)
  await addWork(db)
  await sql`create function actor_name(ref text) returns text language sql stable as $$
    select case split_part(ref, ':', 1)
      when 'staff' then (select name from staff where id = split_part(ref, ':', 2)::uuid)
      when 'key' then (select name from api_key where id = split_part(ref, ':', 2)::uuid)
      when 'system' then 'Guildhall'
      when 'cli' then 'the command line'
      else ref end $$`.execute(db)
  await sql`comment on function actor_name is 'how people read staff:<id> and key:<id>'`.execute(db)
  await sql`create index member_external on member (external_id)`.execute(db)
  await sql`create index channel_external on channel (external_id)`.execute(db)
  await sql`create table idempotency_key (
    actor text not null,
    key text not null,
    request_hash bytea not null,
    status smallint,
    answer jsonb,
    created_at timestamptz not null default now(),
    primary key (actor, key)
  )`.execute(db)
  await sql`comment on table idempotency_key is
    'answers to writes that named an Idempotency-Key, kept for a day; written in the transaction of the write itself'`.execute(
    db,
  )
  await sql`create index idempotency_key_age on idempotency_key (created_at)`.execute(db)
}

async function addPolicies(db: Kysely<unknown>): Promise<void> {
  await sql`create table policy (
    id uuid primary key default gen_random_uuid(),
    name text not null,
    description text not null default '',
    severity smallint not null check (severity between 1 and 5),
    strike_points smallint not null default 1 check (strike_points between 0 and 100),
    strike_days int check (strike_days > 0),
    member_template text not null default '',
    reporter_template text not null default '',
    position int not null default 0,
    archived_at timestamptz,
    version int not null default 1,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now()
  )`.execute(db)
  await sql`comment on column policy.strike_days is 'days after which a strike for it lapses; null: never'`.execute(db)
  await sql`create unique index policy_name_unique on policy (lower(name)) where archived_at is null`.execute(db)
  await sql`insert into policy (name, description, severity, strike_points, strike_days, position) values
    ('Spam', 'Advertising that nobody asked for, floods and scams.', 2, 1, 90, 1),
    ('Harassment', 'Insults, threats and pursuit of a person.', 4, 2, 180, 2),
    ('Hate', 'Attacks on people for what they are.', 5, 3, 365, 3),
    ('Sexual content', 'Sexual content where it does not belong.', 4, 2, 180, 4),
    ('Illegal content', 'What the law forbids to share.', 5, 4, null, 5),
    ('Off topic', 'What belongs elsewhere.', 1, 0, null, 6)`.execute(db)
}

async function addQueues(db: Kysely<unknown>): Promise<void> {
  await sql`create table moderation_queue (
    id uuid primary key default gen_random_uuid(),
    name text not null,
    position int not null,
    is_default boolean not null default false,
    is_open boolean not null default true,
    routing jsonb not null default '{}',
    sla_minutes int check (sla_minutes > 0),
    version int not null default 1,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now()
  )`.execute(db)
  await sql`comment on column moderation_queue.routing is
    'what a case needs to land here: itemTypes, policyIds, channels, leastSeverity; the first queue by position that fits takes it'`.execute(
    db,
  )
  await sql`comment on column moderation_queue.is_open is 'whether every moderator may work it; else those of queue_access'`.execute(
    db,
  )
  await sql`create unique index moderation_queue_name on moderation_queue (lower(name))`.execute(db)
  await sql`create unique index moderation_queue_default on moderation_queue (is_default) where is_default`.execute(db)
  await sql`insert into moderation_queue (name, position, is_default, sla_minutes) values ('Inbox', 1000, true, 1440)`.execute(
    db,
  )
  await sql`create table queue_access (
    queue_id uuid not null references moderation_queue on delete cascade,
    staff_id uuid not null references staff on delete cascade,
    primary key (queue_id, staff_id)
  )`.execute(db)
}

async function addCases(db: Kysely<unknown>): Promise<void> {
  await sql`create table moderation_case (
    id bigint generated always as identity primary key,
    item_type text not null check (item_type in ('message', 'member', 'link', 'image', 'custom')),
    item_id text not null,
    item_revision int not null default 1,
    content jsonb not null default '{}',
    content_state text not null default 'visible' check (content_state in ('visible', 'hidden', 'removed')),
    member_id bigint references member,
    channel_id bigint references channel,
    channel_external text,
    status text not null default 'open' check (status in ('open', 'escalated', 'decided')),
    version int not null default 1,
    opening int not null default 1,
    queue_id uuid not null references moderation_queue,
    severity smallint not null check (severity between 1 and 5),
    severity_floor smallint not null default 1 check (severity_floor between 1 and 5),
    weight double precision not null default 0,
    reach int not null default 0 check (reach >= 0),
    rank double precision not null default -1000000,
    reports int not null default 0,
    rule_hits int not null default 0,
    opened_at timestamptz not null default now(),
    due_at timestamptz,
    snoozed_until timestamptz,
    escalated_at timestamptz,
    claim_token uuid,
    claimed_by text,
    claim_revision int,
    claim_expires_at timestamptz,
    decided_at timestamptz,
    decision_id uuid,
    updated_at timestamptz not null default now(),
    words tsvector generated always as (
      to_tsvector('simple', left(coalesce(content ->> 'text', '') || ' ' || coalesce(content ->> 'name', ''), 20000))
    ) stored,
    unique (item_type, item_id),
    check ((claim_token is null) = (claimed_by is null) and (claim_token is null) = (claim_expires_at is null)),
    check (status <> 'decided' or claim_token is null)
  )`.execute(db)
  await sql`comment on column moderation_case.opening is
    'counts how often it was opened for a newer revision: reports of earlier openings weigh nothing'`.execute(db)
  await sql`comment on column moderation_case.severity_floor is 'what a rule or a person said; reports can only raise it'`.execute(
    db,
  )
  await sql`comment on column moderation_case.rank is
    'what of the score time does not move, as log2(score when opened) minus hours of the epoch / 48; far below all for a score of 0'`.execute(
    db,
  )
  const indexes = [
    `moderation_case_next on moderation_case (queue_id, rank desc, id desc) where status = 'open'`,
    'moderation_case_ranked on moderation_case (status, rank desc, id desc)',
    'moderation_case_aged on moderation_case (status, opened_at, id)',
    `moderation_case_due on moderation_case (status, (coalesce(due_at, 'infinity')), id)`,
    'moderation_case_reported on moderation_case (status, reports desc, id desc)',
    `moderation_case_decided on moderation_case (decided_at desc, id desc) where status = 'decided'`,
    'moderation_case_member on moderation_case (member_id, opened_at desc)',
    'moderation_case_words on moderation_case using gin (words)',
    'moderation_case_item on moderation_case using gin (item_id gin_trgm_ops)',
    'member_name_trigrams on member using gin (name gin_trgm_ops)',
  ]
  for (const index of indexes) await sql.raw(`create index ${index}`).execute(db)
}

async function addReports(db: Kysely<unknown>): Promise<void> {
  await sql`create table moderation_evidence (
    id bigint generated always as identity primary key,
    case_id bigint not null references moderation_case,
    revision int not null,
    content_hash bytea not null,
    content jsonb not null,
    context jsonb not null default '{"before":[],"after":[]}',
    captured_at timestamptz not null default now(),
    unique (case_id, revision, content_hash)
  )`.execute(db)

  await sql`create table moderation_report (
    id uuid primary key default gen_random_uuid(),
    case_id bigint not null references moderation_case,
    reporter_id bigint references member,
    policy_id uuid references policy,
    evidence_id bigint not null references moderation_evidence,
    reason text not null default '',
    comment text not null default '',
    opening int not null,
    received_by text not null,
    created_at timestamptz not null default now(),
    outcome text check (outcome in ('right', 'wrong')),
    settled_by uuid,
    constraint moderation_report_once unique nulls not distinct (case_id, reporter_id, policy_id)
  )`.execute(db)
  await sql`create index moderation_report_reporter on moderation_report (reporter_id, created_at desc)`.execute(db)
  await sql`create index moderation_report_settled on moderation_report (settled_by) where settled_by is not null`.execute(
    db,
  )

  await sql`create table reporter_accuracy (
    member_id bigint primary key references member,
    "right" int not null default 0 check ("right" >= 0),
    wrong int not null default 0 check (wrong >= 0)
  )`.execute(db)
}

async function addDecisions(db: Kysely<unknown>): Promise<void> {
  await sql`create table moderation_decision (
    id uuid primary key default gen_random_uuid(),
    case_id bigint not null references moderation_case,
    case_version int not null,
    revision int not null,
    opening int not null,
    status_before text not null,
    policy_id uuid references policy,
    reason text not null default '',
    note text not null default '',
    decided_by text not null,
    decided_at timestamptz not null default clock_timestamp(),
    first_report_at timestamptz,
    due_at timestamptz,
    reverses_id uuid unique references moderation_decision
  )`.execute(db)
  await sql`comment on table moderation_decision is 'append-only'`.execute(db)
  await sql`comment on column moderation_decision.due_at is 'when the case was due, kept for the figures'`.execute(db)
  await sql`create index moderation_decision_case on moderation_decision (case_id, decided_at desc)`.execute(db)
  await sql`create index moderation_decision_time on moderation_decision (decided_at, id)`.execute(db)
  await sql`create index moderation_decision_actor on moderation_decision (decided_by, decided_at)`.execute(db)

  await sql`create table moderation_action (
    id uuid primary key default gen_random_uuid(),
    decision_id uuid not null references moderation_decision,
    position smallint not null,
    type text not null check (type in
      ('keep', 'hide', 'remove', 'warn', 'mute', 'suspend', 'ban', 'restore', 'escalate', 'custom')),
    detail jsonb not null default '{}',
    case_id bigint not null references moderation_case,
    member_id bigint references member,
    until timestamptz,
    made_at timestamptz not null default clock_timestamp(),
    reversed_by uuid references moderation_decision,
    unique (decision_id, position)
  )`.execute(db)
  await sql`create index moderation_action_case on moderation_action (case_id, made_at)`.execute(db)
  await sql`create index moderation_action_member on moderation_action (member_id, made_at)`.execute(db)

  await sql`create table strike (
    id uuid primary key default gen_random_uuid(),
    member_id bigint not null references member,
    decision_id uuid not null unique references moderation_decision,
    policy_id uuid not null references policy,
    points smallint not null check (points > 0),
    given_at timestamptz not null default clock_timestamp(),
    expires_at timestamptz,
    voided_by uuid references moderation_decision
  )`.execute(db)
  await sql`create index strike_member on strike (member_id, given_at desc)`.execute(db)

  await sql`create table ladder_step (
    id uuid primary key default gen_random_uuid(),
    points smallint not null unique check (points > 0),
    days int not null check (days > 0),
    action text not null check (action in ('warn', 'mute', 'suspend', 'ban')),
    minutes int check (minutes > 0),
    is_applied boolean not null default false
  )`.execute(db)
  await sql`comment on table ladder_step is
    'with so many points within so many days the step is proposed, or applied with the decision that reaches it'`.execute(
    db,
  )
  await sql`insert into ladder_step (points, days, action, minutes) values
    (2, 90, 'mute', 1440), (4, 180, 'suspend', 10080), (8, 365, 'ban', null)`.execute(db)
}

async function addWork(db: Kysely<unknown>): Promise<void> {
  await sql`create table case_note (
    id uuid primary key default gen_random_uuid(),
    case_id bigint not null references moderation_case,
    text text not null,
    written_by text not null,
    written_at timestamptz not null default now()
  )`.execute(db)
  await sql`create index case_note_case on case_note (case_id, written_at)`.execute(db)

  await sql`create table case_skip (
    case_id bigint not null references moderation_case,
    opening int not null,
    actor text not null,
    reason text not null,
    skipped_at timestamptz not null default now(),
    primary key (case_id, opening, actor)
  )`.execute(db)

  // Who may not work a queue can hold no case of it, whatever the code above the database forgets.
  await sql`create function require_queue_access() returns trigger language plpgsql as $$
    begin
      if new.claimed_by like 'staff:%' and not exists (
        select from moderation_queue where id = new.queue_id and is_open
        union all select from queue_access where queue_id = new.queue_id and staff_id = substr(new.claimed_by, 7)::uuid
        union all select from staff where id = substr(new.claimed_by, 7)::uuid and role in ('manager', 'operator')
      ) then
        raise exception 'claimed by one who may not work this queue' using errcode = '42501', constraint = 'queue_access';
      end if;
      return new;
    end $$`.execute(db)
  await sql`create trigger moderation_case_access before insert or update of claimed_by, queue_id on moderation_case
    for each row when (new.claimed_by is not null) execute function require_queue_access()`.execute(db)
}
