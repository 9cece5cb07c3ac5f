import { sql } from 'kysely'
import type { Db } from '@/lib/core/db/types'
import { claimNext, releaseClaim } from '@/lib/moderation/commands/claim-case'
import { listCases } from '@/lib/moderation/queries/list-cases'
import { caseListQuery } from '@/lib/moderation/schema/cases'
import { cliActor } from '@/lib/staff/actor'
import { withBenchDatabase } from './support/database'
import { type BenchContext, percentile } from './support/report'

export const diskGigabytes = 6

const FEW = 1_000
const ROUNDS = 200
const AUTHORS = 10_000
const NEXT_BAR = 1.5

/** The next case, and the pages of the queue, with a million open cases against a thousand. */
export async function run({ quick, report, say }: BenchContext): Promise<void> {
  const many = quick ? 50_000 : 1_000_000
  const measured: Record<string, number[]>[] = []
  for (const count of [FEW, many]) {
    await withBenchDatabase(async ({ db, ownerDb, settle }) => {
      say(`${count} open cases`)
      await addOpenCases(ownerDb, count)
      await settle()
      measured.push(await measure(db))
    })
  }
  const [few = {}, large = {}] = measured
  for (const [what, times] of Object.entries(large)) {
    const ratio = percentile(times, 50) / percentile(few[what] ?? [], 50)
    report({
      figure: `${what}_${many}_vs_${FEW}`,
      value: ratio,
      unit: 'ratio',
      n: times.length,
      ...(what === 'next_case' ? { bar: NEXT_BAR } : {}),
    })
    report({ figure: `${what}_p95_${many}`, value: percentile(times, 95), unit: 'milliseconds', n: times.length })
  }
}

async function measure(db: Db): Promise<Record<string, number[]>> {
  const { id: queueId } = await db
    .selectFrom('moderation_queue')
    .select('id')
    .where('is_default', '=', true)
    .executeTakeFirstOrThrow()
  const list = (query: object) => () => listCases(db, cliActor, caseListQuery.parse(query))
  const middle = await listCases(db, cliActor, caseListQuery.parse({ limit: 200 }))
  return {
    next_case: await time(async () => {
      const claim = await claimNext(db, cliActor, { queueId })
      return () => releaseClaim(db, cliActor, { caseId: claim?.caseId ?? 0, token: claim?.token ?? '' })
    }),
    first_page: await time(list({})),
    later_page: await time(list({ after: middle.next ?? undefined })),
    oldest_first: await time(list({ sort: 'age' })),
    search_id: await time(list({ q: 'many-777' })),
    search_member: await time(list({ q: 'Author number 77' })),
    search_words: await time(list({ q: 'number 4711' })),
  }
}

/** Milliseconds of each round; what a round answers with is tidied up outside of its time. */
async function time(work: () => Promise<unknown>): Promise<number[]> {
  const times: number[] = []
  for (let round = 0; round < ROUNDS; round += 1) {
    const start = performance.now()
    const after = await work()
    times.push(performance.now() - start)
    if (typeof after === 'function') await (after as () => Promise<void>)()
  }
  return times
}

async function addOpenCases(db: Db, count: number): Promise<void> {
  await sql`
    with source as (insert into origin (name) values ('bench') returning id)
    insert into member (origin_id, external_id, name)
    select source.id, 'author-' || n, 'Author number ' || n from source, generate_series(1, ${sql.lit(AUTHORS)}) as n`.execute(
    db,
  )
  await sql`
    insert into moderation_case (item_type, item_id, content, queue_id, member_id, severity, weight, reach, rank, reports, opened_at,
      due_at)
    select 'message', 'many-' || n, jsonb_build_object('text', 'message number ' || n || ' about ' || (array['gold', 'boats', 'tea'])[n % 3 + 1]),
      queue.id, (select min(id) from member) + n % ${sql.lit(AUTHORS)}, n % 5 + 1, 1, n % 1000, (n::bigint * 7919 % 1000003)::double precision, 1, now() - n * interval '1 second', now() + n * interval '1 second'
    from generate_series(1, ${count}::int) as n, moderation_queue as queue where queue.is_default`.execute(db)
  await sql`vacuum analyze moderation_case`.execute(db)
}
