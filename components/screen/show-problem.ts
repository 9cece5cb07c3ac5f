import type { FieldPath, FieldValues, UseFormReturn } from 'react-hook-form'
import { ApiError } from '@/lib/core/http/client'
import { describeFailure, fieldMessage } from './form-problem'

/**
 * Puts the errors of a problem document on the fields that they name, and what names none on the form as a whole
 * (`errors.root`). What was typed stays.
 * @param isField whether a path of the API has a field, where the form's values have another shape
 */
export function showProblem<T extends FieldValues, Output>(
  form: UseFormReturn<T, unknown, Output>,
  error: unknown,
  isField: (path: string) => boolean = (path) => hasPath(form.getValues(), path),
): void {
  const issues = error instanceof ApiError ? error.issues : []
  const known = issues.filter(({ path }) => isField(path))
  for (const [index, { path, message }] of known.entries())
    form.setError(path as FieldPath<T>, { type: 'server', message }, { shouldFocus: index === 0 })
  const unknown =
    known.length === 0 ? describeFailure(error) : describeIssues(issues.filter((one) => !known.includes(one)))
  if (unknown) form.setError('root', { type: 'server', message: unknown })
}

function hasPath(values: unknown, path: string): boolean {
  const [head, ...rest] = path.split('.')
  if (!head || typeof values !== 'object' || values === null || !Object.hasOwn(values, head)) return false
  return rest.length === 0 || hasPath((values as Record<string, unknown>)[head], rest.join('.'))
}

export interface FieldProblem {
  path: string
  message: string
}

/** A problem whose field is not on the screen: the field's name in the API stands in for its label. */
function describeIssue({ path, message }: FieldProblem): string {
  const name = path.split('.').findLast((part) => !/^\d*$/.test(part)) ?? 'this'
  const label = name.replaceAll(/([a-z\d])([A-Z])/g, '$1 $2').toLowerCase()
  return fieldMessage(label.charAt(0).toUpperCase() + label.slice(1), message) ?? ''
}

/** Problems in sentences. */
export const describeIssues = (issues: readonly FieldProblem[]): string => issues.map(describeIssue).join(' ')
