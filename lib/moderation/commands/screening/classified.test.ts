import { randomUUID } from 'node:crypto'
import { describe } from 'vitest'
import type { Db } from '@/lib/core/db/types'
import { eraseMember } from '@/lib/erasure/commands/erase-member'
import { cliActor, systemActor } from '@/lib/staff/actor'
import { aClassifier, aClassifierPeer, type ClassifierPeer } from '@/tests/support/classifiers'
import { expect, test } from '@/tests/support/database'
import { anItem, aRule, aRuleInput } from '@/tests/support/moderation-rules'
import { allowLoopback } from '@/tests/support/webhooks'
import { getRule } from '../../queries/get-rule'
import { runBacktest } from '../backtests/run-backtest'
import { startBacktest } from '../backtests/start-backtest'
import { deleteClassifier } from '../classifiers/manage-classifiers'
import { createRule } from '../manage-rules'
import { tryRule } from '../try-rule'
import { deleteExpiredScores } from './delete-expired'
import { screenItems } from './screen-items'

allowLoopback()

const word = () => `w${randomUUID().slice(0, 8)}`
const labelled = (name: string) => ({ kind: 'classifier', name, label: 'spam', atLeast: 0.8 })

async function set(db: Db, peer: ClassifierPeer, when: (name: string, mark: string) => object) {
  const classifier = await aClassifier(db, peer.url, { timeoutMs: 500 })
  const mark = word()
  const ruleId = await aRule(db, 'live', { when: when(classifier.name, mark) })
  return { classifier, mark, ruleId, missing: [`classifier:${classifier.name}`] }
}

/** Only what has the mark hangs on the classifier, so that rules of other tests don't ask this one. */
const marked = (name: string, mark: string) => ({ all: [{ kind: 'keywords', words: [mark] }, labelled(name)] })

describe('a rule that asks a classifier', () => {
  test('acts on its scores, and costs no call where its words decide', async ({ db }) => {
    const peer = await aClassifierPeer()
    const { ruleId, mark } = await set(db, peer, marked)
    const items = [`${mark} bad`, `${mark} fine`, 'bad without it'].map((text) => anItem({ text }))
    const answers = await screenItems(db, systemActor, items)
    expect(answers.map(({ hits }) => hits.map((hit) => hit.ruleId))).toEqual([[ruleId], [], []])
    expect(answers.map(({ undecided }) => undecided)).toEqual([undefined, undefined, undefined])
    expect(peer.calls.map(({ texts }) => texts)).toEqual([[`${mark} bad`, `${mark} fine`]])
  })

  test('sends it nothing that an erased member says', async ({ db }) => {
    const peer = await aClassifierPeer()
    const { mark } = await set(db, peer, marked)
    const say = (text: string) =>
      screenItems(db, systemActor, [anItem({ text: `${mark} ${text}`, author: { id: mark } })])
    await say('bad once')
    const { id: memberId } = await db
      .selectFrom('member')
      .select('id')
      .where('external_id', '=', mark)
      .executeTakeFirstOrThrow()
    await eraseMember(db, systemActor, { memberId, reason: 'They asked for it' })
    expect(await say('bad again')).toMatchObject([{ caseId: null, hits: [] }])
    expect(peer.calls.map(({ texts }) => texts)).toEqual([[`${mark} bad once`]])
  })

  test('does not match while it is silent, says so, and holds up nothing longer than its time-out', async ({ db }) => {
    const peer = await aClassifierPeer(() => undefined)
    const { ruleId, mark, missing } = await set(db, peer, (name, text) => ({
      all: [{ kind: 'keywords', words: [text] }, { not: labelled(name) }],
    }))
    const start = performance.now()
    const [answer] = await screenItems(db, systemActor, [anItem({ text: `${mark} bad` })])
    expect(performance.now() - start).toBeLessThan(3_000)
    expect(answer).toMatchObject({ caseId: null, hits: [], undecided: [{ ruleId, version: 1, missing }] })
    const { undecided } = await getRule(db, systemActor, ruleId)
    expect(undecided).toEqual([{ missing, items: 1, lastAt: expect.any(String) }])
    await deleteExpiredScores(db, new Date(Date.now() + 8 * 86_400_000), new AbortController().signal)
    expect(await getRule(db, systemActor, ruleId)).toMatchObject({ undecided: [] })
  })

  test('is tried on a text with it, and told what is missing without', async ({ db }) => {
    const peer = await aClassifierPeer()
    const { classifier, missing } = await set(db, peer, marked)
    const rule = aRuleInput({ when: labelled(classifier.name) })
    expect(await tryRule(db, cliActor, { rule, text: 'bad' })).toEqual({
      matched: true,
      hits: [{ path: 'when', start: 0, end: 0 }],
    })
    peer.answer = (response) => void response.destroy()
    expect(await tryRule(db, cliActor, { rule, text: 'bad, too' })).toMatchObject({ matched: false, missing })
  })

  test('is refused where there is no such classifier or label, and keeps it from being deleted', async ({ db }) => {
    const peer = await aClassifierPeer()
    const { classifier, ruleId } = await set(db, peer, marked)
    const refused = (when: object) => createRule(db, cliActor, aRuleInput({ when: { any: [when] } }))
    await expect(refused(labelled('nobody'))).rejects.toMatchObject({
      code: 'rule.unusable',
      issues: [{ path: 'when.any.0.name' }],
    })
    await expect(refused({ ...labelled(classifier.name), label: 'insult' })).rejects.toMatchObject({
      code: 'rule.unusable',
      issues: [{ path: 'when.any.0.label' }],
    })
    await expect(deleteClassifier(db, cliActor, classifier.id)).rejects.toMatchObject({ code: 'classifier.in_use' })
    await db.updateTable('moderation_rule').set({ live_version: null }).where('id', '=', ruleId).execute()
    await deleteClassifier(db, cliActor, classifier.id)
  })

  test('is tested on labelled texts with it, each text asked about once, and without an answer told as undecided', async ({
    db,
  }) => {
    const peer = await aClassifierPeer()
    const { classifier } = await set(db, peer, marked)
    const { id: ruleId } = await createRule(db, cliActor, aRuleInput({ when: labelled(classifier.name) }))
    const csv = ['text,label', ...['bad one,1', 'bad two,0', 'fine,0', 'bad one,1'], ''].join('\n')
    const backtest = async (file: string) => {
      const id = await startBacktest(db, cliActor, { ruleId, file: Buffer.from(file) })
      await runBacktest(db, id, new AbortController().signal)
      return (await db.selectFrom('rule_backtest').select('result').where('id', '=', id).executeTakeFirstOrThrow())
        .result
    }
    expect(await backtest(csv)).toMatchObject({
      ...{ tp: 2, fp: 1, fn: 0, tn: 1, undecided: 0, classified: { sent: 3, missing: 0 } },
    })
    expect(peer.calls.map(({ texts }) => texts.length)).toEqual([3])
    peer.answer = (response) => void response.writeHead(500).end()
    expect(await backtest(`${csv}bad three,1\n`)).toMatchObject({
      ...{ tp: 2, fn: 1, undecided: 1, classified: { sent: 1, missing: 1 } },
    })
  })
})
