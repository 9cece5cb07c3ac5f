import { BUILD_HEADER, noteBuild, pageBuild, requireSameBuild } from './page-build'

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

interface RequestOptions {
  query?: Record<string, QueryValue>
  signal?: AbortSignal
}

/**
 * GET of our API. `T` is the view that the endpoint declares as its answer; tests hold each answer against it, so that nothing
 * is checked here. @throws ApiError; TypeError where the server can't be reached
 */
export const getJson = <T>(path: string, options: RequestOptions = {}): Promise<T> =>
  sendJson<T>('GET', path, undefined, options)

/**
 * A call of our API that changes something; without a type what it answers is of no interest.
 * @throws as getJson; PageError, before anything is sent, where the server has become another build than that of the page
 */
export async function sendJson<T = void>(
  method: Method,
  path: string,
  body: unknown,
  { query, signal }: RequestOptions = {},
): Promise<T> {
  const isWrite = method !== 'GET'
  if (isWrite) requireSameBuild()
  const response = await fetch(withQuery(path, query), {
    method,
    signal: signal ?? null,
    headers: {
      ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      ...(isWrite ? { [BUILD_HEADER]: pageBuild() } : {}),
    },
    body: body === undefined ? null : JSON.stringify(body),
  })
  noteBuild(response.headers)
  const answer: unknown = response.status === 204 ? undefined : await readAnswer(response, isWrite)
  if (response.ok) return answer as T
  // It was told of the other build by this very answer.
  if (isWrite && isRecord(answer) && answer.code === 'page.outdated') requireSameBuild()
  throw toApiError(response.status, answer)
}

/** What was done and can not be read must not look as if it had failed. */
const readAnswer = (response: Response, isWrite: boolean): Promise<unknown> =>
  response.ok && !isWrite ? response.json() : response.json().catch(() => undefined)

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/** What a problem document says, or that there is none. */
export function toApiError(status: number, answer: unknown): ApiError {
  const problem = isRecord(answer) ? answer : {}
  const { code, detail, title, errors } = problem
  if (typeof title !== 'string')
    return new ApiError(status, 'server.error', `The server responded with status ${status}. Try again.`, [], {})
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
