import type { ReadDb } from '@/lib/core/db/types'
import type { Period } from '../rules/periods'
import type { StatementContext } from '../rules/statements'
import type { StatementCounts } from '../schema/statements'
import { judgeDecisions } from './read-statements'

interface StatementFilter {
  period: Period
  context: StatementContext
  signal: AbortSignal
}

/** How many statements of reasons a period has, and why the others can't be made: each reason once, the most frequent first. */
export async function countStatements(
  db: ReadDb,
  { period, context, signal }: StatementFilter,
): Promise<StatementCounts> {
  const counts = { valid: 0, unneeded: 0, reversed: 0, invalid: 0, estimatedDates: 0 }
  const problems = new Map<string, StatementCounts['problems'][number]>()
  for await (const { caseId, outcome } of judgeDecisions(db, { period, context, signal })) {
    if (outcome.kind === 'statement') {
      counts.valid += 1
      if (outcome.isDateEstimated) counts.estimatedDates += 1
    } else if (outcome.kind === 'problem') {
      counts.invalid += 1
      const { code, reason, policyId } = outcome.problem
      const key = JSON.stringify([code, reason, policyId])
      const known = problems.get(key) ?? { ...outcome.problem, caseId, count: 0 }
      problems.set(key, { ...known, count: known.count + 1 })
    } else counts[outcome.kind] += 1
  }
  return {
    from: period.from.toISOString(),
    to: period.to.toISOString(),
    ...counts,
    problems: [...problems.values()].sort((a, b) => b.count - a.count),
  }
}
