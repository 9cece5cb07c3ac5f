import type { z } from 'zod'
import { isPermission, keyCan, PERMISSIONS, type Permission } from './permissions'
import { ROLES, type Role } from './roles'
import { keyFields } from './schema'

/** What a key of each role may be limited to. */
export const grantablePermissions = (): Record<Role, Permission[]> => {
  const entries = ROLES.map((role) => [role, PERMISSIONS.filter((permission) => keyCan(role, [], permission))] as const)
  return Object.fromEntries(entries) as Record<Role, Permission[]>
}

/** A new key: each scope is a permission that a key of the role may have. */
export const addKeyBody = keyFields.superRefine(({ role, scopes }, context) => {
  for (const [index, scope] of scopes.entries()) {
    const issue = (message: string) => context.addIssue({ code: 'custom', path: ['scopes', index], message })
    if (!isPermission(scope)) issue('This isn’t a permission')
    else if (!keyCan(role, [], scope)) issue(`A key with the role ${role} can’t have the permission ${scope}`)
  }
})
export type AddKey = z.output<typeof addKeyBody>
