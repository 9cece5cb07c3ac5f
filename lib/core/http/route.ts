import { setImmediate as nextTurn } from 'node:timers/promises'
import type { z } from 'zod'
import type { Db } from '../db/types'
import { DomainError } from '../errors'
import { validationMessage } from '../validation-message'
import { BODY_LIMITS, type BodyLimits, readSizedBody } from './body'
import { rejectInvalidQuery } from './gate'
import { fromZodError, toProblem } from './problem'
import { rejectUnstorableText } from './refuse-unstorable'
import {
  type AnswerSpec,
  describe,
  type JsonOf,
  type JsonResponse,
  type RouteSpec,
  type SecurityScheme,
} from './route-spec'
import { requireSameOrigin } from './same-origin'

/** What a route hands to its handler, all of it checked. */
export interface RouteContext<A, P, Q, B> {
  db: Db
  actor: A
  params: P
  query: Q
  body: B
  request: Request
}

/** What core is not allowed to know by itself; lib/staff hands it in. */
export interface RouteDependencies<A, Perm extends string> {
  db: () => Db
  /** Who asks. `viaCookie` makes state-changing requests prove that they come from our own pages. */
  authenticate: (db: Db, request: Request) => Promise<{ actor: A; viaCookie: boolean }>
  requirePermission: (actor: A, permission: Perm) => void
  /** How `authenticate` knows a caller, for the API's document. Default: by nothing, everybody may call. */
  security?: readonly SecurityScheme[]
}

type NextRoute = (
  request: Request,
  context: { params: Promise<Record<string, string | string[] | undefined>> },
) => Promise<Response>

/** `abortEarly` is what zod's own validate() sets, and is not in its types. A version without it would name more faults, later. */
const FIRST_PROBLEM_ONLY = { reportInput: false, abortEarly: true, error: validationMessage }

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS'])

/** Makes `route()`: every endpoint is authenticated, authorised, parsed and translated in this order and nowhere else. */
export function createRoute<A, Perm extends string>(wiring: RouteDependencies<A, Perm>) {
  return function route<
    const Answer extends AnswerSpec,
    P extends z.ZodType = z.ZodType<unknown>,
    Q extends z.ZodType = z.ZodType<unknown>,
    B extends z.ZodType = z.ZodType<unknown>,
  >(
    spec: RouteSpec<Perm, P, Q, B, Answer>,
    handle: (context: RouteContext<A, z.output<P>, z.output<Q>, z.output<B>>) => Promise<JsonResponse<JsonOf<Answer>>>,
  ): NextRoute {
    const handler: NextRoute = async (request, context) => {
      try {
        const db = wiring.db()
        const { actor, viaCookie } = await wiring.authenticate(db, request)
        if (viaCookie && !SAFE_METHODS.has(request.method)) requireSameOrigin(request)
        wiring.requirePermission(actor, spec.permission)
        const params = checked(spec.params, await context.params, 'malformed')
        const query = checked(spec.query, queryOf(request.url), 'invalid')
        const body = await readBody(spec, request)
        return await handle({ db, actor, params, query, body, request })
      } catch (error) {
        return toProblem(error)
      }
    }
    return describe(handler, { spec, security: wiring.security ?? [] })
  }
}

async function readBody<S extends z.ZodType>(
  { body: schema, limits }: { body?: S; limits?: Partial<BodyLimits> },
  request: Request,
): Promise<z.output<S>> {
  if (!schema) return undefined as z.output<S>
  const { value, isLarge } = await readSizedBody(request, { ...BODY_LIMITS, ...limits })
  const body = checked(schema, value, 'invalid', isLarge)
  if (isLarge) await nextTurn()
  return body
}

/** A JSON answer that no cache keeps. */
export const json = <T>(value: T, status = 200, headers: Record<string, string> = {}): JsonResponse<T> =>
  new Response(JSON.stringify(value), {
    status,
    headers: { 'Content-Type': 'application/json', 'Cache-Control': 'no-store', ...headers },
  })

/** Success with nothing to say. */
export const noContent = (): Response => new Response(null, { status: 204, headers: { 'Cache-Control': 'no-store' } })

function checked<S extends z.ZodType>(
  schema: S | undefined,
  value: unknown,
  kind: 'malformed' | 'invalid',
  /** Of a large input one fault is named: to find all of them could take seconds. */
  isLarge = false,
): z.output<S> {
  if (!schema) return undefined as z.output<S>
  const result = schema.safeParse(value, isLarge ? FIRST_PROBLEM_ONLY : { error: validationMessage })
  if (result.success) return result.data
  const error = fromZodError(result.error)
  // An id in the path that can't be one names nothing that exists.
  throw kind === 'malformed' ? new DomainError('not_found', 'resource.not_found', 'Nothing exists at this URL.') : error
}

/** Query parameters as an object; a name given more than once becomes a list. */
function queryOf(url: string): Record<string, string | string[]> {
  // A map, not an object: a parameter may be called `__proto__`.
  const query = new Map<string, string | string[]>()
  const asked = new URL(url)
  rejectInvalidQuery(asked)
  for (const [name, value] of asked.searchParams) {
    const before = query.get(name)
    query.set(name, before === undefined ? value : [before, value].flat())
  }
  const found = Object.fromEntries(query)
  rejectUnstorableText(found)
  return found
}
