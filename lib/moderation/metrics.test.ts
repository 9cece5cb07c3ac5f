import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { describe, vi } from 'vitest'
import type { Db } from '@/lib/core/db/types'
import { countNewMetrics } from '@/lib/metrics/commands/count-new-metrics'
import { rollUpDirty } from '@/lib/metrics/commands/roll-up'
import { handler as touchRows } from '@/lib/metrics/jobs/touch-rows'
import { getSeries } from '@/lib/metrics/queries/get-series'
import { type PointView, seriesQuery } from '@/lib/metrics/schema'
import { touchRowsTask } from '@/lib/metrics/tasks'
import { systemActor } from '@/lib/staff/actor'
import { test as databaseTest, expect } from '@/tests/support/database'
import { aReport } from '@/tests/support/moderation'
import { liveThrough } from '@/tests/support/moderation-history'
import { receiveReports } from './commands/receive-reports'

const FROM = new Date('2026-03-02T00:00:00Z')
const TO = new Date('2026-05-04T00:00:00Z')
const AS_OF = TO.toISOString()
const UNDO_MS = 8_000

/** Two months of moderation by the commands themselves, and what they touched. */
const test = databaseTest.extend('lived', { scope: 'file' }, async ({ db }) => {
  await liveThrough(db, { seed: 11, steps: 200, moments: [FROM, TO] })
  for (const week of [1, 3, 3]) {
    const link = aReport({ item: { type: 'link', id: `https://gold.example/${randomUUID()}` } })
    await receiveReports(db, systemActor, [link], new Date(FROM.getTime() + week * 7 * 86_400_000 + 1_000))
  }
  const { rows } = await sql<{ payload: unknown }>`
    select payload from graphile_worker._private_jobs as jobs
    join graphile_worker._private_tasks as tasks on tasks.id = jobs.task_id where identifier = ${touchRowsTask.name}`.execute(
    db,
  )
  for (const { payload } of rows) {
    const context = { db, signal: new AbortController().signal } as Parameters<typeof touchRows>[1]
    await touchRows(touchRowsTask.payload.parse(payload), context)
  }
  await rollUpDirty(db)
  return db
})

const ask = (db: Db, query: object) =>
  getSeries(
    db,
    seriesQuery.parse({ from: FROM.toISOString(), to: AS_OF, zone: 'UTC', resolution: 'week', asOf: AS_OF, ...query }),
  )

const counts = (points: readonly PointView[] = []): Record<string, number> =>
  Object.fromEntries(points.flatMap(({ at, value }) => (value === 0 ? [] : [[at.slice(0, 10), value]])))

/** The Monday that begins an instant's week. */
function weekOf(at: Date): string {
  const day = new Date(Math.floor(at.getTime() / 86_400_000) * 86_400_000)
  return new Date(day.getTime() - ((day.getUTCDay() + 6) % 7) * 86_400_000).toISOString().slice(0, 10)
}

function countByWeek(instants: readonly Date[]): Record<string, number> {
  const found: Record<string, number> = {}
  for (const at of instants) if (at >= FROM && at < TO) found[weekOf(at)] = (found[weekOf(at)] ?? 0) + 1
  return found
}

interface CaseRow {
  id: number
  item_type: string
  opening: number
  opened_at: Date
}

interface DecisionRow {
  id: string
  case_id: number
  opening: number
  opened_at: Date | null
  decided_at: Date
  first_report_at: Date | null
  decided_by: string
  reverses_id: string | null
  is_escalation: boolean
}

/** All cases and decisions as they stand, for who counts them without SQL. */
async function readAll(db: Db) {
  const cases = (await sql<CaseRow>`select id, item_type, opening, opened_at from moderation_case`.execute(db)).rows
  const { rows: decisions } = await sql<DecisionRow>`
    select id, case_id, opening, opened_at, decided_at, first_report_at, decided_by, reverses_id,
      exists (select from moderation_action where decision_id = decision.id and type = 'escalate') as is_escalation
    from moderation_decision as decision`.execute(db)
  const { rows: reports } = await sql<{ case_id: number; opening: number; created_at: Date }>`
    select case_id, opening, created_at from moderation_report`.execute(db)
  return { cases, decisions, reports }
}

type All = Awaited<ReturnType<typeof readAll>>

/** Every opening of every case: when it began, and since when somebody waited for the first answer, and when that came. */
function bruteOpenings({ cases, decisions, reports }: All) {
  return cases.flatMap((self) =>
    Array.from({ length: self.opening }, (_, index) => index + 1).flatMap((opening) => {
      const own = decisions.filter(
        (one) => one.case_id === self.id && one.opening === opening && one.opened_at !== null,
      )
      const openedAt = opening === self.opening ? self.opened_at : own[0]?.opened_at
      if (!openedAt) return []
      const answers = own.filter((one) => {
        const back = decisions.find(({ reverses_id }) => reverses_id === one.id)
        const isTold = !back || back.decided_at.getTime() - one.decided_at.getTime() > UNDO_MS
        return isTold && one.decided_by !== 'system' && one.reverses_id === null && !one.is_escalation
      })
      const [first] = answers.sort((a, b) => a.decided_at.getTime() - b.decided_at.getTime())
      const firstReport = reports
        .filter((report) => report.case_id === self.id && report.opening === opening)
        .map((report) => report.created_at.getTime())
        .sort((a, b) => a - b)[0]
      const reported = first ? first.first_report_at?.getTime() : firstReport
      const since = new Date(Math.max(openedAt.getTime(), reported ?? 0))
      const isKnown = first !== undefined || opening === self.opening
      return [{ itemType: self.item_type, openedAt, since: isKnown ? since : null, until: first?.decided_at ?? null }]
    }),
  )
}

/** The estimator of Kaplan and Meier, one length after another. */
function bruteQuantile(rows: readonly { since: Date; until: Date | null }[], share: number): number | null {
  const lengths = rows.map(({ since, until }) => {
    const isOpen = until === null || until > TO
    return { isOpen, seconds: ((isOpen ? TO : until).getTime() - since.getTime()) / 1_000 }
  })
  let surviving = 1
  for (const seconds of [...new Set(lengths.map((one) => one.seconds))].sort((a, b) => a - b)) {
    const atRisk = lengths.filter((one) => one.seconds >= seconds).length
    const ended = lengths.filter((one) => one.seconds === seconds && !one.isOpen).length
    surviving *= 1 - ended / atRisk
    if (ended > 0 && surviving <= 1 - share + 1e-9) return seconds
  }
  return null
}

/** Whoever comes first lives through it. */
vi.setConfig({ testTimeout: 120_000 })

describe('figures of moderation', () => {
  test('cases opened are all openings, by week and by what the item is', async ({ lived: db }) => {
    const openings = bruteOpenings(await readAll(db))
    expect(openings.length).toBeGreaterThan(40)
    const { series } = await ask(db, { metric: 'cases_opened' })
    expect(counts(series[0]?.points)).toEqual(countByWeek(openings.map(({ openedAt }) => openedAt)))
    const { series: lines } = await ask(db, { metric: 'cases_opened', by: 'item_type', top: 10 })
    expect(lines.length).toBeGreaterThan(1)
    for (const { labels, points } of lines) {
      const own = openings.filter(({ itemType }) => itemType === labels.item_type)
      expect(counts(points), labels.item_type).toEqual(countByWeek(own.map(({ openedAt }) => openedAt)))
    }
  })

  test('an installation that had cases before it counted them has the same figures', async ({ lived: db }) => {
    const before = await ask(db, { metric: 'cases_opened' })
    await sql`delete from rollup_quarter where series_id in (select series.id from series join metric on metric.id = metric_id
      where name in ('cases_opened', 'appeals_ruled'))`.execute(db)
    expect(await countNewMetrics(db)).toContain('cases_opened')
    await rollUpDirty(db)
    expect(await ask(db, { metric: 'cases_opened' })).toEqual(before)
    expect(await countNewMetrics(db)).toEqual([])
  })

  test('time to first action is that of brute force, cases that still wait included', async ({ lived: db }) => {
    const openings = bruteOpenings(await readAll(db)).flatMap(({ since, until }) =>
      since && since >= FROM && since < TO ? [{ since, until }] : [],
    )
    expect(openings.filter(({ until }) => until === null || until > TO).length).toBeGreaterThan(5)
    const { series, unit } = await ask(db, { metric: 'time_to_first_action' })
    expect(unit).toBe('seconds')
    expect(series.map(({ labels, name }) => [labels, name])).toEqual([
      [{ quantile: 'p50' }, 'p50'],
      [{ quantile: 'p90' }, 'p90'],
    ])
    for (const [index, share] of [0.5, 0.9].entries()) {
      const line = series[index]
      const own = bruteQuantile(openings, share)
      if (own === null) expect(line?.summary.value).toBeNull()
      else expect(line?.summary.value).toBeCloseTo(own, 3)
      expect(line?.summary.samples).toBe(openings.length)
      const weeks = Map.groupBy(openings, ({ since }) => weekOf(since))
      const expected = [...weeks]
        .map(([week, rows]) => [week, bruteQuantile(rows, share)] as const)
        .filter(([, value]) => value !== null)
        .sort()
      expect(line?.points.map(({ at, value }) => [at.slice(0, 10), value])).toEqual(
        expected.map(([week, value]) => [week, expect.closeTo(value ?? 0, 3)]),
      )
    }
  })

  test('the overturn rate is appeals overturned by appeals ruled on, and a gap where none was', async ({
    lived: db,
  }) => {
    const { rows } = await sql<{ ruled_at: Date; status: string }>`
      select appeal.ruled_at, appeal.status from appeal join moderation_decision as decision on decision.id = decision_id
      where ruled_at is not null and decision.decided_by <> 'system' and ruled_at < ${TO}`.execute(db)
    const overturned = rows.filter(({ status }) => status === 'overturned').length
    expect(rows.length).toBeGreaterThan(overturned)
    expect(overturned).toBeGreaterThan(0)
    const { series } = await ask(db, { metric: 'overturn_rate', resolution: 'day' })
    expect(series[0]?.summary).toMatchObject({ value: overturned / rows.length, samples: rows.length })
    const days = Map.groupBy(rows, ({ ruled_at }) => ruled_at.toISOString().slice(0, 10))
    expect(Object.fromEntries(series[0]?.points.map(({ at, value }) => [at.slice(0, 10), value]) ?? [])).toEqual(
      Object.fromEntries(
        [...days].map(([day, ruled]) => [
          day,
          ruled.filter(({ status }) => status === 'overturned').length / ruled.length,
        ]),
      ),
    )
  })

  test('reporting members are distinct ones by day, week and range, in any zone', async ({ lived: db }) => {
    const { rows } = await sql<{ at: Date; who: number }>`
      select created_at as at, reporter_id as who from moderation_report
      where reporter_id is not null and created_at >= ${FROM} and created_at < ${TO}`.execute(db)
    const { series } = await ask(db, { metric: 'reporting_members' })
    const weeks = Map.groupBy(rows, ({ at }) => weekOf(at))
    expect(counts(series[0]?.points)).toEqual(
      Object.fromEntries([...weeks].map(([week, own]) => [week, new Set(own.map(({ who }) => who)).size])),
    )
    const all = new Set(rows.map(({ who }) => who)).size
    expect(series[0]?.summary.value).toBe(all)
    expect(all).toBeLessThan(rows.length)
    // A day of Kathmandu begins at 18:15 UTC.
    const shifted = Map.groupBy(rows, ({ at }) => new Date(at.getTime() + 20_700_000).toISOString().slice(0, 10))
    const { series: days } = await ask(db, { metric: 'reporting_members', resolution: 'day', zone: 'Asia/Kathmandu' })
    expect(
      Object.fromEntries(days[0]?.points.flatMap(({ local, value }) => (value ? [[local, value]] : [])) ?? []),
    ).toEqual(Object.fromEntries([...shifted].map(([day, own]) => [day, new Set(own.map(({ who }) => who)).size])))
  })
})
