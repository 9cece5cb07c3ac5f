import { sql } from 'kysely'
import type { ReadDb } from '@/lib/core/db/types'
import { notFound } from '@/lib/core/errors'
import type { Actor } from '@/lib/staff/actor'
import { emptyConfusion, toFigures } from '../engine/backtest'
import type { BacktestResult, BacktestState, BacktestView } from '../schema/backtests'
import { canWorkEveryQueue } from './queue-access'

const SHOWN = 20

interface Row {
  id: string
  rule_id: string
  version: number
  state: BacktestState
  source: BacktestView['source']
  rows_done: number
  bytes_done: number
  bytes_total: number | null
  rows_total: number | null
  result: BacktestResult | null
  error: string | null
  created_at: Date
  started_at: Date | null
  finished_at: Date | null
}

const COLUMNS = sql`id, rule_id, version, state, source, rows_done, bytes_done, bytes_total, rows_total, result, error, created_at, started_at,
  finished_at`

/**
 * A backtest. Texts of past decisions may be of any queue: they are shown to who works all of them.
 * @throws DomainError `backtest.not_found`
 */
export async function getBacktest(db: ReadDb, actor: Actor, id: string): Promise<BacktestView> {
  const { rows } = await sql<Row>`select ${COLUMNS} from rule_backtest where id = ${id}`.execute(db)
  const row = rows[0]
  if (!row) throw notFound('backtest', id)
  return toView(row, await canWorkEveryQueue(db, actor))
}

/** The backtests of a rule, the latest first. */
export async function listBacktests(
  db: ReadDb,
  actor: Actor,
  ruleId: string,
): Promise<{ items: BacktestView[]; next: null }> {
  const { rows } = await sql<Row>`
    select ${COLUMNS} from rule_backtest where rule_id = ${ruleId}
    order by created_at desc, id limit ${sql.lit(SHOWN)}`.execute(db)
  const seesAll = await canWorkEveryQueue(db, actor)
  return { items: rows.map((row) => toView(row, seesAll)), next: null }
}

const NOTHING: BacktestResult = {
  ...toFigures(emptyConfusion()),
  repeated: 0,
  distinct: null,
  undecided: 0,
  classified: null,
  badLines: 0,
  badLineSamples: [],
  falsePositives: [],
  falseNegatives: [],
  diff: null,
}

/** The figures alone. */
const withoutSamples = (result: BacktestResult): BacktestResult => ({
  ...result,
  falsePositives: [],
  falseNegatives: [],
  diff: result.diff && { ...result.diff, gainedTexts: [], lostTexts: [] },
})

const resultOf = ({ result, source }: Row, seesAll: boolean): BacktestResult | null =>
  result && (seesAll || source === 'file' ? result : withoutSamples(result))

const toView = (row: Row, seesAll: boolean): BacktestView => ({
  ...NOTHING,
  ...(resultOf(row, seesAll) ?? { rows: row.rows_done }),
  id: row.id,
  ruleId: row.rule_id,
  version: row.version,
  state: row.state,
  source: row.source,
  progress: row.state === 'running' ? progressOf(row) : null,
  error: row.error,
  createdAt: row.created_at.toISOString(),
  startedAt: row.started_at?.toISOString() ?? null,
  finishedAt: row.finished_at?.toISOString() ?? null,
})

/** Of a file its bytes, of decisions their number; null before that is known. */
function progressOf({ bytes_done, bytes_total, rows_done, rows_total }: Row): number | null {
  if (bytes_total) return Math.min(1, bytes_done / bytes_total)
  return rows_total ? Math.min(1, rows_done / rows_total) : null
}
