import { json, noContent } from '@/lib/core/http/route'
import { cancelBacktest } from '@/lib/moderation/commands/backtests/start-backtest'
import { getBacktest } from '@/lib/moderation/queries/get-backtest'
import { backtestParams } from '@/lib/moderation/schema/backtests'
import { route } from '@/lib/staff/access'

export const GET = route({ permission: 'rules:read', params: backtestParams }, async ({ db, actor, params }) =>
  json(await getBacktest(db, actor, params.id)),
)

/** Cancels one that has not ended. */
export const DELETE = route({ permission: 'rules:write', params: backtestParams }, async ({ db, actor, params }) => {
  await cancelBacktest(db, actor, params.id)
  return noContent()
})
