import { sql } from 'kysely'
import { expect, test } from '@/tests/support/database'
import { aRule } from '@/tests/support/moderation-rules'

test('versions of rules change by no login, the owner’s neither', async ({ db, ownerDb }) => {
  const id = await aRule(db, 'draft')
  const attempts = [
    sql`update moderation_rule_version set body = '{}' where rule_id = ${id}`,
    sql`delete from moderation_rule_version where rule_id = ${id}`,
    sql`truncate moderation_rule_version cascade`,
  ]
  for (const attempt of attempts) {
    await expect(attempt.execute(ownerDb)).rejects.toThrow('never change')
    await expect(attempt.execute(db)).rejects.toMatchObject({ code: '42501' })
  }
})
