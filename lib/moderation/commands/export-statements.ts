import { z } from 'zod'
import { recordAudit } from '@/lib/audit/commands'
import { decodeCursor, encodeCursor } from '@/lib/core/db/keyset'
import { inTransaction } from '@/lib/core/db/transaction'
import type { Db } from '@/lib/core/db/types'
import { conflict } from '@/lib/core/errors'
import { instantInput } from '@/lib/core/time/instants'
import { getSettings } from '@/lib/settings/queries'
import { type Actor, requirePermission } from '@/lib/staff/actor'
import { countStatements } from '../queries/count-statements'
import { judgeDecisions, type StatementCursor } from '../queries/read-statements'
import { type Period, toPeriod } from '../rules/periods'
import type { StatementContext } from '../rules/statements'
import {
  STATEMENTS_PER_CALL,
  type Statement,
  type StatementCounts,
  type StatementCountsQuery,
  type StatementPage,
  type StatementsQuery,
} from '../schema/statements'
import type { ExportFile } from './export-decisions'

/** Decisions that a page can name as impossible, before it ends for that. */
const INVALID_PER_PAGE = 1_000

const cursor = z.tuple([instantInput, z.uuid()])

interface Prepared {
  period: Period
  context: StatementContext
}

/**
 * The statements of reasons of a period, as many as one call to the transparency database takes, and the decisions among them of
 * which none can be made. The first page of a period is recorded in the audit log.
 * @throws DomainError `permission.denied`; `statements.off` (conflict); `period.empty` (invalid); `page.bad_cursor`
 */
export async function pageStatements(
  db: Db,
  actor: Actor,
  query: StatementsQuery,
  signal?: AbortSignal,
): Promise<StatementPage> {
  const prepared = await prepare(db, actor, query)
  const after = query.after === undefined ? null : toCursor(decodeCursor(query.after, cursor))
  if (!after) await noteExport(db, actor, query, prepared)
  const page: StatementPage = { statements: [], invalid: [], next: null }
  let last: StatementCursor | null = null
  for await (const { decisionId, caseId, place: at, outcome } of judgeDecisions(db, { ...prepared, after, signal })) {
    if (outcome.kind !== 'statement' && outcome.kind !== 'problem') continue
    // The one too many is the first of the next page, so that no page is empty because the one before it was just full.
    if (last && isFull(page)) {
      page.next = encodeCursor([last.at, last.id])
      break
    }
    if (outcome.kind === 'statement') page.statements.push(outcome.statement)
    else page.invalid.push({ decisionId, caseId, ...outcome.problem })
    last = at
  }
  return page
}

const isFull = ({ statements, invalid }: StatementPage): boolean =>
  statements.length >= STATEMENTS_PER_CALL || invalid.length >= INVALID_PER_PAGE

/** All statements of a period: each line of the file is the body of a call. @throws as pageStatements() */
export async function exportStatements(db: Db, actor: Actor, query: StatementsQuery): Promise<ExportFile> {
  const prepared = await prepare(db, actor, query)
  await noteExport(db, actor, query, prepared)
  return {
    fileName: `statements-${query.quarter ?? prepared.period.from.toISOString().slice(0, 10)}.jsonl`,
    type: 'application/jsonl',
    pieces: (signal) => toLines(db, { ...prepared, signal }),
  }
}

/** @throws as pageStatements() */
export async function countStatementsOf(
  db: Db,
  actor: Actor,
  query: StatementCountsQuery,
  signal: AbortSignal,
): Promise<StatementCounts> {
  return countStatements(db, { ...(await prepare(db, actor, query)), signal })
}

async function* toLines(db: Db, asked: Prepared & { signal: AbortSignal }): AsyncGenerator<string> {
  let statements: Statement[] = []
  for await (const { outcome } of judgeDecisions(db, asked)) {
    if (outcome.kind === 'statement') statements.push(outcome.statement)
    if (statements.length < STATEMENTS_PER_CALL) continue
    yield `${JSON.stringify({ statements })}\n`
    statements = []
  }
  if (statements.length > 0) yield `${JSON.stringify({ statements })}\n`
}

async function prepare(db: Db, actor: Actor, query: StatementCountsQuery, now: Date = new Date()): Promise<Prepared> {
  requirePermission(actor, 'exports:read')
  const { zone, dsaSubmits, dsaLanguage, dsaTerritory } = await getSettings(db)
  if (!dsaSubmits) throw conflict('statements.off', 'Statements of reasons are turned off. A manager can turn them on.')
  return { period: toPeriod(query, zone, now), context: { zone, language: dsaLanguage, territory: dsaTerritory } }
}

const noteExport = (db: Db, actor: Actor, { format, quarter }: StatementsQuery, { period }: Prepared): Promise<void> =>
  inTransaction(db, (trx) =>
    recordAudit(trx, actor, {
      action: 'statements.exported',
      targetKind: 'export',
      target: null,
      detail: { format, quarter, from: period.from.toISOString(), to: period.to.toISOString() },
    }),
  )

const toCursor = ([at, id]: z.output<typeof cursor>): StatementCursor => ({ at, id })
