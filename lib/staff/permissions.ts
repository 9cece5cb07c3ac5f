import { PERMISSION_ENTRIES, type Permission } from '../domains.shared'
import { includesRole, type Role } from './roles'

export type { Permission } from '../domains.shared'
export { ROLES, type Role } from './roles'

export const PERMISSIONS = Object.keys(PERMISSION_ENTRIES) as Permission[]

export const isPermission = (value: string): value is Permission => Object.hasOwn(PERMISSION_ENTRIES, value)

/** Whether the role has the permission; for showing and hiding. */
export const can = (role: Role, permission: Permission): boolean =>
  includesRole(role, PERMISSION_ENTRIES[permission].role)

/** Whether a key of this role and these scopes (empty: all of the role) may. */
export const keyCan = (role: Role, scopes: readonly string[], permission: Permission): boolean =>
  can(role, permission) &&
  !PERMISSION_ENTRIES[permission].isStaffOnly &&
  (scopes.length === 0 || scopes.includes(permission))
