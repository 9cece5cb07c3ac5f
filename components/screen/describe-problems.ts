import type { FieldErrors } from 'react-hook-form'
import { ApiError } from '@/lib/core/http/client'
import { describeIssues, type FieldProblem } from './show-problem'

/** All that is wrong with a form, by path. */
export function listProblems(errors: FieldErrors | Record<string, unknown>, parent = ''): FieldProblem[] {
  return Object.entries(errors).flatMap(([name, error]) => {
    if (typeof error !== 'object' || error === null || name === 'ref') return []
    const path = parent ? `${parent}.${name}` : name
    const { message, ...nested } = error as Record<string, unknown>
    return [...(typeof message === 'string' ? [{ path, message }] : []), ...listProblems(nested, path)]
  })
}

/** The same in sentences, for where no field shows it. */
export const describeErrors = (errors: FieldErrors): string => describeIssues(listProblems(errors))

/** Whether someone else was quicker, so that there is something newer to load. Other conflicts, a name in use, say, are of a field. */
export const isConflict = (error: unknown): error is ApiError =>
  error instanceof ApiError && error.status === 409 && (error.code.endsWith('.changed') || 'winner' in error.problem)

interface Winner {
  actor?: string | null
  action?: string | null
}

/** What a conflict says, with who was quicker and what they did where the problem document names them. */
export function describeConflict(error: ApiError): string {
  const winner = error.problem.winner as Winner | null | undefined
  const action = winner?.action ? ` (${winner.action})` : ''
  if (!winner?.actor || error.message.includes(winner.actor)) return error.message + action
  return `${error.message} By ${winner.actor}${action}.`
}
