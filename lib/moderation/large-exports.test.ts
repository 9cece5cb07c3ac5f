import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { sql } from 'kysely'
import { describe } from 'vitest'
import { createPool } from '@/lib/core/db/client'
import { quarterOf } from '@/lib/core/time/quarters'
import { changeSettings } from '@/lib/settings/commands'
import { cliActor, systemActor } from '@/lib/staff/actor'
import { expect } from '@/tests/support/database'
import { testWithManyCases as test } from '@/tests/support/many-cases'
import { thePolicy } from '@/tests/support/moderation'
import { findLargeScans, noteStatements } from '@/tests/support/sql-snapshot'
import { exportDecisions } from './commands/export-decisions'
import { exportStatements } from './commands/export-statements'
import { countQuarter } from './queries/count-quarter'
import { readDecisions } from './queries/export-decisions'
import { judgeDecisions } from './queries/read-statements'
import { getPublished, getQuarter, listPublished, listQuarters } from './queries/transparency'
import { decisionExportQuery } from './schema/exports'
import { statementsQuery } from './schema/statements'

const LARGE = 10_000
const MEGABYTE = 2 ** 20
/** Each file is several times as much. */
const GROWTH_MAX = 8 * MEGABYTE

setFlagsFromString('--expose-gc')
const collectGarbage = runInNewContext('gc') as () => void

/** Reads a file to its end and tells its size, and by how much what is kept in memory grew on the way. */
async function drain(pieces: AsyncIterable<string>, onPiece: (piece: string) => void) {
  const seen = { bytes: 0, pieces: 0, largest: 0 }
  const heap: number[] = []
  for await (const piece of pieces) {
    onPiece(piece)
    seen.bytes += piece.length
    seen.largest = Math.max(seen.largest, piece.length)
    seen.pieces += 1
    if (seen.pieces % 20 !== 0) continue
    collectGarbage()
    heap.push(process.memoryUsage().heapUsed)
  }
  // The first ones have what is loaded and compiled once.
  const [base = 0, ...later] = heap.slice(1)
  return { ...seen, growth: Math.max(0, ...later) - base }
}

const never = new AbortController().signal

describe('with 100,000 cases', () => {
  test.for(['csv', 'json'] as const)(
    '%s has all of them, and memory stays flat',
    { timeout: 180_000 },
    async (format, { db }) => {
      const { rows } = await sql<{ count: number }>`select count(*) from moderation_action`.execute(db)
      const file = await exportDecisions(db, systemActor, decisionExportQuery.parse({ format }))
      let lines = 0
      const { bytes, largest, growth } = await drain(file.pieces(never), (piece) => {
        lines += piece.split('\n').length - 1
      })
      // A header, or the two lines of the brackets.
      expect(lines).toBe((rows[0]?.count ?? 0) + { csv: 1, json: 2 }[format])
      expect(bytes).toBeGreaterThan((10 * GROWTH_MAX) / (format === 'csv' ? 2 : 1))
      expect(largest).toBeLessThan(2 * MEGABYTE)
      expect(growth).toBeLessThan(GROWTH_MAX)
    },
  )

  test('statements are made in calls of 100, and memory stays flat', async ({ db }) => {
    await changeSettings(db, cliActor, { dsaSubmits: true })
    await sql`update policy set dsa = ${JSON.stringify(PARTICULARS)}::jsonb`.execute(db)
    const file = await exportStatements(db, systemActor, statementsQuery.parse({ from: daysAgo(400), format: 'jsonl' }))
    const sizes: number[] = []
    const { growth } = await drain(file.pieces(never), (line) => {
      sizes.push((JSON.parse(line) as { statements: unknown[] }).statements.length)
    })
    expect(sizes.slice(0, -1).every((size) => size === 100)).toBe(true)
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeGreaterThan(20_000)
    expect(growth).toBeLessThan(GROWTH_MAX)
  }, 180_000)

  test('no page, file or summary reads a large table from end to end', async ({ db, connectionString }) => {
    const pool = createPool(connectionString, 2)
    const noted = noteStatements(pool)
    const now = new Date()
    const to = now
    const from = new Date(now.getTime() - 7 * 86_400_000)
    const context = { zone: 'UTC', language: null, territory: [] }
    for (const given of [{}, { policyId: await thePolicy(db) }])
      await take(readDecisions(noted.db, { from, to, ...given }, never))
    await take(judgeDecisions(noted.db, { period: { from, to }, context }))
    await countQuarter(noted.db, { from, to })
    await listQuarters(noted.db)
    await getQuarter(noted.db, quarterOf(now.toISOString(), 'UTC'), from)
    await listPublished(noted.db)
    await getPublished(noted.db, '2026-q1').catch(() => undefined)
    const scans = await findLargeScans(pool, noted.take(), LARGE)
    await pool.end()
    expect(scans).toEqual([])
  }, 120_000)
})

const daysAgo = (days: number): string => new Date(Date.now() - days * 86_400_000).toISOString()

/** Two pages of what comes in pages, so that the second one's query is seen as well. */
async function take(pages: AsyncGenerator<unknown>): Promise<void> {
  for (let count = 0; count < 1_200; count += 1) if ((await pages.next()).done) return
  await pages.return(undefined)
}

const PARTICULARS = {
  ...{ ground: 'incompatible', reference: 'Rules, 3', explanation: 'Nobody asked for it', referenceUrl: null },
  ...{ isIllegalToo: false, category: 'STATEMENT_CATEGORY_OTHER_VIOLATION_TC', facts: '', custom: '' },
  ...{ hide: 'DECISION_VISIBILITY_CONTENT_DISABLED', remove: 'DECISION_VISIBILITY_CONTENT_REMOVED' },
}
