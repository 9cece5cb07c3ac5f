import { headers } from 'next/headers'
import { cache } from 'react'
import { createRequirePage } from '@/lib/core/auth/page'
import { getDb } from '@/lib/core/db/client'
import type { Db } from '@/lib/core/db/types'
import { DomainError } from '@/lib/core/errors'
import { peerAddress } from '@/lib/core/http/peer'
import { createRoute } from '@/lib/core/http/route'
import { type Actor, isAllowed, requirePermission } from './actor'
import { noteKeyUse } from './commands/note-presence'
import type { Permission } from './permissions'
import { findKey } from './queries/find-access'
import type { StaffSummary } from './schema'
import { authenticateSession, type SignedIn } from './sessions'
import { spendKeyWrite } from './write-limit'

/** What a page gets: the database, who asks, and the person to show in the shell. */
export interface PageAccess extends SignedIn {
  db: Db
}

/** A caller without a sign-in: only the groups (auth) and (public) serve one. */
export interface Visitor {
  address: string | null
}

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS'])

/** The endpoint maker of this application; see lib/core/http/route.ts. */
export const route = createRoute<Actor, Permission>({
  db: getDb,
  authenticate,
  requirePermission,
  security: ['session', 'key'],
})

/** The same for what every role and every key may have, whatever the scopes of the key. */
export const signedInRoute = createRoute<Actor, 'signed in'>({
  db: getDb,
  authenticate,
  requirePermission: () => undefined,
  security: ['session', 'key'],
})

/**
 * The same for the few endpoints that serve people who are not signed in. What changes something answers our own pages alone,
 * so each such request has to prove its origin.
 */
export const publicRoute = createRoute<Visitor, 'public'>({
  db: getDb,
  authenticate: async (_db, request) => ({ actor: { address: peerAddress(request.headers) }, viaCookie: true }),
  requirePermission: () => undefined,
})

/** For the pages that need no sign-in: who is signed in already, or null. */
export async function openPage(): Promise<{ db: Db; staff: StaffSummary | null }> {
  const db = getDb()
  const found = await authenticateSession(db, await headers())
  return { db, staff: found?.staff ?? null }
}

/** First line of every page of the console: who asks, or a redirect to sign-in, or the forbidden page. */
export const requirePage = createRequirePage<PageAccess, Permission>({
  // Layout and page of one request share one look-up.
  authenticate: cache(async (headers: Headers) => {
    const db = getDb()
    const found = await authenticateSession(db, headers)
    return found && { db, ...found }
  }),
  isAllowed: (access, permission) => isAllowed(access.actor, permission),
})

/**
 * A bearer key or, where no Authorization header is there, the session cookie.
 * @throws DomainError `session.missing`, `key.unknown` (unauthenticated); `key.too_many_writes` (too_many)
 */
async function authenticate(db: Db, request: Request): Promise<{ actor: Actor; viaCookie: boolean }> {
  const authorization = request.headers.get('authorization')
  if (authorization !== null) return { actor: await authenticateKey(db, authorization, request), viaCookie: false }
  const found = await authenticateSession(db, request.headers)
  if (!found) throw new DomainError('unauthenticated', 'session.missing', 'Sign in, or send an API key as a bearer.')
  return { actor: found.actor, viaCookie: true }
}

async function authenticateKey(db: Db, authorization: string, request: Request): Promise<Actor> {
  const [, key] = /^Bearer +(\S+)$/i.exec(authorization) ?? []
  const found = key ? await findKey(db, key) : undefined
  if (!found) throw new DomainError('unauthenticated', 'key.unknown', 'This API key is not known or was revoked.')
  if (!SAFE_METHODS.has(request.method)) spendKeyWrite(found.id)
  await noteKeyUse(db, found)
  return { kind: 'key', id: found.id, role: found.role, scopes: found.scopes, address: peerAddress(request.headers) }
}
