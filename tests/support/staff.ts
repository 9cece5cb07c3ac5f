import { randomUUID } from 'node:crypto'
import { sealSession, sessionCookieName } from '@/lib/core/auth/session'
import { inTransaction } from '@/lib/core/db/transaction'
import type { Db } from '@/lib/core/db/types'
import type { Actor } from '@/lib/staff/actor'
import { cliActor } from '@/lib/staff/actor'
import { addKey } from '@/lib/staff/commands/manage-keys'
import { startSession } from '@/lib/staff/commands/start-session'
import type { Permission, Role } from '@/lib/staff/permissions'

export interface Person {
  id: string
  email: string
  name: string
  role: Role
}

/** A person of the staff, written straight into the table: without a password unless its hash is given. */
export async function aPerson(
  db: Db,
  { role = 'operator', passwordHash = null, ...given }: Partial<Person> & { passwordHash?: string | null } = {},
): Promise<Person> {
  const email = given.email ?? `${role}-${randomUUID()}@example.org`
  const row = await db
    .insertInto('staff')
    .values({ email, name: given.name ?? role, role, password_hash: passwordHash })
    .returning(['id', 'email', 'name'])
    .executeTakeFirstOrThrow()
  return { ...row, role }
}

/** A person as the actor of a command. */
export const actorOf = ({ id, role }: Pick<Person, 'id' | 'role'>): Actor => ({
  kind: 'staff',
  id,
  role,
  scopes: [],
  address: '192.0.2.7',
})

/** The Cookie header of a new session of the person. */
export async function cookieOf(db: Db, { id }: Pick<Person, 'id'>, userAgent?: string): Promise<string> {
  const { session_version: version } = await db
    .selectFrom('staff')
    .select('session_version')
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
  const origin = { address: '192.0.2.7', userAgent }
  const claim = await inTransaction(db, (trx) => startSession(trx, { id, version }, origin))
  // A disabled person has none; what their token opens is tested too.
  return `${sessionCookieName()}=${await sealSession(claim ?? { staffId: id, version, sessionId: randomUUID() })}`
}

/** The text of a new API key. */
export async function aKey(db: Db, role: Role, scopes: Permission[] = []): Promise<string> {
  const { key } = await addKey(db, cliActor, { name: `${role} key`, role, scopes })
  return key
}
