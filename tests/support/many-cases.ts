import { sql } from 'kysely'
import { inject } from 'vitest'
import { createDb, createPool } from '@/lib/core/db/client'
import type { Db } from '@/lib/core/db/types'
import { actorRef } from '@/lib/staff/actor'
import { cloneFilled } from './clone'
import { test as databaseTest } from './database'
import { aModerator } from './moderation'
import { aRule } from './moderation-rules'

/** How many cases the databases of `testWithManyCases` have. */
export const MANY_CASES = 100_000

/**
 * `test` with a fresh database per test file in which addManyCases() has written MANY_CASES and addDecidedHistory() what became of
 * them, by five moderators and three rules, analyzed. It is written once for all files: it takes as long as all that they ask of it.
 */
export const testWithManyCases = databaseTest.extend(
  'clone',
  { scope: 'file' }, // biome-ignore lint/correctness/noEmptyPattern: vitest reads from the pattern which fixtures a fixture needs
  async ({}, { onCleanup }) => {
    const clone = await cloneFilled(inject('cluster'), 'many_cases', async (empty) => {
      const pool = createPool(empty.superuserConnectionString)
      const db = createDb(pool)
      const people = await Promise.all([1, 2, 3, 4, 5].map(() => aModerator(db)))
      const rules = await Promise.all([1, 2, 3].map(() => aRule(db, 'live')))
      await inBulk(db, async (trx) => {
        await addManyCases(trx, MANY_CASES)
        await addDecidedHistory(trx, { people: people.map(actorRef), rules })
      })
      await sql`vacuum analyze`.execute(db)
      await pool.end()
    })
    onCleanup(() => clone.drop())
    return clone
  },
)

const BULKY = [
  'moderation_case',
  'moderation_evidence',
  'moderation_report',
  'moderation_decision',
  'moderation_action',
  'rule_hit',
]

/** Has rows written that refer to each other rightly, in one transaction of a superuser; takes a third of the time. */
async function inBulk(db: Db, write: (trx: Db) => Promise<void>): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await sql`set local session_replication_role = replica`.execute(trx)
    const { rows: indexes } = await sql<{ name: string; definition: string }>`
      select indexrelid::regclass::text as name, pg_get_indexdef(indexrelid) as definition from pg_index
      where indrelid = any(${BULKY}::regclass[]) and not exists (select from pg_constraint where conindid = indexrelid)`.execute(
      trx,
    )
    for (const { name } of indexes) await sql`drop index ${sql.id(name)}`.execute(trx)
    await write(trx)
    for (const { definition } of indexes) await sql.raw(definition).execute(trx)
  })
}

/**
 * So many cases with a report each, written straight into the tables: a tenth open, every 50th of those escalated, the rest
 * decided, over two years and 20,000 authors.
 */
export async function addManyCases(db: Db, count: number): Promise<void> {
  await sql`insert into origin (name) values ('many') on conflict do nothing`.execute(db)
  await sql`
    insert into member (origin_id, external_id, name) select origin.id, 'author-' || n, 'Author ' || n
    from origin, generate_series(1, 20000) as n where origin.name = 'many'`.execute(db)
  await sql`
    insert into moderation_case (item_type, item_id, content, member_id, status, queue_id, severity, weight, reach, rank, reports,
      opened_at, due_at, decided_at)
    select 'message', 'many-' || n, jsonb_build_object('text', 'message number ' || n || ' about ' || (array['gold', 'boats', 'tea'])[n % 3 + 1]),
      first.id + n % 20000, case when n % 10 <> 0 then 'decided' when n % 500 = 0 then 'escalated' else 'open' end,
      queue.id, n % 5 + 1, 1, n % 1000, ln(n % 5 + 1) - n % 3000, 1, at, at + interval '1 day',
      case when n % 10 <> 0 then at + interval '3 hours' end
    from generate_series(1, ${count}::int) as n
    cross join lateral (select now() - n * (interval '2 years' / ${count}::int) as at) as time
    cross join (select id from moderation_queue where is_default) as queue
    cross join (select min(member.id) as id from member join origin on origin.id = origin_id and origin.name = 'many') as first`.execute(
    db,
  )
  await sql`
    insert into moderation_evidence (case_id, revision, content_hash, content)
    select id, 1, decode(md5(id::text), 'hex'), content from moderation_case`.execute(db)
  await sql`
    insert into moderation_report (case_id, reporter_id, evidence_id, revision, policy_id, opening, received_by, created_at)
    select evidence.case_id, self.member_id, evidence.id, evidence.revision, policy.id, 1, 'system', self.opened_at
    from moderation_evidence as evidence join moderation_case as self on self.id = evidence.case_id
    join (select id, row_number() over (order by position) as n from policy) as policy on policy.n = 1 + self.id % 6`.execute(
    db,
  )
}

/**
 * So many decisions about the cases that are there, over a year that ends now, each with one action or two: a seventh by rules, a
 * fifth without a policy, every 50th taken back, every 90th handed on to the managers.
 */
export async function addManyDecisions(db: Db, count: number): Promise<void> {
  await sql`
    insert into moderation_decision (case_id, case_version, revision, opening, status_before, policy_id, reason, decided_by,
      decided_at, first_report_at, due_at)
    select cases.ids[1 + n % cardinality(cases.ids)], 2, 1, 1, 'open',
      case when n % 5 <> 0 then policies.ids[1 + n % cardinality(policies.ids)] end, 'It was number ' || n,
      case when n % 7 = 0 then 'system' else 'cli' end, at,
      case when n % 3 <> 0 then at - n % 5000 * interval '1 minute' end, at + (n % 4 - 1) * interval '1 hour'
    from generate_series(1, ${count}::int) as n
    cross join lateral (select now() - n * (interval '1 year' / ${count}::int) as at) as time
    cross join (select array_agg(id order by id) as ids from moderation_case) as cases
    cross join (select array_agg(id order by position) as ids from policy) as policies`.execute(db)
  await sql`
    insert into moderation_action (decision_id, position, type, detail, case_id, until, made_at)
    select decision.id, part.position, part.type, jsonb_build_object('type', part.type), decision.case_id,
      case when part.type = 'mute' then decision.decided_at + interval '1 day' end, decision.decided_at
    from (select *, substr(reason, 15)::int as n from moderation_decision where reason like 'It was number %') as decision
    cross join lateral (
      select 0 as position, case when n % 90 = 0 then 'escalate' else (array['remove', 'hide', 'keep', 'warn'])[1 + n % 4] end as type
      union all select 1, 'mute' where n % 4 = 0 and n % 90 <> 0
    ) as part`.execute(db)
  await sql`
    with taken_back as (
      insert into moderation_decision (case_id, case_version, revision, opening, status_before, reason, decided_by, decided_at,
        reverses_id)
      select case_id, 3, 1, 1, 'decided', 'A slip', 'cli', decided_at + interval '1 minute', id
      from moderation_decision where reason like 'It was number %' and substr(reason, 15)::int % 50 = 0
      returning id, reverses_id
    )
    update moderation_action set reversed_by = taken_back.id from taken_back
    where taken_back.reverses_id = moderation_action.decision_id`.execute(db)
}

/**
 * A decision on each of the decided cases that addManyCases() wrote, by these people in turn, with all that figures are made of:
 * one in 40 is taken back, one in 50 was escalated before, one in 20 is looked at again, each was found by one of the rules, one in four
 * is appealed, by a link that is there, and a tenth of those waits for its ruling.
 */
async function addDecidedHistory(
  db: Db,
  { people, rules }: { people: readonly string[]; rules: readonly string[] },
): Promise<void> {
  // What was just written is read again at once, which is slow where nothing is known of it.
  const learn = () =>
    sql`analyze moderation_case, moderation_decision, moderation_action, moderation_report`.execute(db)
  await learn()
  const decide = (version: number, columns: ReturnType<typeof sql>, where: ReturnType<typeof sql>) => sql`
    insert into moderation_decision (case_id, case_version, revision, opening, status_before, first_report_at, opened_at, queue_id,
      due_at, reason, decided_by, policy_id, decided_at, reverses_id)
    select self.id, ${version}::int, 1, 1, 'open', self.opened_at, self.opened_at, self.queue_id, self.due_at, 'It was number ' || self.id,
      (${people}::text[])[1 + self.id % ${people.length}],
      ${columns} from moderation_case as self, (select id from policy order by position limit 1) as policy where ${where}`
  await decide(2, sql`null, least(self.opened_at + interval '1 hour', now()), null`, sql`self.id % 50 = 1`).execute(db)
  await sql`insert into moderation_action (decision_id, position, type, case_id)
    select id, 0, 'escalate', case_id from moderation_decision`.execute(db)
  await decide(
    3,
    sql`case when self.id % 3 > 0 then policy.id end, least(self.opened_at + interval '3 hours' * (1 + self.id % 17), now()), null`,
    sql`self.status = 'decided'`,
  ).execute(db)
  await learn()
  await sql`
    insert into moderation_action (decision_id, position, type, detail, case_id, member_id)
    select decision.id, place, type, jsonb_build_object('type', type), case_id, self.member_id from moderation_decision as decision
    join moderation_case as self on self.id = case_id
    cross join lateral (values (0, case when policy_id is null then 'keep' else 'remove' end), (1, 'warn')) as act (place, type)
    where (place = 0 or policy_id is not null) and not exists (select from moderation_action where decision_id = decision.id)`.execute(
    db,
  )
  await learn()
  await sql`
    insert into moderation_decision (case_id, case_version, revision, opening, status_before, decided_by, decided_at, reverses_id)
    select case_id, 4, 1, 1, 'decided', decided_by, least(decided_at + interval '2 hours', now()), id from moderation_decision
    where case_id % 40 = 2 and due_at is not null and case_id % 50 <> 1`.execute(db)
  await sql`
    update moderation_case as self
    set decision_id = decision.id, version = decision.case_version, decided_at = decision.decided_at
    from moderation_decision as decision
    where decision.case_id = self.id and decision.case_version = 3 and self.id % 40 <> 2`.execute(db)
  await sql`
    update moderation_report as report set outcome = case when policy.id is null then 'wrong' else 'right' end, settled_by = decision.id
    from moderation_decision as decision left join policy on policy.id = decision.policy_id
    where decision.case_id = report.case_id and decision.due_at is not null and decision.case_id % 50 <> 1
      and decision.case_id % 40 <> 2`.execute(db)
  await sql`
    insert into reporter_accuracy (member_id, "right", wrong)
    select reporter_id, count(*) filter (where outcome = 'right'), count(*) filter (where outcome = 'wrong')
    from moderation_report where outcome is not null group by reporter_id`.execute(db)
  await sql`
    insert into second_review (decision_id, policy_id, reviewed_by, reviewed_at)
    select id, case when case_id % 7 > 0 then policy_id end, 'cli', decided_at + interval '1 day' from moderation_decision
    where case_id % 20 = 3 and due_at is not null`.execute(db)
  await sql`
    insert into rule_hit (rule_id, version, mode, item_type, item_id, item_revision, text_hash, text, case_id, opening, member_id,
      has_acted, at)
    select (${rules}::uuid[])[1 + self.id % ${rules.length}], 1, 'live', item_type, item_id, 1, decode(md5(self.id::text), 'hex'),
      'x', self.id, 1, member_id, true, opened_at from moderation_case as self`.execute(db)
  await sql`
    insert into appeal (decision_id, member_id, text, status, received_by, created_at, ruled_by, ruled_at, reason)
    select decision.id, self.member_id, 'No', ruled.status, 'link', date_trunc('milliseconds', decision.decided_at), ruled.by,
      case when ruled.by is not null then decision.decided_at + interval '1 day' end, ruled.reason
    from moderation_decision as decision join moderation_case as self on self.id = decision.case_id
    join (values (true, 'open', null, null), (false, 'upheld', 'cli', 'No')) as ruled (is_open, status, by, reason)
      on ruled.is_open = (decision.case_id % 40 = 13)
    where decision.case_id % 4 = 1 and decision.policy_id is not null`.execute(db)
  await sql`
    insert into link (purpose, subject, secret_hash, created_by, expires_at, use_limit)
    select 'appeal', 'decision:' || decision_id, sha256(decision_id::text::bytea), 'cli', now() + interval '20 days', 1 from appeal`.execute(
    db,
  )
}
