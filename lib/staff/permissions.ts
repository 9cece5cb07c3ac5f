/** The one table of who may do what. Browser and server import it; only the server's answer counts. */

export const ROLES = ['executive', 'moderator', 'manager', 'operator'] as const
export type Role = (typeof ROLES)[number]

/** Each permission and the least role that has it: a role may all that the ones before it may. */
const LEAST_ROLE = {
  'overview:read': 'executive',
  'metrics:read': 'executive',
  'annotations:read': 'executive',
  'collections:read': 'executive',
  'sources:read': 'executive',
  'health:read': 'executive',
  'account:manage': 'executive',
  'members:read': 'moderator',
  'reports:write': 'moderator',
  'cases:read': 'moderator',
  'cases:write': 'moderator',
  'appeals:read': 'moderator',
  'appeals:write': 'moderator',
  'appeals:rule': 'moderator',
  'policies:read': 'moderator',
  'queues:read': 'moderator',
  'items:write': 'moderator',
  'rules:read': 'moderator',
  'reviews:read': 'moderator',
  'reviews:write': 'moderator',
  'annotations:write': 'manager',
  'escalations:decide': 'manager',
  'reporters:read': 'manager',
  'members:erase': 'manager',
  'policies:write': 'manager',
  'queues:write': 'manager',
  'rules:write': 'manager',
  'insight:read': 'manager',
  'imports:read': 'manager',
  'imports:write': 'manager',
  'settings:read': 'executive',
  'settings:write': 'manager',
  'exports:read': 'manager',
  'transparency:write': 'manager',
  'sources:write': 'operator',
  'collections:write': 'operator',
  'samples:write': 'operator',
  'staff:read': 'operator',
  'staff:write': 'operator',
  'keys:read': 'operator',
  'keys:write': 'operator',
  'audit:read': 'operator',
  'classifiers:write': 'operator',
  'webhooks:read': 'operator',
  'webhooks:write': 'operator',
  'secrets:write': 'operator',
} as const satisfies Record<string, Role>

export type Permission = keyof typeof LEAST_ROLE
export const PERMISSIONS = Object.keys(LEAST_ROLE) as Permission[]

/** What no API key may do, whatever its role and scopes: manage who comes in, touch secrets, or look again at what people decided. */
const STAFF_ONLY: ReadonlySet<Permission> = new Set([
  'account:manage',
  'staff:read',
  'staff:write',
  'keys:read',
  'keys:write',
  'secrets:write',
  'reviews:read',
  'reviews:write',
])

export const isPermission = (value: string): value is Permission => Object.hasOwn(LEAST_ROLE, value)

/** Whether the role has the permission; for showing and hiding. */
export const can = (role: Role, permission: Permission): boolean =>
  ROLES.indexOf(role) >= ROLES.indexOf(LEAST_ROLE[permission])

/** Whether a key of this role and these scopes (empty: all of the role) may. */
export const keyCan = (role: Role, scopes: readonly string[], permission: Permission): boolean =>
  can(role, permission) && !STAFF_ONLY.has(permission) && (scopes.length === 0 || scopes.includes(permission))
