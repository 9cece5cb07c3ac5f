import { sql } from 'kysely'
import type { ReadDb } from '@/lib/core/db/types'
import { notFound } from '@/lib/core/errors'
import type { Actor } from '@/lib/staff/actor'
import { emptyConfusion, toFigures } from '../engine/backtest'
import type { BacktestResult, BacktestState, BacktestView } from '../schema/backtests'
import { worksEveryQueue } from './queue-access'

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
  result: BacktestResult | null
  error: string | null
  created_at: Date
  started_at: Date | null
  finished_at: Date | null
}

const COLUMNS = sql`id, rule_id, version, state, source, rows_done, bytes_done, bytes_total, result, error, created_at, started_at,
  finished_at`

/**
 * A backtest. Texts of past decisions may be of any queue: they are shown to who works all of them.
 * @throws DomainError `backtest.not_found`
 */
export async function getBacktest(db: ReadDb, actor: Actor, id: string): Promise<BacktestView> {
  const { rows } = await sql<Row>`select ${COLUMNS} from rule_backtest where id = ${id}`.execute(db)
  const row = rows[0]
  if (!row) throw notFound('backtest', id)
  return toView(row, await worksEveryQueue(db, actor))
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
  const seesAll = await worksEveryQueue(db, actor)
  return { items: rows.map((row) => toView(row, seesAll)), next: null }
}

const NOTHING: BacktestResult = {
  ...toFigures(emptyConfusion()),
  repeated: 0,
  undecided: 0,
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
  ...(resultOf(row, seesAll) ?? { ...NOTHING, rows: row.rows_done }),
  id: row.id,
  ruleId: row.rule_id,
  version: row.version,
  state: row.state,
  source: row.source,
  progress: row.state === 'running' && row.bytes_total ? Math.min(1, row.bytes_done / row.bytes_total) : null,
  error: row.error,
  createdAt: row.created_at.toISOString(),
  startedAt: row.started_at?.toISOString() ?? null,
  finishedAt: row.finished_at?.toISOString() ?? null,
})
