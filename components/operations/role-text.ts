import { ROLES, type Role } from '@/lib/staff/roles'

export const ROLE_TITLE: Record<Role, string> = {
  executive: 'Executive',
  moderator: 'Moderator',
  manager: 'Manager',
  operator: 'Operator',
}

/** What each role may, in a line; each includes the ones before it. */
const ROLE_HINT: Record<Role, string> = {
  executive: 'Can see figures and the state of collection',
  moderator: 'Can also see members',
  manager: 'Can also import, annotate and change settings',
  operator: 'Has all permissions, including sources, keys, staff and the audit log',
}

export const ROLE_OPTIONS = ROLES.map((role) => ({ value: role, label: ROLE_TITLE[role], hint: ROLE_HINT[role] }))
