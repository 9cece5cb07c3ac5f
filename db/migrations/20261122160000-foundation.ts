import { type Kysely, sql } from 'kysely'

/**
 * What every domain stands on: settings, the workers' heartbeats, throttles, and the functions through which
 * the app's login, which owns no table, adds and drops monthly partitions.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create table setting (
    key text primary key,
    value jsonb not null,
    updated_at timestamptz not null default now(),
    updated_by text
  )`.execute(db)

  await sql`create table worker (
    id uuid primary key,
    host text not null,
    pid int not null,
    version text not null,
    job_runner_ids text[] not null default '{}',
    started_at timestamptz not null default now(),
    heartbeat_at timestamptz not null default now()
  )`.execute(db)
  await sql`comment on column worker.job_runner_ids is
    'graphile-worker ids that this process holds, released when it falls silent'`.execute(db)

  await sql`create table throttle (
    key text primary key,
    failures int not null default 0,
    window_started_at timestamptz not null default now(),
    blocked_until timestamptz
  )`.execute(db)

  await sql`create function ensure_month_partitions(parent regclass, first_at timestamptz, last_at timestamptz) returns int
    language plpgsql security definer set search_path = pg_catalog, public as $$
    declare
      month timestamp := date_trunc('month', first_at at time zone 'UTC');
      part text;
      made int := 0;
    begin
      if not exists (
        select from pg_partitioned_table p join pg_class c on c.oid = p.partrelid
        where p.partrelid = parent and c.relowner = (select oid from pg_roles where rolname = current_user)
      ) then
        raise exception '% is not a partitioned table of this application', parent;
      end if;
      if last_at - first_at > interval '100 years' then
        raise exception 'a span of more than 100 years is refused';
      end if;
      while month <= last_at at time zone 'UTC' loop
        part := (select relname from pg_class where oid = parent) || to_char(month, '_YYYY_MM');
        if to_regclass(format('public.%I', part)) is null then
          perform pg_advisory_xact_lock(hashtext('ensure_month_partitions'));
          -- Not to_regclass: it may still remember that there was none, because an advisory lock refreshes no cache.
          if not exists (select from pg_class where relname = part and relnamespace = 'public'::regnamespace) then
            -- Made apart and attached, because PARTITION OF would lock the parent against readers.
            execute format('create table public.%I (like %s including defaults including constraints)', part, parent);
            execute format('alter table %s attach partition public.%I for values from (%L) to (%L)',
              parent, part, month at time zone 'UTC', (month + interval '1 month') at time zone 'UTC');
            made := made + 1;
          end if;
        end if;
        month := month + interval '1 month';
      end loop;
      return made;
    end $$`.execute(db)

  await sql`create function drop_month_partitions(parent regclass, before_at timestamptz) returns int
    language plpgsql security definer set search_path = pg_catalog, public as $$
    declare
      part record;
      dropped int := 0;
    begin
      if not exists (
        select from pg_partitioned_table p join pg_class c on c.oid = p.partrelid
        where p.partrelid = parent and c.relowner = (select oid from pg_roles where rolname = current_user)
      ) then
        raise exception '% is not a partitioned table of this application', parent;
      end if;
      for part in
        select c.oid::regclass as name, right(c.relname, 7) as month
        from pg_inherits i join pg_class c on c.oid = i.inhrelid where i.inhparent = parent
      loop
        if (to_date(part.month, 'YYYY_MM') + interval '1 month') <= before_at at time zone 'UTC' then
          execute format('drop table %s', part.name);
          dropped := dropped + 1;
        end if;
      end loop;
      return dropped;
    end $$`.execute(db)
}
