import { DomainError } from '@/lib/core/errors'
import { can, keyCan, type Permission, type Role } from './permissions'

/**
 * Who works in the console or on the server: a person of the staff, an API key, the command line, or Guildhall itself. Only these
 * have permissions.
 */
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

/** A member of the community who is known as such, and acts for themself. */
export interface MemberActor {
  kind: 'member'
  /** `member.id`, as text. */
  id: string
  address: string | null
}

/** Somebody who takes part without being a member. */
export interface GuestActor {
  kind: 'guest'
  /** Of the row that the domain keeps of them, which holds their name and address. */
  id: string
  address: string | null
}

/** Whoever holds a link: what they may is what the link is for. */
export interface LinkActor {
  kind: 'link'
  /** Of the link; its secret is nowhere. */
  id: string
  /** Name of the link's purpose. */
  purpose: string
  /** What the link is about; the purpose says what kind of thing that is. */
  subjectId: string
  address: string | null
}

/** An automation of the team, which runs by itself. */
export interface AutomationActor {
  kind: 'automation'
  /** Of the automation. */
  id: string
  /** Of the run that it does this in. */
  runId: string
  address: null
}

/** Everybody who can do something. A command that takes more than `Actor` says so in its type, and to requirePermission(). */
export type AnyActor = Actor | MemberActor | GuestActor | LinkActor | AutomationActor

/** Those who have no permissions of their own. */
export type OutsideKind = Exclude<AnyActor['kind'], Actor['kind']>

/** Guildhall itself: the worker's own doings. */
export const systemActor: Actor = { kind: 'system', id: null, role: 'operator', scopes: [], address: null }

/** Whoever has a shell on the server: the command line. */
export const cliActor: Actor = { kind: 'cli', id: null, role: 'operator', scopes: [], address: null }

/** How an actor is named in rows such as started_by: `staff:<id>`, `member:<id>`, `link:<id>`, …, `cli`, `system`. */
export const actorRef = (actor: Pick<AnyActor, 'kind' | 'id'>): string =>
  actor.id ? `${actor.kind}:${actor.id}` : actor.kind

/** Whether an actor has a permission by itself; members, guests, holders of links and automations never do. */
export function isAllowed(actor: AnyActor, permission: Permission): boolean {
  switch (actor.kind) {
    case 'key':
      return keyCan(actor.role, actor.scopes, permission)
    case 'staff':
    case 'cli':
    case 'system':
      return can(actor.role, permission)
    case 'member':
    case 'guest':
    case 'link':
    case 'automation':
      return false
  }
}

/**
 * First line of each command.
 * @param also kinds without permissions to whom this command is open, whatever the permission
 * @throws DomainError `permission.denied` (forbidden)
 */
export function requirePermission(
  actor: AnyActor,
  permission: Permission,
  { also = [] }: { also?: readonly OutsideKind[] } = {},
): void {
  if (isAllowed(actor, permission) || also.some((kind) => kind === actor.kind)) return
  throw new DomainError('forbidden', 'permission.denied', `You need the permission ${permission}.`, {
    extra: { permission },
  })
}

/** Who asks, about their own account. The command line and Guildhall itself have none. @throws DomainError `permission.denied` */
export function ownId(actor: Actor): string {
  requirePermission(actor, 'account:manage')
  if (actor.kind === 'staff' && actor.id) return actor.id
  throw new DomainError('forbidden', 'permission.denied', 'Only a staff member has an account.')
}
