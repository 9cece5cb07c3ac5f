import { sql } from 'kysely'
import type { Trx } from '@/lib/core/db/types'
import type { ItemInput } from '../../schema/items'

/** What is known of the case of an item that rules have hit. */
export interface CaseState {
  caseId: number
  opening: number
  revision: number
  memberId: number | null
  /** Of the case's row, as it was when read. */
  version: number
  status: 'open' | 'escalated' | 'decided'
  contentState: 'visible' | 'hidden' | 'removed'
  text: string | null
  /** A person ruled on its present revision, or took back what a rule had done to it. */
  isRuled: boolean
}

const keyOf = (type: string, id: string): string => `${type} ${id}`

/** The cases of items, where there are any, by `type id`. */
export async function readCaseStates(trx: Trx, items: readonly ItemInput[]): Promise<Map<string, CaseState>> {
  const { rows } = await sql<CaseState & { item_type: string; item_id: string }>`
    select self.item_type, self.item_id, self.id as "caseId", self.opening, self.item_revision as revision,
      (select id from member where id = self.member_id and erased_at is null) as "memberId",
      self.version, self.status, self.content_state as "contentState",
      self.content ->> 'text' as text,
      exists (
        select from moderation_decision as ruling
        left join moderation_decision as undone on undone.id = ruling.reverses_id
        where ruling.case_id = self.id and ruling.revision = self.item_revision and ruling.decided_by <> 'system'
          and case when ruling.reverses_id is not null then undone.decided_by = 'system'
            else not exists (select from moderation_decision as later where later.reverses_id = ruling.id)
              and exists (select from moderation_action where decision_id = ruling.id and type <> 'escalate') end
      ) as "isRuled"
    from (select distinct type, id from jsonb_to_recordset(${JSON.stringify(items.map(({ type, id }) => ({ type, id })))}::jsonb)
      as item (type text, id text)) as item
    join moderation_case as self on self.item_type = item.type and self.item_id = item.id`.execute(trx)
  return new Map(rows.map(({ item_type: type, item_id: id, ...standing }) => [keyOf(type, id), standing]))
}

export const caseStateOf = (
  standings: ReadonlyMap<string, CaseState>,
  { type, id }: ItemInput,
): CaseState | undefined => standings.get(keyOf(type, id))

/** Whether the item comes in a newer revision than its case knows; without a number, another text tells. */
export function isNewerRevision(item: ItemInput, standing: CaseState): boolean {
  if (item.revision !== undefined) return item.revision > standing.revision
  return item.text !== undefined && standing.text !== null && item.text !== standing.text
}

/**
 * Whether a rule has to stay out of it: a person has ruled on this revision, or the item is one that was edited since.
 * A decided case whose decision nobody but a rule could have made does not occur: rules close none.
 */
export function isOverriddenByPerson(item: ItemInput, standing: CaseState | undefined): boolean {
  if (!standing || isNewerRevision(item, standing)) return false
  const isOld = item.revision !== undefined && item.revision < standing.revision
  return isOld || standing.status === 'decided' || standing.isRuled
}
