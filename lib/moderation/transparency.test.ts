import { parse } from 'csv-parse/sync'
import { sql } from 'kysely'
import { describe } from 'vitest'
import { GET as getFile } from '@/app/(public)/transparency/[quarter]/[format]/route'
import { PUT as publish, DELETE as withdraw } from '@/app/api/v1/transparency/[quarter]/publication/route'
import { GET as getOne } from '@/app/api/v1/transparency/[quarter]/route'
import { GET as getList } from '@/app/api/v1/transparency/route'
import type { Db } from '@/lib/core/db/types'
import { rangeOfQuarter } from '@/lib/core/time/quarters'
import { changeSettings } from '@/lib/settings/commands'
import { cliActor } from '@/lib/staff/actor'
import { addManyCases, addManyDecisions } from '@/tests/support/many-cases'
import { aDecision, aModerator } from '@/tests/support/moderation'
import { actorOf, aKey, aPerson } from '@/tests/support/staff'
import { call, expect, test as webTest } from '@/tests/support/web'
import { publishQuarter, unpublishQuarter } from './commands/publish-transparency'
import { reverseDecision } from './commands/reverse-decision'
import { countQuarter, summariseQuarter } from './queries/count-quarter'
import { listQuarters } from './queries/transparency'
import { maskPartialCounts } from './rules/masking'

const ZONE = 'America/St_Johns'
/** Long after all that the tests decide, so that every quarter is over. */
const LATER = new Date('2100-01-01T00:00:00Z')

/** A year of cases and decisions, in a community whose days begin at half past. */
const test = webTest.extend('filled', { scope: 'file' }, async ({ web: db }): Promise<Db> => {
  await changeSettings(db, cliActor, { zone: ZONE, name: 'Oakfield' })
  await addManyCases(db, 2_000)
  await addManyDecisions(db, 4_000)
  await sql`
    insert into appeal (decision_id, member_id, text, status, received_by, created_at, ruled_by, ruled_at, reason)
    select decision.id, self.member_id, 'No', case when n % 3 = 0 then 'open' else 'upheld' end, 'link',
      date_trunc('milliseconds', decision.decided_at), ruled.by, ruled.at, ruled.reason
    from (select *, row_number() over (order by decided_at) as n from moderation_decision where reverses_id is null) as decision
    join moderation_case as self on self.id = decision.case_id
    left join (values ('cli', now(), 'No')) as ruled (by, at, reason) on n % 3 <> 0
    where n % 20 = 0`.execute(db)
  return db
})

interface Decided {
  id: string
  case_id: number
  policy: string | null
  decided_by: string
  at: number
  first: number | null
  due: number | null
  reverses: string | null
  types: string[]
}

/** All rows, to be counted by hand: nothing of it goes by the query under test. */
async function rowsOf(db: Db) {
  const { rows: decisions } = await sql<Decided>`
    select decision.id, case_id, policy.name as policy, decided_by, extract(epoch from decided_at)::float8 as at,
      extract(epoch from first_report_at)::float8 as first, extract(epoch from due_at)::float8 as due,
      reverses_id as reverses,
      array(select type from moderation_action where decision_id = decision.id) as types
    from moderation_decision as decision left join policy on policy.id = policy_id`.execute(db)
  const { rows: reports } = await sql<{ at: number }>`
    select extract(epoch from created_at)::float8 as at from moderation_report`.execute(db)
  const { rows: cases } = await sql<{ at: number }>`
    select extract(epoch from opened_at)::float8 as at from moderation_case`.execute(db)
  const { rows: appeals } = await sql<{ at: number; status: string }>`
    select extract(epoch from created_at)::float8 as at, status from appeal`.execute(db)
  return { decisions, reports, cases, appeals }
}

const tally = (names: readonly string[]): Map<string, number> => {
  const counts = new Map<string, number>()
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1)
  return counts
}

function countByHand(all: Awaited<ReturnType<typeof rowsOf>>, from: number, to: number) {
  const isIn = ({ at }: { at: number }) => at >= from && at < to
  const reversed = new Set(all.decisions.flatMap(({ reverses }) => reverses ?? []))
  const made = all.decisions.filter((one) => isIn(one) && one.reverses === null && !one.types.includes('escalate'))
  const human = made.filter(({ decided_by: by }) => by !== 'system')
  const seconds = human.flatMap(({ at, first }) => (first === null ? [] : [at - first])).sort((a, b) => a - b)
  const middle = [seconds[Math.floor((seconds.length - 1) / 2)] ?? 0, seconds[Math.ceil((seconds.length - 1) / 2)] ?? 0]
  const due = human.filter((one) => one.due !== null)
  const appeals = tally(all.appeals.filter(isIn).map(({ status }) => status))
  return {
    reports: all.reports.filter(isIn).length,
    casesOpened: all.cases.filter(isIn).length,
    casesDecided: new Set(human.map(({ case_id: id }) => id)).size,
    automatic: made.length - human.length,
    human: human.length,
    takenBack: made.filter(({ id }) => reversed.has(id)).length,
    timed: seconds.length,
    medianSeconds: (middle[0] ?? 0) / 2 + (middle[1] ?? 0) / 2,
    met: due.filter(({ at, due: end }) => end !== null && at <= end).length,
    missed: due.filter(({ at, due: end }) => end !== null && at > end).length,
    upheld: appeals.get('upheld') ?? 0,
    overturned: appeals.get('overturned') ?? 0,
    open: appeals.get('open') ?? 0,
    policies: tally(made.map(({ policy }) => policy ?? 'No policy')),
    actions: tally(made.flatMap(({ types }) => types)),
  }
}

describe('the figures of a quarter', () => {
  test('are those that counting every row by hand gives, in each quarter that there is', async ({ filled: db }) => {
    const all = await rowsOf(db)
    const quarters = (await listQuarters(db)).items
    expect(quarters.length).toBeGreaterThan(4)
    let decisions = 0
    for (const { from, to } of quarters) {
      const { byPolicy, byAction, medianSeconds, ...counted } = await countQuarter(db, {
        from: new Date(from),
        to: new Date(to),
      })
      const {
        policies,
        actions,
        medianSeconds: median,
        ...byHand
      } = countByHand(all, Date.parse(from) / 1_000, Date.parse(to) / 1_000)
      expect(counted).toEqual(byHand)
      expect(medianSeconds ?? 0).toBeCloseTo(median, 3)
      expect(new Map(byPolicy.map(({ name, count }) => [name, count]))).toEqual(policies)
      expect(new Map(byAction.map(({ name, count }) => [name, count]))).toEqual(actions)
      decisions += counted.automatic + counted.human
    }
    const handedOn = all.decisions.filter(({ types }) => types.includes('escalate')).length
    const reversals = all.decisions.filter(({ reverses }) => reverses !== null).length
    expect(decisions).toBe(all.decisions.length - handedOn - reversals)
  })

  test('begin and end with the days of the community’s zone', async ({ filled: db }) => {
    const { from, to } = rangeOfQuarter('2021-q3', ZONE)
    expect([from, to]).toEqual(['2021-07-01T02:30:00.000Z', '2021-10-01T02:30:00.000Z'])
    const decided = async (quarter: string) => {
      const { human } = await countQuarter(db, dates(rangeOfQuarter(quarter, ZONE)))
      return human
    }
    await aDecision(db, { now: new Date(Date.parse(from) - 1) })
    await aDecision(db, { now: new Date(from) })
    await aDecision(db, { now: new Date(Date.parse(to) - 1) })
    await aDecision(db, { now: new Date(to) })
    expect([await decided('2021-q2'), await decided('2021-q3'), await decided('2021-q4')]).toEqual([1, 2, 1])
  })

  test('hide what could point at somebody', async ({ filled: db }) => {
    for (const [day, actions] of [
      ['01', [{ type: 'remove' }]],
      ['02', [{ type: 'remove' }]],
      ['03', [{ type: 'ban' }]],
    ] as const)
      await aDecision(db, { now: new Date(`2022-02-${day}T12:00:00Z`), actions: [...actions] })
    const summary = await summariseQuarter(db, '2022-q1', LATER)
    expect(summary).toMatchObject({
      decisions: '<5',
      decisionsTakenBack: 0,
      casesDecided: '<5',
      byMaker: null,
      byPolicy: null,
      byAction: null,
      medianHours: null,
      appeals: 0,
      byRuling: [
        { name: 'upheld', count: 0 },
        { name: 'overturned', count: 0 },
        { name: 'open', count: 0 },
      ],
    })
  })

  test('of a large quarter show what is not small', async ({ filled: db }) => {
    const [, quarter] = (await listQuarters(db)).items
    const { from = '', to = '', quarter: name = '' } = quarter ?? {}
    const counted = await countQuarter(db, dates({ from, to }))
    const summary = await summariseQuarter(db, name, LATER)
    expect(summary).toMatchObject({ quarter: name, zone: ZONE, community: 'Oakfield', from, to })
    expect(summary.decisions).toBe(counted.automatic + counted.human)
    expect(summary.byPolicy).toEqual(maskPartialCounts(counted.byPolicy))
    expect(summary.medianHours).toBe(Math.round(((counted.medianSeconds ?? 0) / 3_600) * 10) / 10)
  })
})

const dates = ({ from, to }: { from: string; to: string }) => ({ from: new Date(from), to: new Date(to) })

const file = (quarter: string, format: string, headers: Record<string, string> = {}) =>
  call(getFile, { path: `/transparency/${quarter}.${format}`, params: { quarter, format }, headers })

describe('a published summary', () => {
  test('is public from then on, stays as it was, and is gone when it is withdrawn', async ({ filled: db }) => {
    const manager = actorOf(await aPerson(db, { role: 'manager', name: 'Mara' }))
    for (let day = 1; day <= 6; day += 1) await aDecision(db, { now: new Date(`2023-02-0${day}T12:00:00Z`) })
    const extra = await aDecision(db, { now: new Date('2023-02-08T12:00:00Z') })
    expect((await file('2023-q1', 'json')).status).toBe(404)
    const published = await publishQuarter(db, manager, { quarter: '2023-q1' })
    expect(published).toMatchObject({ summary: { decisions: 7, decisionsTakenBack: 0 }, published: { by: 'Mara' } })
    await expect(publishQuarter(db, manager, { quarter: '2023-q1' })).rejects.toMatchObject({
      code: 'quarter.published',
    })
    await reverseDecision(db, await aModerator(db), { decisionId: extra.decisionId, reason: 'A slip' })
    const answer = await file('2023-q1', 'json')
    expect(await answer.json()).toEqual({ publishedAt: published.published?.at, ...published.summary })
    expect(answer.headers.get('cache-control')).toBe('public, max-age=300')
    const tag = answer.headers.get('etag') ?? ''
    expect((await file('2023-q1', 'json', { 'if-none-match': tag })).status).toBe(304)
    const listed = (await listQuarters(db)).items.find(({ quarter }) => quarter === '2023-q1')
    expect(listed).toMatchObject({ published: { by: 'Mara' }, withdrawnAt: null })

    await unpublishQuarter(db, manager, { quarter: '2023-q1' })
    expect((await file('2023-q1', 'json')).status).toBe(404)
    await expect(unpublishQuarter(db, manager, { quarter: '2023-q1' })).rejects.toMatchObject({
      code: 'quarter.not_found',
    })
    const again = await publishQuarter(db, manager, { quarter: '2023-q1' })
    expect(again.summary.decisionsTakenBack).toBe('<5')
    expect((await file('2023-q1', 'json')).headers.get('etag')).not.toBe(tag)
    const { rows } = await sql<{ action: string }>`
      select action from audit_entry where target_kind = 'quarter' and target_id = '2023-q1' order by id`.execute(db)
    expect(rows.map(({ action }) => action)).toEqual([
      'transparency.published',
      'transparency.withdrawn',
      'transparency.published',
    ])
  })

  test('is a table as well, of the same values', async ({ filled: db }) => {
    const [, , { quarter = '' } = {}] = (await listQuarters(db)).items
    const { summary } = await publishQuarter(db, cliActor, { quarter })
    const answer = await file(quarter, 'csv')
    expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8')
    const rows = parse(await answer.text(), { columns: true }) as { section: string; name: string; value: string }[]
    const values = (section: string) =>
      rows.filter((row) => row.section === section).map(({ name, value }) => ({ name, count: value }))
    expect(values('byAction')).toEqual(summary.byAction?.map(({ name, count }) => ({ name, count: String(count) })))
    expect(rows.find(({ name }) => name === 'reports')?.value).toBe(String(summary.reports))
  })

  test('is one, however many publish it at once', async ({ filled: db }) => {
    const all = await Promise.allSettled(
      Array.from({ length: 6 }, () => publishQuarter(db, cliActor, { quarter: '2022-q3' })),
    )
    expect(all.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  })

  test('is not made of a quarter that is not over, nor by a moderator', async ({ filled: db }) => {
    const [{ quarter = '', to = '' } = {}] = (await listQuarters(db)).items
    await expect(publishQuarter(db, cliActor, { quarter })).rejects.toMatchObject({ code: 'quarter.not_over' })
    await expect(publishQuarter(db, cliActor, { quarter, now: new Date(Date.parse(to) - 1) })).rejects.toMatchObject({
      code: 'quarter.not_over',
    })
    await expect(publishQuarter(db, await aModerator(db), { quarter: '2022-q4' })).rejects.toMatchObject({
      code: 'permission.denied',
    })
    await expect(unpublishQuarter(db, await aModerator(db), { quarter: '2022-q4' })).rejects.toMatchObject({
      code: 'permission.denied',
    })
  })

  test('is previewed, published and withdrawn over the API', async ({ filled: db }) => {
    const headers = { authorization: `Bearer ${await aKey(db, 'manager')}` }
    const ask = (handler: unknown, method: string, quarter: string) =>
      call(handler, { method, headers, path: `/api/v1/transparency/${quarter}`, params: { quarter } })
    expect(await (await ask(getOne, 'GET', '2021-q3')).json()).toMatchObject({ published: null })
    expect((await ask(publish, 'PUT', '2021-q3')).status).toBe(200)
    expect(await (await ask(getOne, 'GET', '2021-q3')).json()).toMatchObject({ published: { by: 'manager key' } })
    expect((await ask(withdraw, 'DELETE', '2021-q3')).status).toBe(204)
    expect((await ask(withdraw, 'DELETE', '2021-q3')).status).toBe(404)
    for (const wrong of ['2021-Q3', '2021-q5', '1']) expect((await ask(getOne, 'GET', wrong)).status).toBe(404)
    const list = (await (await call(getList, { path: '/api/v1/transparency', headers })).json()) as { items: unknown[] }
    expect(list.items).toContainEqual(expect.objectContaining({ quarter: '2021-q3', published: null, isOver: true }))
  })
})
