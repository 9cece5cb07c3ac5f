import type { z } from 'zod'
import type { BodyLimits } from '@/lib/core/http/body'

type RouteModule = typeof import('@/lib/core/http/route')

/** What an endpoint says that it reads. */
export interface Spec {
  query?: z.ZodType
  body?: z.ZodType
  limits?: Partial<BodyLimits>
}

/** By handler. */
export const specs = new Map<unknown, Spec>()

/**
 * Stands in for `lib/core/http/route` and remembers what each endpoint says that it wants; the endpoint itself is the real one:
 * `vi.mock('@/lib/core/http/route', async (load) => (await import('./support/route-specs')).rememberSpecs(load))`.
 */
export async function rememberSpecs(load: <T>() => Promise<T>): Promise<RouteModule> {
  const real = await load<RouteModule>()
  const createRoute: RouteModule['createRoute'] = (wiring) => {
    const make = real.createRoute(wiring)
    return (spec, handle) => {
      const handler = make(spec, handle)
      specs.set(handler, spec as Spec)
      return handler
    }
  }
  return { ...real, createRoute }
}
