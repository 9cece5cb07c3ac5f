import type { Db } from '@/lib/core/db/types'
import { can, keyCan, type Permission, ROLES, type Role } from '@/lib/staff/permissions'
import { aKey, aPerson, cookieOf } from './staff'

/** Somebody who asks, and what they may by the one table of permissions. */
export interface Caller {
  name: string
  headers: () => Promise<Record<string, string>>
  may: (permission: Permission) => boolean
}

export const nobody: Caller = { name: 'nobody', headers: async () => ({}), may: () => false }

/** A person of each role, somebody new each time: some endpoints end the sessions of whoever calls them. */
export const people = (db: Db): Caller[] =>
  ROLES.map((role) => ({
    name: `the ${role}`,
    headers: async () => ({ cookie: await cookieOf(db, await aPerson(db, { role })) }),
    may: (permission) => can(role, permission),
  }))

/** A key of each role, and two keys of the widest role that are limited to one permission. */
export async function keys(db: Db): Promise<Caller[]> {
  const ofRoles = await Promise.all(ROLES.map((role) => keyCaller(db, role, [])))
  const limited = await Promise.all(
    (['metrics:read', 'sources:write'] as const).map((scope) => keyCaller(db, 'operator', [scope])),
  )
  return [...ofRoles, ...limited]
}

async function keyCaller(db: Db, role: Role, scopes: Permission[]): Promise<Caller> {
  const authorization = `Bearer ${await aKey(db, role, scopes)}`
  return {
    name: `a key of the ${role}${scopes.length > 0 ? ` limited to ${scopes.join()}` : ''}`,
    headers: async () => ({ authorization }),
    may: (permission) => keyCan(role, scopes, permission),
  }
}
