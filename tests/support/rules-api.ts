import { GET as getBacktest } from '@/app/api/v1/backtests/[id]/route'
import { POST as postBacktest } from '@/app/api/v1/rules/[id]/backtests/route'
import { POST as postRule } from '@/app/api/v1/rules/route'
import type { Db } from '@/lib/core/db/types'
import { runBacktest } from '@/lib/moderation/commands/backtests/run-backtest'
import { aRuleInput } from './moderation-rules'
import { aKey } from './staff'
import { call } from './web'

interface Asked {
  handler: unknown
  method?: string
  path?: string
  id?: string
  body?: unknown
  raw?: string
}

/** Asks as a key of a manager. */
export async function callRulesApi(
  db: Db,
  { handler, method = 'GET', path = '/api/v1/rules', id = '', body, raw }: Asked,
) {
  const key = await aKey(db, 'manager')
  const answer = await call(handler, {
    ...{ method, path, params: { id }, headers: { authorization: `Bearer ${key}` } },
    ...(raw === undefined ? (body === undefined ? {} : { body }) : { raw }),
  })
  const text = await answer.text()
  return { status: answer.status, body: (text ? JSON.parse(text) : null) as Record<string, unknown> }
}

/** Saves a rule of these conditions through the API. Answers its id. */
export const addRule = async (db: Db, when: unknown): Promise<string> => {
  const { status, body } = await callRulesApi(db, { handler: postRule, method: 'POST', body: aRuleInput({ when }) })
  if (status !== 201) throw new Error(`the rule was answered with ${status}`)
  return String(body.id)
}

/** Uploads labelled texts and carries the job out. */
export async function backtest(db: Db, id: string, csv: string) {
  const started = await callRulesApi(db, {
    ...{ handler: postBacktest, method: 'POST', id, raw: csv, path: `/api/v1/rules/${id}/backtests` },
  })
  if (started.status !== 202) throw new Error(`the backtest was answered with ${started.status}`)
  const jobId = String(started.body.jobId)
  await runBacktest(db, jobId, new AbortController().signal)
  return (await callRulesApi(db, { handler: getBacktest, id: jobId })).body
}

/** A CSV file of these rows. */
export const labelled = (rows: [string, 0 | 1][]) =>
  ['text,label', ...rows.map(([text, label]) => `${text},${label}`), ''].join('\n')
export const many = (count: number, text: string, label: 0 | 1): [string, 0 | 1][] =>
  Array.from({ length: count }, (_, index) => [`${text} ${index}`, label])
