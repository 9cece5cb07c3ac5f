import { onTestFinished } from 'vitest'
import { startBacktest } from '@/lib/moderation/commands/backtests/start-backtest'
import { getBacktest } from '@/lib/moderation/queries/get-backtest'
import { cliActor, systemActor } from '@/lib/staff/actor'
import { expect, test } from '@/tests/support/database'
import { aRule, words } from '@/tests/support/moderation-rules'
import { waitFor } from '@/tests/support/wait-for'
import { startWorkerProcess } from '@/tests/support/worker-process'

const ROWS = 150_000

test('a backtest whose worker is killed in the middle is run by another, from its start', async ({
  db,
  connectionString,
}) => {
  const ruleId = await aRule(db, 'draft', { when: words('gold') })
  const lines = Array.from({ length: ROWS }, (_, n) => `${n % 3 === 0 ? 'gold' : 'silver'} coin ${n},${n % 2}`)
  const killed = await startWorkerProcess(db, connectionString)
  const file = Buffer.from(['text,label', ...lines, ''].join('\n'))
  const id = await startBacktest(db, cliActor, { ruleId, file })
  await waitFor('some rows', async () => (await getBacktest(db, systemActor, id)).rows > 0)
  await killed.end('SIGKILL')
  const between = await getBacktest(db, systemActor, id)
  expect(between.state).toBe('running')
  expect(between.rows).toBeLessThan(ROWS)

  const next = await startWorkerProcess(db, connectionString)
  onTestFinished(async () => void (await next.end('SIGTERM')))
  await waitFor('its end', async () => (await getBacktest(db, systemActor, id)).state === 'done', 120_000)
  const third = ROWS / 3
  expect(await getBacktest(db, systemActor, id)).toMatchObject({
    rows: ROWS,
    tp: third / 2,
    fp: third / 2,
    error: null,
  })
  const { tries } = await db.selectFrom('rule_backtest').select('tries').where('id', '=', id).executeTakeFirstOrThrow()
  expect(tries).toBe(2)
}, 240_000)
