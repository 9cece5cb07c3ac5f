import { closeDb, getDb } from '@/lib/core/db/client'
import type { Db } from '@/lib/core/db/types'
import { env, extendEnv } from '@/lib/core/env'
import { descriptionOf } from '@/lib/core/http/route-spec'
import { noteResponse } from './answers'
import { test as databaseTest } from './database'

export { expect } from 'vitest'

/** What a Next route file exports for a method. */
type Handler = (request: Request, context: { params: Promise<never> }) => Promise<Response>

export interface Call {
  method?: string
  path: string
  /** Of the folder's `[name]` parts. */
  params?: Record<string, string | string[]>
  body?: unknown
  /** The body as it is, in place of `body`. */
  raw?: string
  headers?: Record<string, string>
}

/**
 * Calls a route's handler as a page of our own would; a header given as an empty string is left out. The answer is held against
 * the API's document.
 */
export async function call(
  handler: unknown,
  { method = 'GET', path, params = {}, body, raw, headers = {} }: Call,
): Promise<Response> {
  const all = { origin: env().url, 'x-guildhall-peer': '192.0.2.1', ...headers }
  const request = new Request(new URL(path, env().url), {
    method,
    headers: Object.fromEntries(Object.entries(all).filter(([, value]) => value !== '')),
    ...(raw !== undefined ? { body: raw } : body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const response = await (handler as Handler)(request, { params: Promise.resolve(params as never) })
  noteResponse(method, request.url, response, descriptionOf(handler)?.spec.summary)
  return response
}

/** `test` in which `getDb()`, which the routes use, is the file's own database: ask for the fixture `web`. */
export const test = databaseTest.extend(
  'web',
  { scope: 'file' },
  async ({ connectionString }, { onCleanup }): Promise<Db> => {
    extendEnv({ DATABASE_URL: connectionString })
    onCleanup(closeDb)
    return getDb()
  },
)
