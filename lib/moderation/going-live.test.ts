import { randomUUID } from 'node:crypto'
import { describe } from 'vitest'
import { PUT as putMode } from '@/app/api/v1/rules/[id]/mode/route'
import { GET as getRule, PUT as putRule } from '@/app/api/v1/rules/[id]/route'
import type { Db } from '@/lib/core/db/types'
import { systemActor } from '@/lib/staff/actor'
import { aModerator } from '@/tests/support/moderation'
import { anItem, aRuleInput, words } from '@/tests/support/moderation-rules'
import { addRule, backtest, callRulesApi, labelled, many } from '@/tests/support/rules-api'
import { expect, test } from '@/tests/support/web'
import { screenItems } from './commands/screening/screen-items'
import { setRuleMode } from './commands/set-rule-mode'

const goLive = (db: Db, id: string, version: number) =>
  callRulesApi(db, { handler: putMode, method: 'PUT', id, body: { version, mode: 'live' } })

describe('a version goes live', () => {
  test('only after a backtest of this very version within the limits', async ({ web: db }) => {
    const id = await addRule(db, words('gold'))
    const refused = await goLive(db, id, 1)
    expect(refused).toMatchObject({ status: 409, body: { code: 'rule.untested', version: 1 } })
    expect(refused.body.missing).toEqual([
      'This version needs a backtest on at least 20 different labelled texts with a precision of 80 % or more.',
      'Or 7 days in shadow.',
    ])

    await backtest(db, id, labelled(many(5, 'gold', 1)))
    expect((await goLive(db, id, 1)).body.missing).toMatchObject(
      [/it has 5 different texts, but needs 20/, /^Or/].map((re) => expect.stringMatching(re)),
    )

    await backtest(
      db,
      id,
      labelled(Array.from({ length: 30 }, (_, n) => [n % 2 ? 'gold here' : ' Gold\u200b here ', 1])),
    )
    expect((await goLive(db, id, 1)).body.missing).toMatchObject([
      expect.stringMatching(/it has 1 different texts?, but needs 20/),
      expect.anything(),
    ])

    await backtest(db, id, labelled([...many(15, 'gold', 1), ...many(6, 'gold', 0)]))
    expect((await goLive(db, id, 1)).body.missing).toMatchObject([
      expect.stringMatching(/its precision is 71.4 %/),
      expect.anything(),
    ])

    await backtest(db, id, labelled(many(30, 'nothing here', 1)))
    expect((await goLive(db, id, 1)).body.missing).toMatchObject([
      expect.stringMatching(/it matched nothing/),
      expect.anything(),
    ])

    await backtest(db, id, labelled([...many(16, 'gold', 1), ...many(4, 'gold', 0)]))
    expect(await goLive(db, id, 1)).toMatchObject({ status: 200, body: { id, version: 1, mode: 'live' } })

    // What is written anew is another version, untested; the live one goes on.
    const saved = await callRulesApi(db, {
      handler: putRule,
      method: 'PUT',
      id,
      body: aRuleInput({ when: words('gold', 'silver') }),
    })
    expect(saved).toMatchObject({ status: 200, body: { version: 2, mode: 'draft' } })
    expect((await goLive(db, id, 2)).status).toBe(409)
    const [answer] = await screenItems(db, systemActor, [anItem({ text: 'silver and gold' })])
    expect(answer?.hits).toMatchObject([{ ruleId: id, version: 1, mode: 'live' }])
    const diff = await backtest(
      db,
      id,
      labelled([...many(18, 'gold', 1), ...many(2, 'silver', 1), ...many(1, 'silver coin', 0)]),
    )
    expect(diff).toMatchObject({
      diff: { liveVersion: 1, gained: { right: 2, wrong: 1 }, lost: { right: 0, wrong: 0 } },
      falsePositives: [{ text: 'silver coin 0', hits: [{ path: 'when.any.0', start: 0, end: 6 }] }],
    })
    expect(await goLive(db, id, 2)).toMatchObject({ status: 200, body: { version: 2, mode: 'live' } })
    expect((await callRulesApi(db, { handler: getRule, id })).body).toMatchObject({
      liveVersion: 2,
      shadowVersion: null,
    })
  })

  test('or after seven days in shadow, counted anew when it was taken out of it', async ({ web: db }) => {
    const id = await addRule(db, words(randomUUID().slice(0, 8)))
    const actor = { ...systemActor }
    const day = (n: number) => new Date(Date.UTC(2026, 0, 1 + n))
    const set = (mode: 'draft' | 'shadow' | 'live', at: Date) =>
      setRuleMode(db, actor, { id, version: 1, mode, now: at })
    await set('shadow', day(0))
    await expect(set('live', day(6))).rejects.toMatchObject({
      code: 'rule.untested',
      extra: { missing: [expect.anything(), 'Or 1 more day in shadow.'] },
    })
    await set('draft', day(6))
    await set('shadow', day(6))
    await expect(set('live', day(8))).rejects.toMatchObject({ code: 'rule.untested' })
    await expect(set('live', day(13))).resolves.toMatchObject({ mode: 'live' })
  })

  test('never in a version that there is not, and not by a moderator', async ({ web: db }) => {
    const id = await addRule(db, words('x'))
    expect(await goLive(db, id, 2)).toMatchObject({ status: 404, body: { code: 'version.not_found' } })
    expect(await goLive(db, randomUUID(), 1)).toMatchObject({ status: 404, body: { code: 'rule.not_found' } })
    await expect(setRuleMode(db, await aModerator(db), { id, version: 1, mode: 'shadow' })).rejects.toMatchObject({
      code: 'permission.denied',
    })
  })
})
