import { recordAudit } from '@/lib/audit/commands'
import { csvTable } from '@/lib/core/csv'
import { inTransaction } from '@/lib/core/db/transaction'
import type { Db } from '@/lib/core/db/types'
import { invalid } from '@/lib/core/errors'
import { getSettings } from '@/lib/settings/queries'
import { type Actor, requirePermission } from '@/lib/staff/actor'
import { readDecisions } from '../queries/export-decisions'
import { toPeriod } from '../rules/periods'
import {
  DECISION_COLUMNS,
  type DecisionExportQuery,
  type ExportedAction,
  type ExportFormat,
  ID_COLUMNS,
} from '../schema/exports'

export interface ExportFile {
  fileName: string
  /** The media type. */
  type: string
  /** The text of the file, piece by piece, as it is asked for. */
  pieces: (signal: AbortSignal) => AsyncGenerator<string>
}

/**
 * A file of the actions of all decisions of a period, one row for each. Nothing is read before the first piece is asked for;
 * that somebody took it is in the audit log by then.
 * @throws DomainError `permission.denied`; `period.empty`, `policy.unknown`, `queue.unknown` (invalid)
 */
export async function exportDecisions(
  db: Db,
  actor: Actor,
  query: DecisionExportQuery,
  now: Date = new Date(),
): Promise<ExportFile> {
  requirePermission(actor, 'exports:read')
  const { zone } = await getSettings(db)
  const { format, policy, queue } = query
  const period = toPeriod(query, zone, now)
  await requireKnown(db, query)
  await inTransaction(db, (trx) =>
    recordAudit(trx, actor, {
      action: 'decisions.exported',
      targetKind: 'export',
      target: null,
      detail: {
        format,
        from: period.from.toISOString(),
        to: period.to.toISOString(),
        policyId: policy,
        queueId: queue,
      },
    }),
  )
  const selection = { ...period, policyId: policy, queueId: queue }
  return {
    fileName: `decisions-${now.toISOString().slice(0, 10)}.${format}`,
    type: TYPES[format],
    pieces: (signal) => WRITERS[format](readDecisions(db, selection, signal)),
  }
}

async function requireKnown(db: Db, { policy, queue }: DecisionExportQuery): Promise<void> {
  if (policy && !(await db.selectFrom('policy').select('id').where('id', '=', policy).executeTakeFirst()))
    throw invalid('policy', `Policy ${policy} doesn’t exist.`, 'policy.unknown')
  if (queue && !(await db.selectFrom('moderation_queue').select('id').where('id', '=', queue).executeTakeFirst()))
    throw invalid('queue', `Queue ${queue} doesn’t exist.`, 'queue.unknown')
}

const TYPES: Record<ExportFormat, string> = {
  csv: 'text/csv; charset=utf-8',
  json: 'application/json',
  jsonl: 'application/jsonl',
}

type Pages = AsyncIterable<ExportedAction[]>

const WRITERS: Record<ExportFormat, (pages: Pages) => AsyncGenerator<string>> = {
  async *csv(pages) {
    const { head, line } = csvTable(DECISION_COLUMNS.map((name) => (ID_COLUMNS.has(name) ? { ids: name } : name)))
    yield head
    for await (const rows of pages)
      yield rows.map((row) => line(DECISION_COLUMNS.map((column) => row[column]))).join('')
  },
  /** One array: valid only when it has come to its end. */
  async *json(pages) {
    yield '['
    let before = '\n'
    for await (const rows of pages) {
      yield before + rows.map((row) => JSON.stringify(row)).join(',\n')
      before = ',\n'
    }
    yield '\n]\n'
  },
  async *jsonl(pages) {
    for await (const rows of pages) yield rows.map((row) => `${JSON.stringify(row)}\n`).join('')
  },
}
