/** The roles of the staff; each may do all that the ones before it may. */
export const ROLES = ['executive', 'moderator', 'manager', 'operator'] as const
export type Role = (typeof ROLES)[number]

/** Whether a role is the other one or includes it. */
export const includesRole = (role: Role, least: Role): boolean => ROLES.indexOf(role) >= ROLES.indexOf(least)
