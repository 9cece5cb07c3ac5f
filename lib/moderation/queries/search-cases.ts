import { type RawBuilder, sql } from 'kysely'
import { containing } from '@/lib/core/db/like'
import type { ReadDb } from '@/lib/core/db/types'

/** Shorter parts of names and ids are found only as wholes: trigrams have three letters. */
const PART_LEAST = 3
/** With more than this, most of what an order leads to fits, and the order is the quicker way. */
const FEW = 3_000

/**
 * The condition on `self`, a case, that finds words of its content, part of its id or of its author's name, or its number. What is
 * rare is looked up first, each in its own index: in one condition the planner can't tell how rare it is, and would rather read
 * the whole queue in its order.
 * @param within the status that is looked through
 * @param order of the list: a word that half of the cases have is met soon on the way
 */
export async function searchCases(
  db: ReadDb,
  { q, within, order }: { q: string; within: RawBuilder<unknown>; order: RawBuilder<unknown> },
): Promise<RawBuilder<unknown>> {
  const branches = branchesOf(q)
  const { rows } = await sql<{ id: number }>`
    select id from (${sql.join(
      branches.map(
        (branch) => sql`(select self.id from moderation_case as self where ${within} and ${branch}
        order by ${order} limit ${sql.lit(FEW + 1)})`,
      ),
      sql` union `,
    )}) as found limit ${sql.lit(FEW + 1)}`.execute(db)
  if (rows.length <= FEW) return sql`self.id = any(${rows.map(({ id }) => id)}::bigint[])`
  return sql`(${sql.join(branches, sql` or `)})`
}

function branchesOf(q: string): RawBuilder<unknown>[] {
  const number = /^#?(\d{1,15})$/.exec(q)?.[1]
  const like = containing(q)
  const isPart = q.length >= PART_LEAST
  const members = isPart ? sql`name ilike ${like} or external_id = ${q}` : sql`external_id = ${q}`
  return [
    sql`self.words @@ websearch_to_tsquery('simple', ${q})`,
    isPart ? sql`self.item_id ilike ${like}` : sql`self.item_id = ${q}`,
    sql`self.member_id in (select id from member where ${members})`,
    ...(number ? [sql`self.id = ${Number(number)}`] : []),
  ]
}
