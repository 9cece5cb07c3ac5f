import { type AnyRouteSpec, descriptionOf } from '@/lib/core/http/route-spec'

/** What an endpoint says that it reads. */
export type Spec = Pick<Partial<AnyRouteSpec>, 'query' | 'body' | 'limits'>

/** What a handler's endpoint says of itself; nothing where `route()` did not make it. */
export const specOf = (handler: unknown): Spec => descriptionOf(handler)?.spec ?? {}
