import { type Kysely, sql } from 'kysely'

/**
 * From which entry on hashes cover what, and above which id the log goes on after a restore. Both tables only grow, as the log
 * itself.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create table audit_format (
    from_id bigint primary key,
    format int not null check (format >= 2)
  )`.execute(db)
  await sql`comment on table audit_format is 'append-only'`.execute(db)
  await sql`comment on column audit_format.format is
    '2: hashes cover microseconds of the instant; entries before the first row are of format 1, milliseconds'`.execute(
    db,
  )

  await sql`create table audit_floor (
    id bigint primary key,
    hash bytea not null,
    noted_at timestamptz not null default now()
  )`.execute(db)
  await sql`comment on table audit_floor is 'append-only'`.execute(db)
  await sql`comment on column audit_floor.id is
    'an entry that a worker knows to have been there and that is not there any more: no entry gets this id or a lower one'`.execute(
    db,
  )

  for (const table of ['audit_format', 'audit_floor']) {
    await sql`create trigger refuse_change before update or delete on ${sql.table(table)} for each row execute function refuse_audit_change()`.execute(
      db,
    )
    await sql`create trigger refuse_truncate before truncate on ${sql.table(table)} for each statement execute function refuse_audit_change()`.execute(
      db,
    )
  }

  // Nobody appends between the look at the newest entry and the boundary.
  await sql`select pg_advisory_xact_lock(hashtext('audit_chain'))`.execute(db)
  await sql`insert into audit_format (from_id, format) select coalesce(max(id), 0) + 1, 2 from audit_entry`.execute(db)

  // A process of an older version that still runs would write entries that never verify, and nothing could mend them.
  await sql`create function refuse_old_audit_format() returns trigger language plpgsql as $$
    declare
      needed int;
    begin
      select format into needed from audit_format where from_id <= new.id order by from_id desc limit 1;
      if needed is not null and current_setting('guildhall.audit_format', true) is distinct from needed::text then
        raise exception 'this process is of an older Guildhall than the audit log: restart it';
      end if;
      return new;
    end $$`.execute(db)
  await sql`create trigger refuse_old_format before insert on audit_entry for each row execute function refuse_old_audit_format()`.execute(
    db,
  )
}
