import { createHash } from 'node:crypto'
import type { ReadDb } from '@/lib/core/db/types'
import { type LadderStep, type LadderView, ladderStep } from '../schema/ladder'

/** The whole ladder, from the lowest step up; the version is of what it says, so that the same ladder has the same. */
export async function getLadder(db: ReadDb): Promise<LadderView> {
  const rows = await db
    .selectFrom('ladder_step')
    .select(['points', 'days', 'action', 'minutes', 'is_applied'])
    .orderBy('points')
    .execute()
  const items = rows.map(
    ({ points, days, action, minutes, is_applied: isApplied }): LadderStep => ({
      points,
      days,
      action: ladderStep.shape.action.parse(action),
      minutes,
      isApplied,
    }),
  )
  return { items, next: null, version: createHash('sha256').update(JSON.stringify(items)).digest('hex').slice(0, 16) }
}
