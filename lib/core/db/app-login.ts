import { Client } from 'pg'
import { scramVerifier } from './scram'

const INSUFFICIENT_PRIVILEGE = '42501'
/** In pg_policy, the role that stands for all. */
const EVERYBODY = 0

/**
 * Makes the login that web and worker use, `<database>_app`, and grants it what they need: rows, but no table of its own,
 * and of tables commented 'append-only' neither UPDATE nor DELETE. Answers its name, or null where the owner's login may
 * not make logins.
 */
export async function createAppLogin(owner: Client, password: string): Promise<string | null> {
  const name = await nameOf(owner)
  try {
    await createLogin(owner, name, password)
  } catch (error) {
    if ((error as { code?: string }).code === INSUFFICIENT_PRIVILEGE) return null
    throw error
  }
  const role = owner.escapeIdentifier(name)
  await grantPublic(owner, role)
  await grantJobs(owner, role)
  return name
}

/**
 * The connection of the app's login on a database whose owner's connection is given; null where there is no such login, or it is
 * not let in with this password.
 */
export async function findAppLogin(ownerUrl: string, password: string): Promise<string | null> {
  const owner = new Client({ connectionString: ownerUrl })
  await owner.connect()
  try {
    const name = await nameOf(owner)
    const { rowCount: exists } = await owner.query('select from pg_roles where rolname = $1', [name])
    return exists ? await tryLogin(ownerUrl, name, password) : null
  } finally {
    await owner.end()
  }
}

/** The same connection on another login; null where the server's own rules (pg_hba.conf, a pooler's list) don't let it in. */
export async function tryLogin(ownerUrl: string, name: string, password: string): Promise<string | null> {
  const url = new URL(ownerUrl)
  url.username = encodeURIComponent(name)
  url.password = encodeURIComponent(password)
  const client = new Client({ connectionString: url.href })
  try {
    await client.connect()
    return url.href
  } catch {
    return null
  } finally {
    await client.end().catch(() => undefined)
  }
}

async function nameOf(owner: Client): Promise<string> {
  const { rows } = await owner.query<{ name: string }>(`select left(current_database(), 59) || '_app' as name`)
  return rows[0]?.name ?? ''
}

async function createLogin(owner: Client, name: string, plainPassword: string): Promise<void> {
  const { rowCount: exists } = await owner.query('select from pg_roles where rolname = $1', [name])
  const role = owner.escapeIdentifier(name)
  const password = owner.escapeLiteral(scramVerifier(plainPassword))
  await owner.query(`${exists ? 'alter' : 'create'} role ${role} login password ${password}`)
}

async function grantPublic(owner: Client, role: string): Promise<void> {
  await owner.query(`grant usage on schema public to ${role}`)
  // Partitions are reached through their parents and stay without grants.
  const { rows } = await owner.query<{ name: string; kept: boolean; own: boolean }>(`
    select oid::regclass::text as name, relname ^@ 'kysely_' as own,
      coalesce(obj_description(oid, 'pg_class') = 'append-only', false) as kept
    from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'v') and not relispartition
      and relowner = (select oid from pg_roles where rolname = current_user)`)
  for (const { name, kept, own } of rows) {
    const rights = own ? 'select' : kept ? 'select, insert' : 'select, insert, update, delete'
    await owner.query(`revoke all on ${name} from ${role}; grant ${rights} on ${name} to ${role}`)
  }
  // Only what is ours: extensions in the same schema belong to whoever installed them.
  const { rows: others } = await owner.query<{ kind: string; name: string }>(`
    select 'usage, select on sequence' as kind, oid::regclass::text as name from pg_class
    where relnamespace = 'public'::regnamespace and relkind = 'S' and relowner = (select oid from pg_roles where rolname = current_user)
    union all
    select 'execute on function', oid::regprocedure::text from pg_proc
    where pronamespace = 'public'::regnamespace and prokind = 'f' and proowner = (select oid from pg_roles where rolname = current_user)`)
  await owner.query(others.map(({ kind, name }) => `grant ${kind} ${name} to ${role}`).join(';'))
}

/**
 * graphile-worker turns on row level security on its tables, which lets nobody but their owner in without a policy. Ours is for
 * whoever has been granted the table, and names no login: it is dumped with the database, and may be restored where that
 * login has another name or isn't there.
 */
async function grantJobs(owner: Client, role: string): Promise<void> {
  await owner.query(`
    grant usage on schema graphile_worker to ${role};
    grant select, insert, update, delete on all tables in schema graphile_worker to ${role};
    grant usage, select on all sequences in schema graphile_worker to ${role};
    grant execute on all functions in schema graphile_worker to ${role}`)
  const { rows } = await owner.query<{ name: string; roles: number[] | null }>(`
    select pg_class.oid::regclass::text as name, polroles::int[] as roles
    from pg_class left join pg_policy on polrelid = pg_class.oid and polname = 'guildhall_app'
    where relnamespace = 'graphile_worker'::regnamespace and relrowsecurity`)
  for (const { name, roles } of rows) {
    if (!roles) await owner.query(`create policy guildhall_app on ${name} to public using (true) with check (true)`)
    else if (!roles.includes(EVERYBODY)) await owner.query(`alter policy guildhall_app on ${name} to public`)
  }
}
