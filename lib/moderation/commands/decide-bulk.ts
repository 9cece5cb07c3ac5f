import type { Db } from '@/lib/core/db/types'
import { isDomainError } from '@/lib/core/errors'
import { fromZodError, toProblemBody } from '@/lib/core/http/problem'
import { type Actor, requirePermission } from '@/lib/staff/actor'
import { bulkRow } from '../schema/decisions'
import { decideCase } from './decide-case'

export type BulkResult =
  | { caseId: number | null; status: 201; decisionId: string; version: number }
  | { caseId: number | null; status: number; problem: Record<string, unknown> }

/**
 * Decides many cases, each in a transaction of its own: what one is refused for keeps no other back. Answers in their order.
 * @throws DomainError `permission.denied`
 */
export async function decideBulk(db: Db, actor: Actor, rows: readonly unknown[], now?: Date): Promise<BulkResult[]> {
  requirePermission(actor, 'cases:write')
  const results: BulkResult[] = []
  // One after another: each takes the audit chain's lock, which would line them up anyway.
  for (const row of rows) results.push(await decideRow(db, actor, row, now))
  return results
}

async function decideRow(db: Db, actor: Actor, row: unknown, now: Date | undefined): Promise<BulkResult> {
  const parsed = bulkRow.safeParse(row)
  if (!parsed.success) {
    const caseId = (row as { caseId?: unknown } | null)?.caseId
    return { caseId: typeof caseId === 'number' ? caseId : null, ...toProblemBody(fromZodError(parsed.error)) }
  }
  const { caseId, ...ruling } = parsed.data
  try {
    return {
      caseId,
      status: 201,
      ...(await decideCase(db, actor, { ...ruling, caseId, claimToken: null, ...(now ? { now } : {}) })),
    }
  } catch (error) {
    if (!isDomainError(error)) throw error
    return { caseId, ...toProblemBody(error) }
  }
}
