import { Registry } from 'prom-client'

// server.ts and Next's routes load this module once each, so the registry hangs on globalThis, like the pool.
const shared = globalThis as typeof globalThis & { guildhallMetrics?: Registry }

/** The Prometheus metrics of this process. */
export function registry(): Registry {
  shared.guildhallMetrics ??= new Registry()
  return shared.guildhallMetrics
}
