import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { GET as getBacktest } from '@/app/api/v1/backtests/[id]/route'
import { POST as postBacktest } from '@/app/api/v1/rules/[id]/backtests/route'
import { POST as importRules } from '@/app/api/v1/rules/imports/route'
import { POST as postRule } from '@/app/api/v1/rules/route'
import { log } from '@/lib/core/log'
import { aKey } from '@/tests/support/staff'
import { call, expect, test } from '@/tests/support/web'
import { runPendingJobs } from '@/workers/run-pending'

const FOLDER = resolve('../shared/data/moderation')
const isHere = existsSync(join(FOLDER, 'expected.json'))
if (!isHere) process.stderr.write(`The labelled texts are skipped, because ${FOLDER} is not there.\n`)

const readText = (name: string): string => readFileSync(join(FOLDER, name), 'utf8')

for (const set of ['sms', 'youtube']) {
  test.skipIf(!isHere)(
    `import and backtest through the API find in ${set} what was counted`,
    async ({ web: db }) => {
      const headers = { authorization: `Bearer ${await aKey(db, 'manager')}` }
      const send = async (handler: unknown, given: { id?: string; body?: unknown; raw?: string }) => {
        const { id = '', ...rest } = given
        const answer = await call(handler, { method: 'POST', path: '/api/v1/rules', params: { id }, headers, ...rest })
        return (await answer.json()) as Record<string, unknown>
      }
      const { regex, expected } = JSON.parse(readText('expected.json')) as {
        regex: Record<string, string>
        expected: Record<string, Record<string, unknown>>
      }
      const imported = await send(importRules, { body: { kind: 'words', text: readText('wordlist-en.txt') } })
      const [wordRule] = imported.rules as object[]
      expect(imported.skippedCount).toBe(0)
      const then = [{ type: 'openCase', severity: 2 }]
      const rules: Record<string, object> = {
        'keywords:wordlist-en': wordRule ?? {},
        ...Object.fromEntries(
          Object.entries(regex).map(([name, pattern]) => [
            `regex:${name}`,
            { name, when: { any: [{ kind: 'regex', pattern }] }, then },
          ]),
        ),
      }
      const jobs: Record<string, string> = {}
      for (const [name, body] of Object.entries(rules)) {
        const { id } = await send(postRule, { body })
        const { jobId } = await send(postBacktest, { id: String(id), raw: readText(`${set}.csv`) })
        jobs[name] = String(jobId)
      }
      await runPendingJobs(db, log, new AbortController().signal)
      const { rows, positives, ...ofRules } = expected[set] ?? {}
      const found: Record<string, unknown> = {}
      for (const [name, id] of Object.entries(jobs)) {
        const answer = await call(getBacktest, { path: `/api/v1/backtests/${id}`, params: { id }, headers })
        const { tp, fp, fn, tn, ...rest } = (await answer.json()) as Record<string, unknown>
        expect(rest).toMatchObject({ state: 'done', rows, positives, badLines: 0 })
        found[name] = { tp, fp, fn, tn }
      }
      expect(found).toEqual(ofRules)
    },
    120_000,
  )
}
