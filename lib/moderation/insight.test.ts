import { sql } from 'kysely'
import { describe } from 'vitest'
import type { Db } from '@/lib/core/db/types'
import { localDate, startOfDay } from '@/lib/core/time/zoned'
import { changeSettings } from '@/lib/settings/commands'
import { type Actor, cliActor } from '@/lib/staff/actor'
import { test as databaseTest, expect } from '@/tests/support/database'
import { liveThrough } from '@/tests/support/moderation-history'
import { getInsight } from './queries/insight/get-insight'
import type { InsightView } from './schema/insight'
import { KAPPA_FROM } from './terms'

const ZONE = 'Europe/Berlin'
const FIRST = '2026-09-20'
const DAYS = 50
const NOW = new Date('2026-11-08T11:30:00Z')

/** The local midnights of the time, among them the one at which clocks go back, and now. */
const MOMENTS = [
  ...Array.from({ length: DAYS }, (_, day) => {
    const date = localDate(startOfDay(FIRST, ZONE), ZONE).add({ days: day })
    return new Date(startOfDay(date, ZONE).epochMilliseconds)
  }),
  NOW,
]

const test = databaseTest.extend('lived', { scope: 'file' }, async ({ db }) => {
  await changeSettings(db, cliActor, { zone: ZONE })
  return liveThrough(db, { seed: 11, steps: 500, moments: MOMENTS })
})

interface Asked {
  from: string
  to: string
  /** The place of a queue among the two; undefined: both. */
  queue?: 0 | 1
}

const ASKED: Asked[] = [
  { from: FIRST, to: '2026-11-09' },
  { from: '2026-10-10', to: '2026-11-01' },
  { from: '2026-10-10', to: '2026-11-09', queue: 0 },
  { from: FIRST, to: '2026-10-25', queue: 1 },
]

const ask = (db: Db, queues: readonly string[], { from, to, queue }: Asked): Promise<InsightView> =>
  getInsight(db, cliActor, { from, to, queue: queue === undefined ? undefined : queues[queue] }, NOW)

/** All that people decided and that counts, spelled out anew: nothing of the house's own statements is used here. */
const COUNTED = sql`counted as (
  select * from (
    select d.*, self.queue_id as lay_in,
      (select min(back.decided_at) from moderation_decision as back where back.reverses_id = d.id) as back_at,
      array(select type from moderation_action where decision_id = d.id) as types
    from moderation_decision as d, moderation_case as self where self.id = d.case_id and d.reverses_id is null
  ) as every
  where split_part(decided_by, ':', 1) in ('staff', 'key') and not 'escalate' = any(types)
    and (back_at is null or extract(epoch from back_at - decided_at) > 8)
)`
const AGAINST = sql`types && array['hide', 'remove', 'warn', 'mute', 'suspend', 'ban', 'custom']`
const isAsked = ({ from, to, queue }: Asked, queues: readonly string[], at = 'decided_at') => sql`
  ${sql.ref(at)} >= (${from}::date)::timestamp at time zone ${ZONE} and ${sql.ref(at)} < (${to}::date)::timestamp at time zone ${ZONE}
  and (${queue === undefined} or lay_in = ${queues[queue ?? 0]}::uuid)`

/** By linear interpolation between the two nearest, as percentile_cont is defined. */
function percentile(values: readonly number[], share: number): number | null {
  const sorted = values.toSorted((a, b) => a - b)
  const at = (sorted.length - 1) * share
  const [low, high] = [sorted[Math.floor(at)], sorted[Math.ceil(at)]]
  return low === undefined || high === undefined ? null : low + (high - low) * (at - Math.floor(at))
}

const close = (value: number | null) => (value === null ? null : expect.closeTo(value, 6))

// The first one, in whose time it all has to be lived through.
test('what was lived through holds something of everything', async ({ db, lived }) => {
  const view = await ask(db, lived.queues, { from: FIRST, to: '2026-11-09' })
  expect(view.agreement.n).toBeGreaterThanOrEqual(KAPPA_FROM)
  expect(view.moderators.filter(({ agreement }) => agreement.kappa !== null)).toHaveLength(1)
  expect([view.moderators.length, view.rules.length]).toEqual([5, 2])
  for (const { part, whole } of [view.sla, view.overturned, view.decisions.reversed, view.reporters.right]) {
    expect(part).toBeGreaterThan(0)
    expect(part).toBeLessThan(whole)
  }
}, 120_000)

describe.for(ASKED)('from $from to $to, queue $queue', (asked) => {
  test('decisions, what was taken back, times and due times, by person and in all', async ({ db, lived }) => {
    const { rows } = await sql<{
      by: string
      back: boolean
      first: boolean
      seconds: number
      due: boolean
      met: boolean
    }>`
      with ${COUNTED} select decided_by as by, back_at is not null as back, place = 1 as first, due_at is not null as due,
        coalesce(decided_at <= due_at, false) as met, extract(epoch from decided_at - case
          when first_report_at is null or first_report_at < opened_at then opened_at else first_report_at end)::float as seconds
      from (
        select *, row_number() over (partition by case_id, opening order by decided_at, id) as place from counted
      ) as placed where ${isAsked(asked, lived.queues)}`.execute(db)
    const view = await ask(db, lived.queues, asked)
    const firsts = rows.filter(({ first }) => first)
    const [p50, p90, p99] = [0.5, 0.9, 0.99].map((share) =>
      percentile(
        firsts.map(({ seconds }) => seconds),
        share,
      ),
    )
    expect(rows.length).toBeGreaterThan(10)
    expect(firsts.length).toBeLessThan(rows.length)
    expect(view.decisions.count).toBe(rows.length)
    expect(view.decisions.reversed).toMatchObject({ part: rows.filter(({ back }) => back).length, whole: rows.length })
    expect(view.firstAction).toEqual({
      ...{ n: firsts.length, p50: close(p50 ?? null), p90: close(p90 ?? null), p99: close(p99 ?? null) },
    })
    const due = firsts.filter((row) => row.due)
    const met = due.filter((row) => row.met).length
    expect(view.sla).toMatchObject({ part: met, whole: due.length, share: due.length === 0 ? null : met / due.length })
    const people = [...new Set(rows.map(({ by }) => by))]
    expect(view.moderators.map(({ ref }) => ref).toSorted()).toEqual(people.toSorted())
    for (const { ref, decisions, reversed, firsts: own, median } of view.moderators) {
      const theirs = rows.filter(({ by }) => by === ref)
      const times = theirs.filter(({ first }) => first).map(({ seconds }) => seconds)
      expect({ decisions, back: reversed.part, own, median }).toEqual({
        ...{ decisions: theirs.length, back: theirs.filter(({ back }) => back).length, own: times.length },
        median: close(percentile(times, 0.5)),
      })
    }
  })

  test('agreement and kappa of second reviews, by person and in all', async ({ db, lived }) => {
    const { rows } = await sql<{ by: string | null; n: number; agreed: number; kappa: number | null }>`
      with ${COUNTED}, judged as (
        select decided_by, case when ${AGAINST} then counted.policy_id::text else 'fine' end as one,
          coalesce(review.policy_id::text, 'fine') as two
        from counted, second_review as review where review.decision_id = counted.id and ${isAsked(asked, lived.queues)}
      ), mine as (select null as by, one, two from judged union all select decided_by, one, two from judged),
      chance as (
        select a.by, sum(a.share * b.share) as expected
        from (select by, one, count(*)::float / sum(count(*)) over (partition by by) as share from mine group by by, one) as a
        join (select by, two, count(*)::float / sum(count(*)) over (partition by by) as share from mine group by by, two) as b
          on a.by is not distinct from b.by and a.one = b.two group by a.by
      )
      select mine.by, count(*)::int as n, (count(*) filter (where one = two))::int as agreed,
        (avg((one = two)::int) - coalesce(max(expected), 0)) / nullif(1 - coalesce(max(expected), 0), 0) as kappa
      from mine left join chance on chance.by is not distinct from mine.by group by mine.by`.execute(db)
    const view = await ask(db, lived.queues, asked)
    const figuresOf = (ref: string | null) => {
      const { n = 0, agreed = 0, kappa = null } = rows.find(({ by }) => by === ref) ?? {}
      return { n, agreed, kappa: n < KAPPA_FROM ? null : close(kappa) }
    }
    expect(view.agreement).toEqual(figuresOf(null))
    for (const { ref, agreement } of view.moderators) expect(agreement).toEqual(figuresOf(ref))
    expect(view.agreement.n).toBe(view.moderators.reduce((sum, { agreement }) => sum + agreement.n, 0))
  })

  test('what people made of the findings of rules', async ({ db, lived }) => {
    const { rows } = await sql<{ id: string; decided: number; right: number }>`
      with ${COUNTED}, found as (
        select distinct rule_id, case_id, item_revision as revision, min(at) over (partition by rule_id, case_id, item_revision) as at
        from rule_hit where mode = 'live'
      )
      select found.rule_id as id, count(*)::int as decided, (count(*) filter (where ${AGAINST}))::int as "right"
      from found cross join lateral (
        select * from counted where counted.case_id = found.case_id and counted.revision = found.revision
          and back_at is null and decided_at >= found.at order by decided_at desc limit 1
      ) as last where ${isAsked(asked, lived.queues)} group by found.rule_id`.execute(db)
    const view = await ask(db, lived.queues, asked)
    expect(rows.length).toBeGreaterThan(0)
    const seen = view.rules.map(({ id, precision: { part, whole } }) => ({ id, decided: whole, right: part }))
    expect(seen.toSorted((a, b) => a.id.localeCompare(b.id))).toEqual(rows.toSorted((a, b) => a.id.localeCompare(b.id)))
  })

  test('appeals that were overturned', async ({ db, lived }) => {
    const { rows } = await sql<{ status: string; n: number }>`
      select appeal.status, count(*)::int as n from appeal
      join (select d.id, d.decided_by, self.queue_id as lay_in from moderation_decision as d join moderation_case as self on self.id = d.case_id)
        as d on d.id = appeal.decision_id
      where appeal.status <> 'open' and d.decided_by <> 'system' and ${isAsked(asked, lived.queues, 'ruled_at')}
      group by appeal.status`.execute(db)
    const count = (status: string) => rows.find((row) => row.status === status)?.n ?? 0
    expect((await ask(db, lived.queues, asked)).overturned).toMatchObject({
      part: count('overturned'),
      whole: count('overturned') + count('upheld'),
    })
  })

  test('how right reporters were', async ({ db, lived }) => {
    const { rows } = await sql<{ reporter: number; decision: string; outcome: string }>`
      with ${COUNTED} select distinct report.reporter_id as reporter, counted.id as decision, report.outcome
      from moderation_report as report, counted
      where counted.id = report.settled_by and report.reporter_id is not null and ${isAsked(asked, lived.queues)}`.execute(
      db,
    )
    const right = rows.filter(({ outcome }) => outcome === 'right').length
    const each = [...new Set(rows.map(({ reporter }) => reporter))].map((id) => {
      const own = rows.filter(({ reporter }) => reporter === id)
      const good = own.filter(({ outcome }) => outcome === 'right').length
      return { id, right: good, wrong: own.length - good, weight: (4 * (good + 1)) / (own.length + 2) - 1 }
    })
    const fifths = [0, 0, 0, 0, 0]
    for (const one of each) {
      const fifth = Math.min(4, Math.floor((5 * one.right) / (one.right + one.wrong)))
      fifths[fifth] = (fifths[fifth] ?? 0) + 1
    }
    const { reporters } = await ask(db, lived.queues, asked)
    expect(rows.length).toBeGreaterThan(10)
    expect(reporters.right).toMatchObject({ part: right, whole: rows.length })
    expect(reporters.fifths).toEqual(fifths)
    const weights = each.map(({ weight }) => weight).toSorted((a, b) => b - a)
    expect(reporters.best?.map(({ weight }) => weight)).toEqual(weights.slice(0, 5).map((weight) => close(weight)))
    for (const one of [...(reporters.best ?? []), ...(reporters.worst ?? [])])
      expect(each).toContainEqual({ id: one.id, right: one.right, wrong: one.wrong, weight: close(one.weight) })
  })

  test('what waited at the end of each day, as it was noted then, and as cases and decisions tell', async ({
    db,
    lived,
  }) => {
    const view = await ask(db, lived.queues, asked)
    const { days } = view.backlog
    expect(days[0]?.at).toBe(new Date(startOfDay(asked.from, ZONE).epochMilliseconds).toISOString())
    const ends = days.map((day, index) => days[index + 1]?.at ?? (day.isOver ? endOf(day.at) : NOW.toISOString()))
    const noted = ends.map((end) => {
      const { byQueue = new Map() } = lived.waiting.find(({ at }) => at.toISOString() === end) ?? {}
      const wanted = asked.queue === undefined ? lived.queues : [lived.queues[asked.queue]]
      return wanted.reduce((sum, id) => sum + (byQueue.get(id ?? '') ?? 0), 0)
    })
    expect(days.map(({ waiting }) => waiting)).toEqual(noted)
    expect(Math.max(...noted)).toBeGreaterThan(5)
    const queue = sql`(${asked.queue === undefined} or queue_id = ${lived.queues[asked.queue ?? 0]}::uuid)`
    const { rows } = await sql<{ waiting: number; opened: number; closed: number }>`
      with opening as (
        select id as case_id, opening, opened_at, queue_id from moderation_case
        union select case_id, d.opening, d.opened_at, self.queue_id from moderation_decision as d
        join moderation_case as self on self.id = d.case_id where d.opened_at is not null
      ), ${COUNTED}, closing as (
        select d.id, d.case_id, d.opening, d.decided_at, self.queue_id from moderation_decision as d
        join moderation_case as self on self.id = d.case_id where d.opened_at is not null and not exists (select from moderation_action where decision_id = d.id and type = 'escalate')
          and not exists (select from moderation_decision as back where back.reverses_id = d.id and extract(epoch from back.decided_at - d.decided_at) <= 8)
      )
      select
        (select count(*)::int from (select case_id, max(opening) as opening from opening where opened_at < ending and ${queue} group by 1)
          as latest where not exists (
            select from closing where closing.case_id = latest.case_id and closing.opening = latest.opening and decided_at < ending
              and not exists (select from moderation_decision as back where back.reverses_id = closing.id and back.decided_at < ending)
          )) as waiting,
        (select count(*)::int from opening where opened_at >= beginning and opened_at < ending and ${queue}) as opened,
        (select count(*)::int from closing where decided_at >= beginning and decided_at < ending and ${queue}) as closed
      from unnest(${days.map(({ at }) => at)}::timestamptz[], ${ends}::timestamptz[]) as day (beginning, ending)
      order by beginning`.execute(db)
    expect(days.map(({ waiting, opened, closed }) => ({ waiting, opened, closed }))).toEqual(rows)
  })

  test('what waits now, and for how long it has', async ({ db, lived }) => {
    const { rows } = await sql<{ status: string; opened_at: Date; due_at: Date | null }>`
      select status, opened_at, due_at from moderation_case where status <> 'decided'
        and (${asked.queue === undefined} or queue_id = ${lived.queues[asked.queue ?? 0]}::uuid)`.execute(db)
    const { backlog } = await ask(db, lived.queues, asked)
    expect(backlog).toMatchObject({
      waiting: rows.length,
      escalated: rows.filter(({ status }) => status === 'escalated').length,
      overdue: rows.filter(({ due_at: due }) => due !== null && due < NOW).length,
      oldestAt: new Date(Math.min(...rows.map(({ opened_at: at }) => at.getTime()))).toISOString(),
    })
    const hours = rows.map(({ opened_at: at }) => (NOW.getTime() - at.getTime()) / 3_600_000)
    const bands = [0, 1, 8, 24, 72, 168, Number.POSITIVE_INFINITY]
    expect(backlog.ages).toEqual(
      bands.slice(1).map((under, index) => ({
        underHours: Number.isFinite(under) ? under : null,
        waiting: hours.filter((age) => age >= (bands[index] ?? 0) && age < under).length,
      })),
    )
  })
})

const endOf = (day: string): string =>
  new Date(startOfDay(localDate(day, ZONE).add({ days: 1 }), ZONE).epochMilliseconds).toISOString()

test('reporters are named only to who may know them', async ({ db, lived }) => {
  const scoped: Actor = { ...cliActor, kind: 'key', role: 'manager', scopes: ['insight:read'] }
  const period = { from: FIRST, to: '2026-11-09' }
  const { reporters } = await getInsight(db, scoped, period, NOW)
  expect(reporters).toMatchObject({ best: null, worst: null })
  expect(reporters.fifths).toEqual((await ask(db, lived.queues, period)).reporters.fifths)
})

test('a period without anything is full of noughts and of nothing to divide by', async ({ db, lived }) => {
  const view = await ask(db, lived.queues, { from: '2020-02-01', to: '2020-03-01' })
  expect(view.decisions).toEqual({ count: 0, reversed: { part: 0, whole: 0, share: null, interval: null } })
  expect(view.firstAction).toEqual({ n: 0, p50: null, p90: null, p99: null })
  expect(view.agreement).toEqual({ n: 0, agreed: 0, kappa: null })
  expect([view.moderators, view.rules, view.reporters.best]).toEqual([[], [], []])
  expect(view.backlog.days).toHaveLength(29)
  expect(view.backlog.days.every(({ waiting, opened, closed }) => waiting + opened + closed === 0)).toBe(true)
})
