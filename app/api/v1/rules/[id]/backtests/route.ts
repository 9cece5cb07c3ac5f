import { createHash } from 'node:crypto'
import { idempotent } from '@/lib/core/http/idempotency'
import { json } from '@/lib/core/http/route'
import { media } from '@/lib/core/http/route-spec'
import { readBacktestFile, startBacktest } from '@/lib/moderation/commands/backtests/start-backtest'
import { listBacktests } from '@/lib/moderation/queries/get-backtest'
import { ruleParams } from '@/lib/moderation/schema/automatic-rules'
import { backtestPage, backtestQuery, startedBacktest } from '@/lib/moderation/schema/backtests'
import { route } from '@/lib/staff/access'
import { actorRef } from '@/lib/staff/actor'

export const GET = route(
  { permission: 'rules:read', summary: 'List the backtests of a rule', answer: backtestPage, params: ruleParams },
  async ({ db, actor, params }) => json(await listBacktests(db, actor, params.id)),
)

/** The body is a CSV file of `text,label`; without one, past decisions are the labels. */
export const POST = route(
  {
    permission: 'rules:write',
    summary: 'Start a backtest of a rule',
    answer: { 202: startedBacktest },
    requestBody: media('text/csv'),
    isIdempotent: true,
    params: ruleParams,
    query: backtestQuery,
  },
  async ({ db, actor, params, query, request }) => {
    const file = await readBacktestFile(request.body)
    const digest = file === null ? null : createHash('sha256').update(file).digest('hex')
    return idempotent(db, { actor: actorRef(actor), request, body: { ...query, file: digest } }, async (writer) => {
      const jobId = await startBacktest(writer, actor, { ruleId: params.id, version: query.version, file })
      return { status: 202, body: { jobId }, headers: { Location: `/api/v1/backtests/${jobId}` } }
    })
  },
)
