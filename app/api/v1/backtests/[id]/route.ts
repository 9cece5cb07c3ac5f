import { json, noContent } from '@/lib/core/http/route'
import { cancelBacktest } from '@/lib/moderation/commands/backtests/start-backtest'
import { getBacktest } from '@/lib/moderation/queries/get-backtest'
import { backtestParams, backtestView } from '@/lib/moderation/schema/backtests'
import { route } from '@/lib/staff/access'

export const GET = route(
  { permission: 'rules:read', summary: 'Get a backtest', answer: backtestView, params: backtestParams },
  async ({ db, actor, params }) => json(await getBacktest(db, actor, params.id)),
)

/** Cancels one that has not ended. */
export const DELETE = route(
  { permission: 'rules:write', summary: 'Cancel a backtest', answer: null, params: backtestParams },
  async ({ db, actor, params }) => {
    await cancelBacktest(db, actor, params.id)
    return noContent()
  },
)
