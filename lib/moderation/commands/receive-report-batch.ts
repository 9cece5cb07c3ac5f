import { inTransaction } from '@/lib/core/db/transaction'
import type { Db, Trx } from '@/lib/core/db/types'
import { invalid } from '@/lib/core/errors'
import { fromZodError, toProblemBody } from '@/lib/core/http/problem'
import { validationMessage } from '@/lib/core/validation-message'
import { type Actor, requirePermission } from '@/lib/staff/actor'
import { type ReportInput, type ReportResult, type ReportResults, reportInput } from '../schema/reports'
import { receiveReports } from './receive-reports'

type BatchResult = ReportResults['results'][number]

/**
 * Takes in the reports of a batch that are good, all of them or none, and says of each of the others what is wrong with it.
 * Answers in their order.
 * @throws DomainError `permission.denied`
 */
export async function receiveReportBatch(
  db: Db,
  actor: Actor,
  rows: readonly unknown[],
  now?: Date,
): Promise<BatchResult[]> {
  requirePermission(actor, 'reports:write')
  return inTransaction(db, async (trx) => {
    const checked = await checkRows(trx, rows)
    const good = checked.flatMap((row) => ('report' in row ? [row.report] : []))
    const taken = good.length > 0 ? await receiveReports(trx, actor, good, now) : []
    let next = 0
    return checked.map((row) => ('report' in row ? (taken[next++] as ReportResult) : row))
  })
}

type Checked = { report: ReportInput } | Exclude<BatchResult, ReportResult>

async function checkRows(trx: Trx, rows: readonly unknown[]): Promise<Checked[]> {
  const parsed = rows.map((row) => reportInput.safeParse(row, { error: validationMessage }))
  const ids = [...new Set(parsed.flatMap(({ data }) => data?.policyId ?? []))]
  const known = new Set(
    ids.length === 0
      ? []
      : (
          await trx.selectFrom('policy').select('id').where('id', 'in', ids).where('archived_at', 'is', null).execute()
        ).map(({ id }) => id),
  )
  return parsed.map(({ data, error }) => {
    if (!data) return toProblemBody(fromZodError(error))
    if (!data.policyId || known.has(data.policyId)) return { report: data }
    return toProblemBody(invalid('policyId', `Policy ${data.policyId} doesn’t exist.`, 'policy.unknown'))
  })
}
