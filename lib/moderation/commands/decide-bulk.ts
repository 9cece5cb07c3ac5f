import { withSavepoint } from '@/lib/core/db/transaction'
import type { Db } from '@/lib/core/db/types'
import { isDomainError } from '@/lib/core/errors'
import { fromZodError, toProblemBody } from '@/lib/core/http/problem'
import { validationMessage } from '@/lib/core/validation-message'
import { type Actor, requirePermission } from '@/lib/staff/actor'
import { type BulkResults, bulkRow } from '../schema/decisions'
import { decideCase } from './decide-case'

type BulkResult = BulkResults['results'][number]

/**
 * Decides many cases, each by itself: what one is refused for keeps no other back. Each is a transaction of its own, or, where the
 * caller has one (an Idempotency-Key), all of them commit with it. Answers in their order.
 * @throws DomainError `permission.denied`
 */
export async function decideBulk(db: Db, actor: Actor, rows: readonly unknown[], now?: Date): Promise<BulkResult[]> {
  requirePermission(actor, 'cases:write')
  const results = new Map<number, BulkResult>()
  // In one order for all, so that two bulks wait for each other and never in a circle.
  const ordered = rows.map((row, index) => ({ row, index })).toSorted((a, b) => caseIdOf(a.row) - caseIdOf(b.row))
  // One after another: each takes the audit chain's lock, which would line them up anyway.
  for (const { row, index } of ordered) results.set(index, await decideRow(db, actor, row, now))
  return rows.flatMap((_row, index) => results.get(index) ?? [])
}

function caseIdOf(row: unknown): number {
  const caseId = (row as { caseId?: unknown } | null)?.caseId
  return typeof caseId === 'number' ? caseId : 0
}

async function decideRow(db: Db, actor: Actor, row: unknown, now: Date | undefined): Promise<BulkResult> {
  const parsed = bulkRow.safeParse(row, { error: validationMessage })
  if (!parsed.success) {
    return { caseId: caseIdOf(row) || null, ...toProblemBody(fromZodError(parsed.error)) }
  }
  const { caseId, ...ruling } = parsed.data
  try {
    return {
      caseId,
      status: 201,
      ...(await withSavepoint(db, (own) =>
        decideCase(own, actor, { ...ruling, caseId, claimToken: null, ...(now ? { now } : {}) }),
      )),
    }
  } catch (error) {
    if (!isDomainError(error)) throw error
    return { caseId, ...toProblemBody(error) }
  }
}
