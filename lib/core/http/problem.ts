import type { z } from 'zod'
import { isDatabaseUnavailable } from '../db/is-unavailable'
import { DomainError, type ErrorKind } from '../errors'
import { log } from '../log'
import { toUnknownZoneError } from '../time/database-zones'
import { validationMessage } from '../validation-message'
import type { ProblemMembers } from './problem-members'

const STATUS: Record<ErrorKind, { status: number; title: string }> = {
  malformed: { status: 400, title: 'Malformed request' },
  wrong_method: { status: 405, title: 'Method not allowed' },
  too_large: { status: 413, title: 'Too large' },
  unauthenticated: { status: 401, title: 'Sign-in required' },
  forbidden: { status: 403, title: 'Not allowed' },
  not_found: { status: 404, title: 'Not found' },
  conflict: { status: 409, title: 'Conflict' },
  invalid: { status: 422, title: 'Invalid input' },
  too_many: { status: 429, title: 'Too many requests' },
  unavailable: { status: 503, title: 'Temporarily unavailable' },
  upstream: { status: 502, title: 'External system failed' },
}

/**
 * The one translator of errors to RFC 9457 problem documents: DomainErrors by their kind, a lost database to 503, all else
 * to a 500 that says nothing of the inside and is logged.
 */
export function toProblem(error: unknown): Response {
  const known = asKnown(error)
  if (!known) return problem(500, 'Something went wrong', noteUnknown(error))
  const { status, problem: members } = toProblemBody(known)
  const headers: Record<string, string> = {}
  if (known.retryAfterSeconds !== undefined) headers['Retry-After'] = String(Math.ceil(known.retryAfterSeconds))
  if (status === 401) headers['WWW-Authenticate'] = 'Bearer'
  return problem(status, STATUS[known.kind].title, members, headers)
}

function asKnown(error: unknown): DomainError | undefined {
  if (error instanceof DomainError) return error
  return isDatabaseUnavailable(error) ? databaseGone(error) : toUnknownZoneError(error)
}

function noteUnknown(error: unknown): { code: string; detail: string } {
  log.error({ err: error }, 'a request failed unexpectedly')
  return { code: 'server.error', detail: 'The request failed. The server log has the reason.' }
}

/** Whatever failed, as the row of a batch of questions tells it: the others are answered all the same. */
export function toFailedRow(error: unknown): { status: number; problem: ProblemMembers } {
  const known = asKnown(error)
  return known ? toProblemBody(known) : { status: 500, problem: noteUnknown(error) }
}

/** A refusal as the row of a batch tells it: the status and members that it would have as an answer of its own. */
export function toProblemBody({ kind, code, message, issues, extra }: DomainError): {
  status: number
  problem: ProblemMembers
} {
  const errors = issues.length > 0 ? { errors: issues } : {}
  return { status: STATUS[kind].status, problem: { code, detail: message, ...errors, ...extra } }
}

function problem(
  status: number,
  title: string,
  members: Record<string, unknown>,
  headers: Record<string, string> = {},
): Response {
  return new Response(JSON.stringify({ type: 'about:blank', title, status, ...members }), {
    status,
    headers: { 'Content-Type': 'application/problem+json', 'Cache-Control': 'no-store', ...headers },
  })
}

/** Input as a schema reads it, where a route takes more than one shape. @throws DomainError `input.invalid` (invalid) */
export function parseInput<S extends z.ZodType>(schema: S, value: unknown): z.output<S> {
  const result = schema.safeParse(value, { error: validationMessage })
  if (result.success) return result.data
  throw fromZodError(result.error)
}

/** What a refusal says of one input: more helps nobody, and what comes in must not come back whole. */
const ISSUES_MAX = 100
const PATH_MAX = 40
const MESSAGE_MAX = 500

const shortened = (text: string): string =>
  text.length <= MESSAGE_MAX ? text : `${text.slice(0, MESSAGE_MAX - 1).toWellFormed()}…`

/** A failed check of the input as a DomainError: 422 with the paths at fault, the first of them where there are many. */
export function fromZodError(error: z.ZodError, code = 'input.invalid'): DomainError {
  const issues = error.issues.slice(0, ISSUES_MAX).map((issue) => ({
    path: shortened(issue.path.slice(0, PATH_MAX).join('.')),
    message: shortened(issue.message),
  }))
  const first = issues[0]
  const named = first?.path ? `${first.path}: ${first.message}` : (first?.message ?? 'The input isn’t valid.')
  return new DomainError('invalid', code, named, { issues })
}

const databaseGone = (cause: unknown): DomainError =>
  new DomainError(
    'unavailable',
    'database.unreachable',
    'The database can’t be reached. Nothing was changed. Try again in a moment.',
    {
      cause,
      retryAfterSeconds: 5,
    },
  )
