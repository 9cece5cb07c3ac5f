import type { FieldPath, FieldValues, UseFormReturn } from 'react-hook-form'
import { ApiError } from '@/lib/core/http/client'
import { PageError } from '@/lib/core/http/page-build'

/** What a failed call means for the reader, in a sentence. */
export function describeFailure(error: unknown): string {
  if (error instanceof ApiError) return error.message
  if (error instanceof PageError) return `${error.message} Nothing was changed.`
  return 'The server could not be reached. Nothing was changed; try again.'
}

/**
 * Puts the errors of a problem document on the fields that they name, and what names none on the form as a whole
 * (`errors.root`). What was typed stays.
 */
export function showProblem<T extends FieldValues>(form: UseFormReturn<T>, error: unknown): void {
  const issues = error instanceof ApiError ? error.issues : []
  const values = form.getValues()
  let isPlaced = false
  for (const issue of issues) {
    if (!hasPath(values, issue.path)) continue
    form.setError(issue.path as FieldPath<T>, { type: 'server', message: issue.message }, { shouldFocus: !isPlaced })
    isPlaced = true
  }
  if (!isPlaced) form.setError('root', { type: 'server', message: describeFailure(error) })
}

function hasPath(values: unknown, path: string): boolean {
  const [head, ...rest] = path.split('.')
  if (!head || typeof values !== 'object' || values === null || !Object.hasOwn(values, head)) return false
  return rest.length === 0 || hasPath((values as Record<string, unknown>)[head], rest.join('.'))
}

/** "is needed" under the field Name becomes "Name is needed."; whole sentences stay as they are. */
export function fieldMessage(label: string, message: string | undefined): string | undefined {
  if (!message) return undefined
  const sentence = /^[a-z]/.test(message) ? `${label} ${message}` : message
  return /[.?!]$/.test(sentence) ? sentence : `${sentence}.`
}
