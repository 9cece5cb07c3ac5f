import { isDatabaseUnavailable } from '../db/is-unavailable'
import { DomainError } from '../errors'

export const EXIT_FAILURE = 1
export const EXIT_USAGE = 2

/** What every command that answers something offers. */
export const JSON_OPTION = ['--json', 'print one JSON object on stdout'] as const

export interface OutputOptions {
  json?: boolean | undefined
}

/** Prints a command's answer: the object as one line of JSON, or the text made for people. */
export function printResult(options: OutputOptions, value: object, text: string): void {
  process.stdout.write(`${options.json ? JSON.stringify(value) : text}\n`)
}

/** A line of progress: on stderr, which leaves stdout to the answer. */
export function progress(line: string): void {
  process.stderr.write(`${line}\n`)
}

/**
 * Says why a command failed and sets the exit code: 2 where the input was wrong, else 1. Errors made for people are their
 * message; others bring their stack, since they are ours.
 */
export function exitWithError(thrown: unknown, options: OutputOptions = {}): void {
  const error = causeOfAbort(thrown)
  const known = error instanceof DomainError ? error : undefined
  const isWrongUse = known?.kind === 'invalid' || known?.kind === 'malformed'
  process.exitCode = isWrongUse ? EXIT_USAGE : EXIT_FAILURE
  if (options.json)
    printResult(options, { error: { code: known?.code ?? 'command.failed', message: messageOf(error) } }, '')
  progress(isForPeople(error) ? messageOf(error) : ((error as Error).stack ?? messageOf(error)))
}

const FOR_PEOPLE = new Set(['DomainError', 'StartError', 'EnvError'])

/** Node's timers say that they were aborted, and keep why in the cause. */
const causeOfAbort = (error: unknown): unknown =>
  error instanceof Error && error.name === 'AbortError' && error.cause instanceof Error ? error.cause : error

const UNKNOWN_TABLE = '42P01'

const isForPeople = (error: unknown): boolean =>
  !(error instanceof Error) || FOR_PEOPLE.has(error.name) || reasonOfDatabase(error) !== null

const messageOf = (error: unknown): string =>
  reasonOfDatabase(error) ?? (error instanceof Error ? error.message : String(error))

function reasonOfDatabase(error: unknown): string | null {
  if (isDatabaseUnavailable(error))
    return `The connection to the database was lost (${(error as Error).message}). Try again when the database is running.`
  const { code } = (error ?? {}) as { code?: unknown }
  return code === UNKNOWN_TABLE ? "The database schema isn't up to date. Run guildhall migrate." : null
}
