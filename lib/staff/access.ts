import { headers } from 'next/headers'
import { cache } from 'react'
import type { z } from 'zod'
import { createRequirePage } from '@/lib/core/auth/page'
import { getDb } from '@/lib/core/db/client'
import type { Db } from '@/lib/core/db/types'
import { DomainError } from '@/lib/core/errors'
import { peerAddress } from '@/lib/core/http/peer'
import { createRoute, type RouteContext } from '@/lib/core/http/route'
import type { AnswerSpec, JsonOf, JsonResponse, RouteSpec } from '@/lib/core/http/route-spec'
import { checkLink } from '@/lib/core/links/check-link'
import type { LinkPurpose } from '@/lib/core/links/purpose'
import { countLinkRequest } from '@/lib/core/links/throttle-links'
import { type Actor, isAllowed, type LinkActor, requirePermission } from './actor'
import { recordKeyUse } from './commands/record-presence'
import type { Permission } from './permissions'
import { findKey } from './queries/find-access'
import type { StaffSummary } from './schema'
import { authenticateSession, type SignedIn } from './sessions'
import { consumeKeyWrite } from './write-limit'

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

/** The same for what other programs send, such as a mail client's one-click POST (RFC 8058): no origin, and no answer to CORS. */
const foreignRoute = createRoute<Visitor, 'public'>({
  db: getDb,
  authenticate: async (_db, request) => ({ actor: { address: peerAddress(request.headers) }, viaCookie: false }),
  requirePermission: () => undefined,
})

/** What an endpoint says that people use by a link of theirs. */
export interface LinkRouteSpec<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, Answer extends AnswerSpec>
  extends Omit<RouteSpec<'public', P, Q, B, Answer>, 'permission'> {
  purpose: LinkPurpose
  /** Where the request has the link's secret: in its body, its path or a header. */
  secretOf: (
    asked: Pick<RouteContext<Visitor, z.output<P>, z.output<Q>, z.output<B>>, 'params' | 'body' | 'request'>,
  ) => string
  /** `own`: what changes something has to come from a page of ours; `any`: from anywhere. No cookie counts in either case. */
  origin: 'own' | 'any'
}

/**
 * The endpoint maker for people who hold a link and are not signed in. Requests are counted before the link is looked at, and only
 * those by a link that works get through. Using it up is left to the command, in the transaction of what it does: useLink().
 * @throws DomainError (as an answer) `<noun>.too_many`, and what checkLink() throws
 */
export function linkRoute<
  const Answer extends AnswerSpec,
  P extends z.ZodType = z.ZodType<unknown>,
  Q extends z.ZodType = z.ZodType<unknown>,
  B extends z.ZodType = z.ZodType<unknown>,
>(
  spec: LinkRouteSpec<P, Q, B, Answer>,
  handle: (
    context: RouteContext<LinkActor, z.output<P>, z.output<Q>, z.output<B>>,
  ) => Promise<JsonResponse<JsonOf<Answer>>>,
) {
  const make = spec.origin === 'own' ? publicRoute : foreignRoute
  return make<Answer, P, Q, B>({ ...spec, permission: 'public' }, async (context) =>
    handle({
      ...context,
      actor: await authenticateLink(context.db, spec.purpose, spec.secretOf(context), context.actor),
    }),
  )
}

async function authenticateLink(
  db: Db,
  purpose: LinkPurpose,
  secret: string,
  { address }: Visitor,
): Promise<LinkActor> {
  await countLinkRequest(db, purpose, { secret, address })
  const { id, subjectId } = await checkLink(db, purpose, secret)
  return { kind: 'link', id, purpose: purpose.name, subjectId, address }
}

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
  if (!found)
    throw new DomainError('unauthenticated', 'session.missing', 'Sign in, or send an API key as a bearer token.')
  return { actor: found.actor, viaCookie: true }
}

async function authenticateKey(db: Db, authorization: string, request: Request): Promise<Actor> {
  const [, key] = /^Bearer +(\S+)$/i.exec(authorization) ?? []
  const found = key ? await findKey(db, key) : undefined
  if (!found) throw new DomainError('unauthenticated', 'key.unknown', 'This API key is unknown or revoked.')
  if (!SAFE_METHODS.has(request.method)) consumeKeyWrite(found.id)
  await recordKeyUse(db, found)
  return { kind: 'key', id: found.id, role: found.role, scopes: found.scopes, address: peerAddress(request.headers) }
}
