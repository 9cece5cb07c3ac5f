import { conflict } from '@/lib/core/errors'

export const CASE_STATUSES = ['open', 'escalated', 'decided'] as const
export type CaseStatus = (typeof CASE_STATUSES)[number]

const NEXT: Record<CaseStatus, readonly CaseStatus[]> = {
  open: ['escalated', 'decided'], // A claim is a lease in columns of its own, not a status.
  escalated: ['decided'],
  decided: ['open', 'escalated'], // By undo, an overturned appeal, a report on a newer revision or for a graver policy.
}

/** @throws DomainError `case.bad_transition` (conflict) */
export function transition(from: CaseStatus, to: CaseStatus): CaseStatus {
  if (NEXT[from].includes(to)) return to
  throw conflict('case.bad_transition', `The status of a case can’t change from ${from} to ${to}.`)
}
