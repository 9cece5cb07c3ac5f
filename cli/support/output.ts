import { DomainError } from '@/lib/core/errors'

export const FAILED = 1
export const WRONG_USE = 2

/** What every command that answers something offers. */
export const JSON_OPTION = ['--json', 'print one JSON object on stdout'] as const

export interface OutputOptions {
  json?: boolean | undefined
}

/** Prints a command's answer: the object as one line of JSON, or the text made for people. */
export function answer(options: OutputOptions, value: object, text: string): void {
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
export function fail(error: unknown, options: OutputOptions = {}): void {
  const known = error instanceof DomainError ? error : undefined
  const isWrongUse = known?.kind === 'invalid' || known?.kind === 'malformed'
  process.exitCode = isWrongUse ? WRONG_USE : FAILED
  if (options.json) answer(options, { error: { code: known?.code ?? 'command.failed', message: messageOf(error) } }, '')
  progress(isForPeople(error) ? messageOf(error) : ((error as Error).stack ?? messageOf(error)))
}

const FOR_PEOPLE = new Set(['DomainError', 'StartError', 'EnvError'])

const isForPeople = (error: unknown): boolean => !(error instanceof Error) || FOR_PEOPLE.has(error.name)

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
