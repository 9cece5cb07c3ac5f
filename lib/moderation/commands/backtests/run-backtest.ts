import { sql } from 'kysely'
import { shareErasure } from '@/lib/community/erased'
import { inTransaction } from '@/lib/core/db/transaction'
import type { Db, Trx } from '@/lib/core/db/types'
import { isDomainError } from '@/lib/core/errors'
import { publishChange } from '@/lib/core/realtime/publish'
import { matcherHost, type RuleSet, ruleSet } from '../../engine/host'
import type { RuleBody } from '../../engine/schema'
import type { BacktestResult } from '../../schema/backtests'
import { createTally, type Tally } from './backtest-tally'
import { type LabelledPart, readDecidedParts, readFileParts } from './labelled-sources'

/** Items that the engine gets at once. */
const PIECE = 500
const TIME_LIMIT_MS = 60_000
/** How often the page hears of it. */
const ANNOUNCE_EVERY_MS = 1_000

interface Started {
  ruleId: string
  rules: RuleSet
  file: Buffer | null
  tally: Tally
}

/** What another try may not meet; texts that take too long do so again. */
const MAY_PASS: ReadonlySet<string> = new Set(['rules.busy', 'rules.engine_failed'])

/** Somebody has cancelled it meanwhile. */
class Cancelled extends Error {}

/**
 * The job of a backtest: the same engine as live, from the start whenever the worker before was killed. What can't be read is
 * its end; an engine that can't answer is tried again.
 */
export async function runBacktest(db: Db, id: string, signal: AbortSignal): Promise<void> {
  const started = await start(db, id)
  if (!started) return
  const { tally } = started
  try {
    const parts = started.file ? readFileParts(started.file) : readDecidedParts(db)
    let announcedAt = 0
    for await (const part of parts) {
      signal.throwIfAborted()
      await countPart(started, part)
      const isDue = Date.now() - announcedAt >= ANNOUNCE_EVERY_MS
      if (isDue) announcedAt = Date.now()
      await noteProgress(db, id, started.ruleId, { rows: tally.rows(), bytes: part.bytesDone, isAnnounced: isDue })
    }
    await addPlaces(started)
    await finish(db, id, started.ruleId, { state: 'done', result: tally.result() })
  } catch (error) {
    if (error instanceof Cancelled) return
    if (!isDomainError(error) || MAY_PASS.has(error.code)) throw error
    await finish(db, id, started.ruleId, { state: 'failed', error: error.message })
  }
}

async function start(db: Db, id: string): Promise<Started | null> {
  const row = await db
    .updateTable('rule_backtest')
    .set({ state: 'running', started_at: new Date(), rows_done: 0, bytes_done: 0 })
    .where('id', '=', id)
    .where('state', 'in', ['queued', 'running'])
    .returning(['rule_id', 'version', 'live_version', 'source'])
    .executeTakeFirst()
  if (!row) return null
  const versions = [row.version, ...(row.live_version === null ? [] : [row.live_version])]
  const bodies = await db
    .selectFrom('moderation_rule_version')
    .select(['version', 'body'])
    .where('rule_id', '=', row.rule_id)
    .where('version', 'in', versions)
    .execute()
  const rules = versions.flatMap((version) => {
    const found = bodies.find((body) => body.version === version)
    return found ? [found.body as unknown as RuleBody] : []
  })
  const kept = await db
    .selectFrom('rule_backtest_file')
    .select('content')
    .where('backtest_id', '=', id)
    .executeTakeFirst()
  // It was cancelled between the two statements.
  if (row.source === 'file' && !kept) return null
  return {
    ruleId: row.rule_id,
    rules: ruleSet(rules),
    file: kept?.content ?? null,
    tally: createTally(row.live_version),
  }
}

async function countPart({ rules, tally }: Started, { items, bad }: LabelledPart): Promise<void> {
  tally.addBad(bad)
  for (let first = 0; first < items.length; first += PIECE) {
    const piece = items.slice(first, first + PIECE)
    const screenings = await matcherHost().screen(
      rules,
      piece.map(({ item }) => item),
      { timeLimitMs: TIME_LIMIT_MS },
    )
    for (const [index, { item, label }] of piece.entries()) {
      const { matched = [], unknown = [] } = screenings[index] ?? {}
      const has = (rule: number) => matched.some((match) => match.rule === rule)
      tally.add({ item, label, matched: has(0), matchedLive: has(1), isUnknown: unknown.includes(0) })
    }
  }
}

/** Where the rule matched is asked for the samples only: for all it would take twenty times as long. */
async function addPlaces({ rules, tally }: Started): Promise<void> {
  const items = tally.samples()
  if (items.length === 0) return
  const screenings = await matcherHost().screen(rules, items, { hits: true, timeLimitMs: TIME_LIMIT_MS })
  tally.addPlaces(screenings.map(({ matched }) => matched.find(({ rule }) => rule === 0)?.hits ?? []))
}

async function noteProgress(
  db: Db,
  id: string,
  ruleId: string,
  { rows, bytes, isAnnounced }: { rows: number; bytes: number; isAnnounced: boolean },
): Promise<void> {
  await inTransaction(db, async (trx) => {
    const { numUpdatedRows } = await trx
      .updateTable('rule_backtest')
      .set({ rows_done: rows, bytes_done: bytes })
      .where('id', '=', id)
      .where('state', '=', 'running')
      .executeTakeFirst()
    if (numUpdatedRows === 0n) throw new Cancelled()
    if (isAnnounced) await publishChange(trx, { topic: 'rules', id: ruleId })
  })
}

async function finish(
  db: Db,
  id: string,
  ruleId: string,
  end: { state: 'done'; result: BacktestResult } | { state: 'failed'; error: string },
): Promise<void> {
  await inTransaction(db, async (trx) => {
    await shareErasure(trx)
    const result = end.state === 'done' ? { result: JSON.stringify(await withoutErased(trx, id, end.result)) } : {}
    const { numUpdatedRows } = await trx
      .updateTable('rule_backtest')
      .set({ ...end, ...result, finished_at: new Date() })
      .where('id', '=', id)
      .where('state', '=', 'running')
      .executeTakeFirst()
    if (numUpdatedRows === 0n) return
    await trx.deleteFrom('rule_backtest_file').where('backtest_id', '=', id).execute()
    await publishChange(trx, { topic: 'rules', id: ruleId })
  })
}

/** Samples may be of somebody who was erased since they were read: then none is kept. */
async function withoutErased(trx: Trx, id: string, result: BacktestResult): Promise<BacktestResult> {
  const { rows } = await sql`
    select from member where erased_at is not null and erased_at >= (select started_at from rule_backtest where id = ${id}) limit 1`.execute(
    trx,
  )
  if (rows.length === 0) return result
  const diff = result.diff && { ...result.diff, gainedTexts: [], lostTexts: [] }
  return { ...result, falsePositives: [], falseNegatives: [], diff }
}
