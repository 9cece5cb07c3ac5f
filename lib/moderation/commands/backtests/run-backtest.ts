import { inTransaction } from '@/lib/core/db/transaction'
import type { Db, Trx } from '@/lib/core/db/types'
import { isDomainError } from '@/lib/core/errors'
import { publishChange } from '@/lib/core/realtime/publish'
import type { ScreenedItem } from '../../engine/compile'
import { matcherHost, type RuleSet, ruleSet } from '../../engine/host'
import type { RuleBody } from '../../engine/schema'
import { classifierOf, signalsNeeded } from '../../engine/signals'
import { backtestRuleTask } from '../../tasks'
import { findScores } from '../classifiers/find-scores'
import { createTally, type Tally } from './backtest-tally'
import { endBacktest } from './end-backtest'
import { countDecided, type LabelledChunk, readDecidedChunks, readFileChunks } from './labelled-sources'

/** Items that the engine gets at once. */
const CHUNK_SIZE = 500
const TIME_LIMIT_MS = 60_000
/** How often the page hears of it. */
const ANNOUNCE_EVERY_MS = 1_000
/** A classifier is asked about so many texts of a backtest at most, and once in so long: it has what comes in to answer. */
const CLASSIFIED_MAX = 5_000
const CLASSIFY_EVERY_MS = 250

interface Started {
  id: string
  ruleId: string
  rules: RuleSet
  file: Buffer | null
  tally: Tally
  tries: number
}

/** What another try may not meet; texts that take too long do so again. */
const MAY_PASS: ReadonlySet<string> = new Set(['rules.busy', 'rules.engine_failed'])

/** Somebody has cancelled it meanwhile. */
class Cancelled extends Error {}

/**
 * The job of a backtest: the same engine as live, from the start whenever the worker before was killed. What can't be read is
 * its end; an engine that can't answer is tried again, as often as the job is, and then is its end, too.
 */
export async function runBacktest(db: Db, id: string, signal: AbortSignal): Promise<void> {
  const started = await start(db, id)
  if (!started) return
  const { tally } = started
  try {
    await countAll(db, started, signal)
    await addPositions(started)
    await endBacktest(db, started, { state: 'done', result: tally.result() })
  } catch (error) {
    if (error instanceof Cancelled) return
    // The worker leaves, and hands its job back as if it had not begun it.
    if (signal.aborted) await uncountTry(db, id)
    else {
      const reason = reasonToEnd(error, started.tries)
      if (reason) await endBacktest(db, started, { state: 'failed', error: reason })
      // What nobody foresaw goes to the log as well.
      if (reason && isDomainError(error)) return
    }
    throw error
  }
}

/** Why no other try is made; null where one is. */
function reasonToEnd(error: unknown, tries: number): string | null {
  if (isDomainError(error) && !MAY_PASS.has(error.code)) return error.message
  if (tries < backtestRuleTask.maxAttempts) return null
  const what = isDomainError(error) ? error.message : 'Something went wrong. See the worker’s log.'
  return `${what} All ${tries} attempts failed.`
}

async function countAll(db: Db, started: Started, signal: AbortSignal): Promise<void> {
  const { id, ruleId, tally, file } = started
  let announcedAt = 0
  for await (const part of file ? readFileChunks(file) : readDecidedChunks(db)) {
    signal.throwIfAborted()
    await countPart(db, started, part, signal)
    const isDue = Date.now() - announcedAt >= ANNOUNCE_EVERY_MS
    if (isDue) announcedAt = Date.now()
    await noteProgress(db, id, ruleId, { rows: tally.rows(), bytes: part.bytesDone, isAnnounced: isDue })
  }
}

const uncountTry = (db: Db, id: string) =>
  inTransaction(db, (trx) =>
    trx
      .updateTable('rule_backtest')
      .set((eb) => ({ tries: eb('tries', '-', 1) }))
      .where('id', '=', id)
      .where('state', '=', 'running')
      .execute(),
  )

const beginTry = (trx: Trx, id: string) =>
  trx
    .updateTable('rule_backtest')
    .set((eb) => ({
      state: 'running',
      started_at: new Date(),
      rows_done: 0,
      bytes_done: 0,
      tries: eb('tries', '+', 1),
    }))
    .where('id', '=', id)
    .where('state', 'in', ['queued', 'running'])
    .returning(['rule_id', 'version', 'live_version', 'source', 'tries'])
    .executeTakeFirst()

async function start(db: Db, id: string): Promise<Started | null> {
  const row = await inTransaction(db, (trx) => beginTry(trx, id))
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
  if (row.source === 'decisions') {
    const total = await countDecided(db)
    await inTransaction(db, (trx) =>
      trx.updateTable('rule_backtest').set({ rows_total: total }).where('id', '=', id).execute(),
    )
  }
  return {
    id,
    ruleId: row.rule_id,
    rules: ruleSet(rules),
    file: kept?.content ?? null,
    tally: createTally(row.live_version),
    tries: row.tries,
  }
}

async function countPart(
  db: Db,
  { rules, tally }: Started,
  { items, bad }: LabelledChunk,
  signal: AbortSignal,
): Promise<void> {
  tally.addBad(bad)
  for (let first = 0; first < items.length; first += CHUNK_SIZE) {
    const piece = items.slice(first, first + CHUNK_SIZE)
    const screened = await scoreItems(db, { rules, tally }, piece, signal)
    const screenings = await matcherHost().screen(rules, screened, { timeLimitMs: TIME_LIMIT_MS })
    for (const [index, { label }] of piece.entries()) {
      const { matched = [], unknown = [] } = screenings[index] ?? {}
      const item = screened[index] ?? { text: '' }
      const has = (rule: number) => matched.some((match) => match.rule === rule)
      const missing = unknown.find(({ rule }) => rule === 0)?.missing ?? null
      tally.add({
        ...{ item, label, matched: has(0), matchedLive: has(1), isUnknown: missing !== null },
        isUnclassified: missing?.some((one) => classifierOf(one) !== null) ?? false,
      })
    }
  }
}

/** The items with what classifiers say of them, as far as a backtest may ask. */
async function scoreItems(
  db: Db,
  { rules, tally }: Pick<Started, 'rules' | 'tally'>,
  piece: LabelledChunk['items'],
  signal: AbortSignal,
): Promise<ScreenedItem[]> {
  const items = piece.map(({ item }) => item)
  if (signalsNeeded(rules.rules).classifiers.length === 0) return items
  const pace = { textsMax: Math.max(0, CLASSIFIED_MAX - tally.sent()), everyMs: CLASSIFY_EVERY_MS }
  const { signals, sent } = await findScores(db, rules, items, { pace, signal, timeLimitMs: TIME_LIMIT_MS })
  tally.addSent(sent)
  return items.map(({ text, signals: known }, index) => ({ text, signals: { ...known, ...signals[index] } }))
}

/** Where the rule matched is asked for the samples only: for all it would take twenty times as long. */
async function addPositions({ rules, tally }: Started): Promise<void> {
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
