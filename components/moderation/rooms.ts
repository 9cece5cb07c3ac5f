import { can, type Permission, type Role } from '@/lib/staff/permissions'

export interface Room {
  href: string
  label: string
}

const ROOMS: readonly (Room & { permission: Permission })[] = [
  { href: '/moderation', label: 'Queue', permission: 'cases:read' },
  { href: '/moderation/appeals', label: 'Appeals', permission: 'appeals:read' },
  { href: '/moderation/policies', label: 'Policies', permission: 'policies:read' },
  { href: '/moderation/queues', label: 'Queues', permission: 'queues:read' },
  { href: '/moderation/rules', label: 'Rules', permission: 'rules:read' },
  { href: '/moderation/second-reviews', label: 'Second reviews', permission: 'reviews:read' },
  { href: '/moderation/insight', label: 'Insight', permission: 'insight:read' },
  { href: '/moderation/exports', label: 'Exports', permission: 'exports:read' },
]

/** The pages of Moderation that this role may open, the queue first. */
export const roomsOf = (role: Role): Room[] =>
  ROOMS.filter(({ permission }) => can(role, permission)).map(({ href, label }) => ({ href, label }))
