import { sql } from 'kysely'
import { createPool } from '@/lib/core/db/client'
import { cliActor, systemActor } from '@/lib/staff/actor'
import { expect } from '@/tests/support/database'
import { testWithManyCases as test } from '@/tests/support/many-cases'
import { anItem, aRule } from '@/tests/support/moderation-rules'
import { findLargeScans, noteStatements } from '@/tests/support/sql-snapshot'
import { sweepBacktests } from '../commands/backtests/end-backtest'
import { runBacktest } from '../commands/backtests/run-backtest'
import { startBacktest } from '../commands/backtests/start-backtest'
import { classifyTexts } from '../commands/classifiers/classify-texts'
import {
  clearExpiredHitTexts,
  deleteExpiredScores,
  deleteExpiredScreenedItems,
} from '../commands/screening/delete-expired'
import { screenItems } from '../commands/screening/screen-items'
import { setRuleMode } from '../commands/set-rule-mode'
import { getBacktest, listBacktests } from './get-backtest'
import { getCase } from './get-case'
import { getRule } from './get-rule'
import { listClassifiers } from './list-classifiers'
import { listRules } from './list-rules'
import { readClassifiers } from './read-classifiers'
import { suggestRule } from './suggest-rule'

const LARGE = 10_000
const CLASSIFIER = '00000000-0000-4000-8000-0000000000c1'

test('nothing about rules reads a large table from end to end, with 100,000 cases and hits', async ({
  db,
  ownerDb,
  connectionString,
}) => {
  const any = [
    { kind: 'keywords', words: ['gold'] },
    { kind: 'accountAge', underHours: 1 },
    { kind: 'flood', count: 9, seconds: 600 },
    { kind: 'flood', count: 9, seconds: 600, by: 'channel' },
    { kind: 'duplicate', count: 9, seconds: 600 },
    { kind: 'raid', joins: 90, seconds: 600 },
    { kind: 'raid', identical: 90, seconds: 600 },
  ]
  const id = await aRule(db, 'live', { when: { any }, actions: [{ type: 'hide' }, { type: 'mute', minutes: 1 }] })
  const others = await Promise.all(Array.from({ length: 9 }, () => aRule(db, 'shadow')))
  const { rule_id: hitting } = await db.selectFrom('rule_hit').select('rule_id').limit(1).executeTakeFirstOrThrow()
  await sql`
    insert into screened_item (item_type, item_id, author, channel, text_hash, at)
    select 'message', 's-' || n, 'author-' || n % 20000, 'c-' || n % 1000, decode(md5(n::text), 'hex'),
      now() - n * interval '0.8 seconds' from generate_series(1, 100000) as n`.execute(db)
  await sql`update member set joined_at = now() - id * interval '1 hour'`.execute(db)
  await sql`
    insert into moderation_classifier (id, name, url, auth, timeout_ms, labels, created_by)
    values (${CLASSIFIER}, 'c', 'https://127.0.0.1/', 'none', 100, '{x}', 'cli')`.execute(db)
  await sql`
    insert into classifier_answer (classifier_id, text_hash, generation, scores, at)
    select ${CLASSIFIER}, decode(md5(n::text), 'hex'), 1, '{"x":0.5}', now() from generate_series(1, 50000) as n`.execute(
    db,
  )
  await sql`
    insert into rule_undecided (rule_id, version, items, missing, at)
    select (${[id, ...others]}::uuid[])[1 + n % 10], 1, 1, '{accountAge}', now() - n * interval '10 seconds'
    from generate_series(1, 50000) as n`.execute(db)
  await sql`vacuum analyze member, screened_item, classifier_answer, rule_undecided`.execute(ownerDb)
  const pool = createPool(connectionString, 2)
  const noted = noteStatements(pool)
  noted.take()

  await listRules(noted.db, { limit: 50 })
  const { figures } = await getRule(noted.db, systemActor, hitting)
  expect(figures.liveHits).toBeGreaterThan(0)
  const items = Array.from({ length: 20 }, (_, n) =>
    anItem({ text: 'gold', channelId: `c-${n}`, author: { id: `author-${n}` } }),
  )
  const answers = await screenItems(noted.db, systemActor, items)
  expect(answers.filter(({ caseId }) => caseId !== null)).toHaveLength(20)
  await setRuleMode(noted.db, cliActor, { id: others[0] ?? '', version: 1, mode: 'draft' })
  const jobId = await startBacktest(noted.db, cliActor, { ruleId: id, file: null })
  await runBacktest(noted.db, jobId, new AbortController().signal)
  await getBacktest(noted.db, systemActor, jobId)
  await listBacktests(noted.db, systemActor, id)
  await sweepBacktests(noted.db)
  const caseId = answers[0]?.caseId ?? 0
  expect((await getCase(noted.db, systemActor, caseId)).ruleHitList).toHaveLength(1)
  await suggestRule(noted.db, systemActor, caseId)
  await listClassifiers(noted.db, systemActor)
  const [classifier] = await readClassifiers(noted.db, ['c'])
  if (classifier) await classifyTexts(noted.db, classifier, ['gold', 'silver'])
  const signal = new AbortController().signal
  await deleteExpiredScreenedItems(noted.db, new Date(), signal)
  await deleteExpiredScores(noted.db, new Date(), signal)
  await clearExpiredHitTexts(noted.db, { messageTextDays: 10_000 }, new Date(), signal)

  const statements = noted.take()
  expect(statements.length).toBeGreaterThan(25)
  const scans = await findLargeScans(pool, statements, LARGE)
  await pool.end()
  expect(scans).toEqual([])
}, 240_000)
