import type { ReadDb } from '@/lib/core/db/types'

/** Whether somebody who may sign in is an operator; until then only a set-up link leads in. */
export async function hasOperator(db: ReadDb): Promise<boolean> {
  const row = await db
    .selectFrom('staff')
    .select('id')
    .where('role', '=', 'operator')
    .where('disabled_at', 'is', null)
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}
