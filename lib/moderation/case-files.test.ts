import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { PUT as putMode } from '@/app/api/v1/rules/[id]/mode/route'
import { systemActor } from '@/lib/staff/actor'
import { CASES_DIR } from '@/tests/support/cases'
import { words } from '@/tests/support/moderation-rules'
import { addRule, backtest, callRulesApi } from '@/tests/support/rules-api'
import { expect, test } from '@/tests/support/web'
import { importRules } from './commands/import-rules'
import { ruleImport } from './schema/automatic-rules'

/** Files that others reported to be taken for what they are not. */
const fileOf = (name: string): string | null => {
  const path = join(CASES_DIR, name)
  return existsSync(path) ? readFileSync(path, 'utf8') : null
}
const [automod, commas, copies] = [
  fileOf('moderation-automod.json'),
  fileOf('moderation-words-commas.txt'),
  fileOf('moderation-backtest-copies.csv'),
]

test.runIf(automod)(
  'a rule of AutoMod whose expressions mean something else here says so, and that it was off',
  async () => {
    const { rules, skipped } = await importRules(systemActor, ruleImport.parse({ kind: 'discord', text: automod }))
    expect(rules.map(({ when }) => when)).toEqual([{ any: [{ kind: 'regex', pattern: '\\bрак\\b', flags: 'i' }] }])
    expect(skipped.map(({ what }) => what.replace('rust regexes: ', ''))).toEqual([
      '[a-z&&[^aeiou]]{5}',
      '\\b{start}a',
      '[\\p{L}--a]',
      'disabled',
    ])
  },
)

test.runIf(commas)('a list with commas is three words', async () => {
  const { rules } = await importRules(systemActor, ruleImport.parse({ kind: 'words', text: commas }))
  expect(rules[0]?.when).toMatchObject({ any: [{ words: ['foo', 'bar', 'baz'] }] })
})

test.runIf(copies)('one text twenty times is one row of proof', async ({ web: db }) => {
  const id = await addRule(db, words('golddup'))
  await backtest(db, id, copies ?? '')
  const answer = await callRulesApi(db, { handler: putMode, method: 'PUT', id, body: { version: 1, mode: 'live' } })
  expect(answer).toMatchObject({ status: 409, body: { code: 'rule.untested' } })
})
