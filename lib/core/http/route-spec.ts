import type { z } from 'zod'
import type { BodyLimits } from './body'

/** A body that is no JSON value, by its media types: `text/csv`, `image/*`. */
export interface MediaBody {
  mediaTypes: readonly string[]
}

export const media = (...mediaTypes: string[]): MediaBody => ({ mediaTypes })

/** What one answer holds: JSON of a schema, another medium, or nothing. */
export type AnswerContent = z.ZodType | MediaBody | null

/** What an endpoint answers where all goes well: of a 200 its content, else the contents by status. */
export type AnswerSpec =
  | AnswerContent
  | { readonly [status: number]: AnswerContent | readonly Exclude<AnswerContent, null>[] }

type JsonOfContent<C> = C extends z.ZodType ? z.output<C> : C extends readonly (infer E)[] ? JsonOfContent<E> : never

/** The values that an endpoint with these answers may hand to `json()`. */
export type JsonOf<A> = A extends z.ZodType | MediaBody | null
  ? JsonOfContent<A>
  : { [Status in keyof A]: JsonOfContent<A[Status]> }[keyof A]

declare const JSON_VALUE: unique symbol

/** An answer of whose JSON the type is known; at run time it is a Response and nothing more. */
export interface JsonResponse<T> extends Response {
  readonly [JSON_VALUE]?: T
}

export interface RouteSpec<
  Perm extends string,
  P extends z.ZodType,
  Q extends z.ZodType,
  B extends z.ZodType,
  A extends AnswerSpec,
> {
  permission: Perm
  /** What it does, in a few words with the verb first, as the API's document lists it. */
  summary: string
  params?: P
  query?: Q
  body?: B
  /** For the document alone: the body where the handler reads it by itself. */
  requestBody?: z.ZodType | MediaBody
  /** Where a body may hold more, or less, than BODY_LIMITS say; one over them answers 413 and is not parsed. */
  limits?: Partial<BodyLimits>
  /** Whether it honours an Idempotency-Key, by `once()`. */
  isIdempotent?: boolean
  /** Tests hold every answer against it, and the browser relies on it. */
  answer: A
}

/** A spec as whoever looks at a handler finds it. */
export type AnyRouteSpec = RouteSpec<string, z.ZodType, z.ZodType, z.ZodType, AnswerSpec>

/** How a caller proves who they are: by the cookie of a session, by an API key, or not at all where there is neither. */
export type SecurityScheme = 'session' | 'key'

export interface DescribedRoute {
  spec: AnyRouteSpec
  security: readonly SecurityScheme[]
}

/** Next loads modules twice; the registry of symbols is one. */
const DESCRIPTION = Symbol.for('guildhall.route')

/** Keeps on a handler what its endpoint says of itself. */
export const describe = <H extends object>(handler: H, described: DescribedRoute): H =>
  Object.defineProperty(handler, DESCRIPTION, { value: described })

/** What an endpoint says of itself; undefined for a handler that `route()` did not make. */
export const descriptionOf = (handler: unknown): DescribedRoute | undefined =>
  typeof handler === 'function' ? (handler as { [DESCRIPTION]?: DescribedRoute })[DESCRIPTION] : undefined

/** An answer's contents by status. */
export function contentsOf(answer: AnswerSpec): Map<number, readonly AnswerContent[]> {
  if (answer === null) return new Map([[204, [null]]])
  if (isContent(answer)) return new Map([[200, [answer]]])
  return new Map(Object.entries(answer).map(([status, content]) => [Number(status), [content].flat()]))
}

const isContent = (answer: AnswerSpec & object): answer is z.ZodType | MediaBody =>
  '_zod' in answer || 'mediaTypes' in answer
