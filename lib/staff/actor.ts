import { DomainError } from '@/lib/core/errors'
import { can, keyCan, type Permission, type Role } from './permissions'

/** Who does something: a person of the staff, an API key, the command line on the server, or Guildhall itself. */
export interface Actor {
  kind: 'staff' | 'key' | 'cli' | 'system'
  /** Staff or key id; null for cli and system. */
  id: string | null
  role: Role
  /** Permissions that a key is limited to; empty means all of its role. */
  scopes: readonly string[]
  /** The peer's address, for the audit log. */
  address: string | null
  /** The session by which a person asks; none where it has no row, and for everybody else. */
  sessionId?: string | null
}

/** Guildhall itself: the worker's own doings. */
export const systemActor: Actor = { kind: 'system', id: null, role: 'operator', scopes: [], address: null }

/** Whoever has a shell on the server: the command line. */
export const cliActor: Actor = { kind: 'cli', id: null, role: 'operator', scopes: [], address: null }

/** How an actor is named in rows such as started_by: `staff:<id>`, `key:<id>`, `cli`, `system`. */
export const actorRef = (actor: Actor): string => (actor.id ? `${actor.kind}:${actor.id}` : actor.kind)

export const isAllowed = (actor: Actor, permission: Permission): boolean =>
  actor.kind === 'key' ? keyCan(actor.role, actor.scopes, permission) : can(actor.role, permission)

/** @throws DomainError `permission.denied` (forbidden) */
export function requirePermission(actor: Actor, permission: Permission): void {
  if (isAllowed(actor, permission)) return
  throw new DomainError('forbidden', 'permission.denied', `This needs the permission ${permission}.`, {
    extra: { permission },
  })
}

/** Who asks, about their own account. The command line and Guildhall itself have none. @throws DomainError `permission.denied` */
export function ownId(actor: Actor): string {
  requirePermission(actor, 'account:manage')
  if (actor.kind === 'staff' && actor.id) return actor.id
  throw new DomainError('forbidden', 'permission.denied', 'Only a person has an account.')
}
