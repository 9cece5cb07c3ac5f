import { type Kysely, sql } from 'kysely'

/** Where decisions are sent, and every single thing that was, is or will be sent there. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create table webhook_endpoint (
    id uuid primary key default gen_random_uuid(),
    url text not null,
    events text[] not null,
    secret bytea,
    old_secret bytea,
    old_secret_until timestamptz,
    disabled_at timestamptz,
    disabled_reason text check (disabled_reason in ('staff', 'gone')),
    deleted_at timestamptz,
    created_by text,
    version int not null default 1,
    created_at timestamptz not null default date_trunc('milliseconds', now()),
    updated_at timestamptz not null default now(),
    check ((disabled_at is null) = (disabled_reason is null)),
    check ((old_secret is null) = (old_secret_until is null)),
    check ((secret is null) = (deleted_at is not null))
  )`.execute(db)
  await sql`comment on column webhook_endpoint.old_secret is
    'still signs, beside the present one, until old_secret_until; both are encrypted'`.execute(db)
  await sql`comment on column webhook_endpoint.disabled_reason is
    'staff: somebody switched it off; gone: it answered 410'`.execute(db)
  await sql`create index webhook_endpoint_time on webhook_endpoint (created_at, id) where deleted_at is null`.execute(
    db,
  )

  await sql`create table webhook_delivery (
    id uuid primary key default gen_random_uuid(),
    endpoint_id uuid not null references webhook_endpoint,
    event text not null,
    subject text,
    payload jsonb not null,
    state text not null default 'pending' check (state in ('pending', 'sending', 'delivered', 'dead', 'cancelled')),
    attempts int not null default 0,
    next_at timestamptz,
    lease_until timestamptz,
    cancel_asked_at timestamptz,
    tried_at timestamptz,
    took_ms int,
    status_code int,
    error text,
    receiver_status text,
    external_id text,
    replayed_at timestamptz,
    settled_at timestamptz,
    created_at timestamptz not null default date_trunc('milliseconds', now()),
    check ((state = 'pending') = (next_at is not null)),
    check ((state = 'sending') = (lease_until is not null)),
    check ((state in ('delivered', 'dead', 'cancelled')) = (settled_at is not null))
  )`.execute(db)
  await sql`comment on column webhook_delivery.id is 'the webhook-id: the same for every attempt and every replay'`.execute(
    db,
  )
  await sql`comment on column webhook_delivery.subject is
    'what it is about, for example the id of a decision: deliveries are found and cancelled by it'`.execute(db)
  await sql`comment on column webhook_delivery.attempts is 'tries begun since it was queued or replayed'`.execute(db)
  await sql`comment on column webhook_delivery.lease_until is
    'a worker is sending it; past this instant that worker is dead and another one takes it up'`.execute(db)
  await sql`comment on column webhook_delivery.cancel_asked_at is
    'it is not to be sent, or sent again: a try in progress is its last'`.execute(db)
  await sql`comment on column webhook_delivery.receiver_status is 'status and externalId as the receiver answered them'`.execute(
    db,
  )

  // One per filter of the list, each in its order.
  await sql`create index webhook_delivery_time on webhook_delivery (created_at desc, id desc)`.execute(db)
  await sql`create index webhook_delivery_endpoint on webhook_delivery (endpoint_id, created_at desc, id desc)`.execute(
    db,
  )
  await sql`create index webhook_delivery_endpoint_state on webhook_delivery (endpoint_id, state, created_at desc, id desc)`.execute(
    db,
  )
  await sql`create index webhook_delivery_state on webhook_delivery (state, created_at desc, id desc)`.execute(db)
  await sql`create index webhook_delivery_event on webhook_delivery (event, created_at desc, id desc)`.execute(db)
  await sql`create index webhook_delivery_subject on webhook_delivery (subject, created_at desc, id desc)
    where subject is not null`.execute(db)
  // For the sweep, and small: what is settled is in neither.
  await sql`create index webhook_delivery_due on webhook_delivery (next_at) where state = 'pending'`.execute(db)
  await sql`create index webhook_delivery_lease on webhook_delivery (lease_until) where state = 'sending'`.execute(db)
}
