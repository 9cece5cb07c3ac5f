import { z } from 'zod'

const problemSchema = z.object({
  status: z.number(),
  title: z.string(),
  code: z.string().default('server.error'),
  detail: z.string().default(''),
  errors: z.array(z.object({ path: z.string(), message: z.string() })).default([]),
})

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

type QueryValue = string | number | boolean | null | undefined | readonly string[]

interface CallOptions<S extends z.ZodType> {
  schema: S
  query?: Record<string, QueryValue>
  signal?: AbortSignal
}

/** GET of our API, its answer checked against the view's schema. @throws ApiError; TypeError where the server can't be reached */
export const getJson = <S extends z.ZodType>(path: string, options: CallOptions<S>): Promise<z.output<S>> =>
  call('GET', path, undefined, options)

/** A state-changing call of our API. @throws as getJson */
export const sendJson = <S extends z.ZodType>(
  method: 'POST' | 'PUT' | 'PATCH' | 'DELETE',
  path: string,
  body: unknown,
  options: CallOptions<S>,
): Promise<z.output<S>> => call(method, path, body, options)

async function call<S extends z.ZodType>(
  method: string,
  path: string,
  body: unknown,
  options: CallOptions<S>,
): Promise<z.output<S>> {
  const response = await fetch(withQuery(path, options.query), {
    method,
    signal: options.signal ?? null,
    headers: body === undefined ? {} : { 'Content-Type': 'application/json' },
    body: body === undefined ? null : JSON.stringify(body),
  })
  const answer: unknown = response.status === 204 ? undefined : await response.json().catch(() => undefined)
  if (!response.ok) throw toApiError(response.status, answer)
  return options.schema.parse(answer)
}

/** What a problem document says, or that there is none. */
export function toApiError(status: number, answer: unknown): ApiError {
  const problem = problemSchema.safeParse(answer)
  if (!problem.success) return new ApiError(status, 'server.error', `The server answered ${status}.`, [], {})
  const { code, detail, title, errors } = problem.data
  return new ApiError(status, code, detail || title, errors, answer as Record<string, unknown>)
}

export function withQuery(path: string, query: Record<string, QueryValue> = {}): string {
  const parameters = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    if (value === undefined || value === null) continue
    for (const one of [value].flat()) parameters.append(name, String(one))
  }
  const text = parameters.toString()
  return text ? `${path}?${text}` : path
}
