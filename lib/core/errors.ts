/** What kind of refusal an error is; the HTTP translation of each stands in http/problem.ts, the CLI's in cli/. */
export type ErrorKind =
  | 'malformed'
  | 'wrong_method'
  | 'too_large'
  | 'unauthenticated'
  | 'forbidden'
  | 'not_found'
  | 'conflict'
  | 'invalid'
  | 'too_many'
  | 'unavailable'
  | 'upstream'

export interface FieldIssue {
  /** Path of the field in the input, for example `schedule.intervalSeconds`. */
  path: string
  message: string
}

export interface DomainErrorOptions {
  /** Fields at fault, for `invalid`. */
  issues?: FieldIssue[]
  /** Members added to the problem document, for example the winner of a conflict. */
  extra?: Record<string, unknown>
  /** For `too_many` and `unavailable`: when to try again. */
  retryAfterSeconds?: number
  cause?: unknown
}

/**
 * The one error that commands and queries throw on purpose. `code` is `noun.reason` (`run.already_running`), stable for
 * clients; `message` is a sentence for people.
 */
export class DomainError extends Error {
  override readonly name = 'DomainError'
  readonly issues: FieldIssue[]
  readonly extra: Record<string, unknown>
  readonly retryAfterSeconds: number | undefined

  constructor(
    readonly kind: ErrorKind,
    readonly code: string,
    message: string,
    options: DomainErrorOptions = {},
  ) {
    super(message, { cause: options.cause })
    this.issues = options.issues ?? []
    this.extra = options.extra ?? {}
    this.retryAfterSeconds = options.retryAfterSeconds
  }
}

export const notFound = (noun: string, id: string): DomainError =>
  new DomainError('not_found', `${noun}.not_found`, `There is no ${noun.replaceAll('_', ' ')} ${id}.`)

export const conflict = (code: string, message: string, extra: Record<string, unknown> = {}): DomainError =>
  new DomainError('conflict', code, message, { extra })

export const invalid = (path: string, message: string, code = 'input.invalid'): DomainError =>
  new DomainError('invalid', code, message, { issues: [{ path, message }] })

export const isDomainError = (error: unknown): error is DomainError => error instanceof DomainError
