import { appendFileSync, readFileSync } from 'node:fs'
import { sql } from 'kysely'
import { createPool } from '@/lib/core/db/client'
import { changeSettings } from '@/lib/settings/commands'
import { actorRef, cliActor } from '@/lib/staff/actor'
import { test } from '@/tests/support/database'
import { addManyCases, addManyDecisions } from '@/tests/support/many-cases'
import { aModerator, theInbox } from '@/tests/support/moderation'
import { aRule } from '@/tests/support/moderation-rules'
import { noteStatements } from '@/tests/support/sql-snapshot'
import { getInsight } from './insight/get-insight'
import { listReviews } from './second-reviews/list-reviews'
import { nextReview } from './second-reviews/next-review'

const CASES = Number(process.env.SCRATCH_CASES ?? 100_000)
const log = (line: string) => appendFileSync('/tmp/insight-scratch.log', `${line}\n`)

test('scratch', async ({ db, ownerDb, connectionString, ownerConnectionString }) => {
  let t = performance.now()
  const lap = (what: string) => {
    log(`${what}: ${Math.round(performance.now() - t)} ms`)
    t = performance.now()
  }
  log(`--- ${ownerConnectionString} ${CASES}`)
  await addManyCases(db, CASES)
  lap('cases')
  const people = await Promise.all([1, 2, 3, 4, 5].map(() => aModerator(db)))
  const rules = await Promise.all([1, 2, 3].map(() => aRule(db, 'live')))
  await addManyDecisions(db, ownerDb, { people: people.map(actorRef), rules })
  lap('decisions')
  await changeSettings(db, cliActor, { secondReviewShare: 0.05 })
  await sql`vacuum analyze`.execute(ownerDb)
  lap('vacuum')
  const pool = createPool(connectionString, 8)
  const noted = noteStatements(pool)
  const now = new Date()
  const queue = await theInbox(db)
  const year = {
    from: new Date(now.getTime() - 364 * 86_400_000).toISOString().slice(0, 10),
    to: new Date(now.getTime() + 86_400_000).toISOString().slice(0, 10),
  }
  const both = { from: new Date(now.getTime() - 740 * 86_400_000).toISOString().slice(0, 10), to: year.to }
  const { rows: pids } = await sql<{
    pid: number
  }>`select pid from pg_stat_activity where datname = current_database()`.execute(ownerDb)
  log(`${pids.length} backends before`)
  const cpu = async () => {
    const { rows } = await sql<{
      pid: number
    }>`select pid from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`.execute(ownerDb)
    let ticks = 0
    for (const { pid } of rows) {
      try {
        const f = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
        ticks += Number(f[11]) + Number(f[12])
      } catch {}
    }
    return ticks * 10
  }
  for (const [name, asked] of Object.entries({
    month: {},
    monthQueue: { queue },
    year,
    yearQueue: { ...year, queue },
    both,
    bothQueue: { ...both, queue },
  })) {
    for (let n = 0; n < 2; n += 1) await getInsight(noted.db, cliActor, asked, now)
    const before = await cpu()
    const t0 = performance.now()
    const own0 = process.cpuUsage()
    for (let n = 0; n < 5; n += 1) await getInsight(noted.db, cliActor, asked, now)
    const own = process.cpuUsage(own0)
    log(
      `${name}: database cpu ${((await cpu()) - before) / 5} ms, own ${Math.round((own.user + own.system) / 5000)} ms, wall ${Math.round((performance.now() - t0) / 5)} ms`,
    )
    noted.take()
    await getInsight(noted.db, cliActor, asked, now)
    for (const statement of noted.take().filter((s) => s.sql.includes('moderation_') || s.sql.includes('appeal'))) {
      const b = await cpu()
      for (let n = 0; n < 5; n += 1) await pool.query(statement.sql, [...statement.parameters])
      log(
        `   ${((await cpu()) - b) / 5} ms cpu :: ${statement.sql.replace(/\s+/g, ' ').slice(0, 60)} ${/grouping sets/.test(statement.sql) ? 'DECISIONS' : /rule_hit/.test(statement.sql) ? 'RULES' : ''}`,
      )
    }
  }
  t = performance.now()
  const reviewer = await aModerator(db)
  await nextReview(noted.db, reviewer, { queue, skip: [] })
  lap('next first')
  const { waiting } = await nextReview(noted.db, reviewer, { queue, skip: [] })
  lap(`next ${waiting}`)
  await listReviews(noted.db, { limit: 50, isAgreed: false })
  lap('list')
  await pool.end()
}, 1_200_000)
