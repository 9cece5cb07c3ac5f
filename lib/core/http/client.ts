import type { z } from 'zod'

/** A refusal of our API as the browser sees it. */
export class ApiError extends Error {
  override readonly name = 'ApiError'
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly issues: { path: string; message: string }[],
    /** The whole problem document, for members of its own such as the winner of a conflict. */
    readonly problem: Record<string, unknown>,
  ) {
    super(message)
  }
}

/** A part of the page that comes late can not be had: the connection is gone, or a newer version has taken its place. */
export class PageError extends Error {
  override readonly name = 'PageError'
  constructor(options: ErrorOptions) {
    super('This page could not be loaded whole. Reload it.', options)
  }
}

type QueryValue = string | number | boolean | null | undefined | readonly string[]

interface AskOptions {
  query?: Record<string, QueryValue>
  signal?: AbortSignal
}

/**
 * The schema of an answer, loaded with the first one: what checks answers is larger than most pages, which are drawn before the
 * first is asked for.
 */
export type LateSchema<S extends z.ZodType> = () => Promise<S>

interface CallOptions<S extends z.ZodType> extends AskOptions {
  schema: LateSchema<S>
}

/** A schema of a module that is loaded when it is first needed: `lateSchema(() => import('./schema'), 'runView')`. */
export const lateSchema =
  <M, K extends keyof M>(load: () => Promise<M>, name: K) =>
  async (): Promise<M[K]> => {
    const module = await load().catch((cause: unknown) => {
      throw new PageError({ cause })
    })
    return module[name]
  }

/** GET of our API, its answer checked against the view's schema. @throws ApiError; PageError; TypeError where the server can't be reached */
export const getJson = <S extends z.ZodType>(path: string, options: CallOptions<S>): Promise<z.output<S>> =>
  sendJson('GET', path, undefined, options)

/** A call of our API that changes something; without a schema what it answers is of no interest. @throws as getJson */
export function sendJson<S extends z.ZodType>(
  method: Method,
  path: string,
  body: unknown,
  options: CallOptions<S>,
): Promise<z.output<S>>
export function sendJson(method: Method, path: string, body: unknown, options?: AskOptions): Promise<void>
export async function sendJson(
  method: Method,
  path: string,
  body: unknown,
  { schema, query, signal }: AskOptions & { schema?: LateSchema<z.ZodType> } = {},
): Promise<unknown> {
  const loading = schema?.()
  // What was done and can not be read would look as if it had failed.
  if (method !== 'GET') await loading
  const asking = fetch(withQuery(path, query), {
    method,
    signal: signal ?? null,
    headers: body === undefined ? {} : { 'Content-Type': 'application/json' },
    body: body === undefined ? null : JSON.stringify(body),
  })
  const [response, loaded] = await Promise.all([asking, loading])
  const answer: unknown = response.status === 204 ? undefined : await response.json().catch(() => undefined)
  if (!response.ok) throw toApiError(response.status, answer)
  return loaded?.parse(answer)
}

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/** What a problem document says, or that there is none. */
export function toApiError(status: number, answer: unknown): ApiError {
  const problem = isRecord(answer) ? answer : {}
  const { code, detail, title, errors } = problem
  if (typeof title !== 'string') return new ApiError(status, 'server.error', `The server answered ${status}.`, [], {})
  return new ApiError(
    status,
    typeof code === 'string' ? code : 'server.error',
    typeof detail === 'string' && detail !== '' ? detail : title,
    Array.isArray(errors) ? errors.filter(isIssue) : [],
    problem,
  )
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null

const isIssue = (value: unknown): value is { path: string; message: string } =>
  isRecord(value) && typeof value.path === 'string' && typeof value.message === 'string'

export function withQuery(path: string, query: Record<string, QueryValue> = {}): string {
  const parameters = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    if (value === undefined || value === null) continue
    for (const one of [value].flat()) parameters.append(name, String(one))
  }
  const text = parameters.toString()
  return text ? `${path}?${text}` : path
}
