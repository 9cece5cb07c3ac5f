import { sql } from 'kysely'
import type { Trx } from '@/lib/core/db/types'
import { contentStateOf } from '../../rules/actions'
import type { ActionType } from '../../schema/decisions'

/** Makes the state of a case's item what follows from the actions that stand. */
export async function updateContentState(trx: Trx, caseId: number): Promise<void> {
  const { rows } = await sql<{ type: ActionType; isReversed: boolean }>`
    select type, reversed_by is not null as "isReversed" from moderation_action where case_id = ${caseId}
    order by made_at, position`.execute(trx)
  await trx
    .updateTable('moderation_case')
    .set({ content_state: contentStateOf(rows) })
    .where('id', '=', caseId)
    .execute()
}
