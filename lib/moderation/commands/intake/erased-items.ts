import { sql } from 'kysely'
import { findErased, hasErased, lockErasureShared } from '@/lib/community/erased'
import type { Trx } from '@/lib/core/db/types'
import type { ItemInput } from '../../schema/items'
import type { ReportInput } from '../../schema/reports'

/**
 * Items as they may be taken in: of an erased member's there is left that it exists, and where. The first step of whoever takes
 * items in: from here until commit nobody is erased.
 */
export async function withoutErased(trx: Trx, items: readonly ItemInput[]): Promise<ItemInput[]> {
  await lockErasureShared(trx)
  if (!(await hasErased(trx))) return [...items]
  const erased = await findErased(
    trx,
    items.flatMap((item) => authorOf(item) ?? []),
  )
  const silent = await findErasedCases(trx, items)
  return items.map((item) => {
    const author = authorOf(item)
    const pseudonym = author === undefined ? undefined : erased.get(author)
    if (pseudonym === undefined) return silent.has(keyOf(item)) ? withoutText(item) : item
    const own = item.type === 'member' ? { id: pseudonym, author: undefined } : { author: { id: pseudonym } }
    return { ...withoutText(item), ...own }
  })
}

/** The same for reports: an erased member's own say nothing but that they reported. */
export async function reportsWithoutErased(trx: Trx, reports: readonly ReportInput[]): Promise<ReportInput[]> {
  await lockErasureShared(trx)
  if (!(await hasErased(trx))) return [...reports]
  const items = await withoutErased(
    trx,
    reports.map(({ item }) => item),
  )
  const erased = await findErased(
    trx,
    reports.flatMap(({ reporter }) => reporter?.id ?? []),
  )
  return reports.map((report, index) => {
    const item = items[index] ?? report.item
    const pseudonym = report.reporter && erased.get(report.reporter.id)
    if (pseudonym === undefined) return { ...report, item }
    return { ...report, item, reporter: { id: pseudonym }, reason: '', comment: '' }
  })
}

/** What of an item may be kept when its author is erased: ids of the platform, no words. */
export function withoutText({ text: _text, url: _url, name: _name, media: _media, ...rest }: ItemInput): ItemInput {
  return rest
}

const authorOf = (item: ItemInput): string | undefined => (item.type === 'member' ? item.id : item.author?.id)
const keyOf = ({ type, id }: Pick<ItemInput, 'type' | 'id'>): string => `${type} ${id}`

/** Items that come without an author, and whose case is known to be about an erased member. */
async function findErasedCases(trx: Trx, items: readonly ItemInput[]): Promise<Set<string>> {
  const { rows } = await sql<{ type: string; id: string }>`
    select self.item_type as type, self.item_id as id
    from unnest(${items.map(({ type }) => type)}::text[], ${items.map(({ id }) => id)}::text[]) as item (type, id)
    join moderation_case as self on self.item_type = item.type and self.item_id = item.id
    join member on member.id = self.member_id and member.erased_at is not null`.execute(trx)
  return new Set(rows.map(({ type, id }) => `${type} ${id}`))
}
