import { describe } from 'vitest'
import type { Db } from '@/lib/core/db/types'
import { cliActor } from '@/lib/staff/actor'
import { aClassifier, aClassifierPeer, type ClassifierPeer, scoring } from '@/tests/support/classifiers'
import { expect, test } from '@/tests/support/database'
import { allowLoopback } from '@/tests/support/webhooks'
import { getClassifier } from '../../queries/list-classifiers'
import { readClassifier } from '../../queries/read-classifiers'
import type { ClassifierBody } from '../../schema/classifiers'
import { classifyTexts } from './classify-texts'
import { updateClassifier } from './manage-classifiers'

allowLoopback()

async function set(db: Db, peer: ClassifierPeer, given: Partial<ClassifierBody> = {}) {
  const { id } = await aClassifier(db, peer.url, given)
  const ask = async (...texts: string[]) => {
    const classifier = await readClassifier(db, id)
    if (!classifier) throw new Error('it is not there')
    return classifyTexts(db, classifier, texts)
  }
  return { id, ask }
}

describe('a classifier', () => {
  test('is sent texts and labels and nothing else, and its scores are kept for a day', async ({ db }) => {
    const peer = await aClassifierPeer()
    const { id, ask } = await set(db, peer)
    const first = await ask('a bad text', 'a fine text', 'a bad text', ' ')
    expect([...first.scores]).toEqual([
      ['a bad text', { spam: 0.9 }],
      ['a fine text', { spam: 0.1 }],
    ])
    expect(peer.calls.map(({ body }) => JSON.parse(body))).toEqual([
      { labels: ['spam'], texts: ['a bad text', 'a fine text'] },
    ])
    expect((await ask('a bad text')).scores.get('a bad text')).toEqual({ spam: 0.9 })
    expect(peer.calls).toHaveLength(1)
    await db
      .updateTable('classifier_answer')
      .set({ at: new Date(Date.now() - 25 * 3_600_000) })
      .where('classifier_id', '=', id)
      .execute()
    await ask('a bad text')
    expect(peer.calls).toHaveLength(2)
    expect(await getClassifier(db, cliActor, id)).toMatchObject({ isFailing: false, answeredAt: expect.any(String) })
  })

  test('that is set up anew is asked anew', async ({ db }) => {
    const peer = await aClassifierPeer()
    const { id, ask } = await set(db, peer)
    await ask('a bad text')
    await updateClassifier(db, cliActor, { id, version: 1, labels: ['spam', 'insult'] })
    peer.answer = scoring(() => ({ spam: 0.2, insult: 0.3 }))
    expect((await ask('a bad text')).scores.get('a bad text')).toEqual({ spam: 0.2, insult: 0.3 })
  })

  test('gets many texts in several calls, each with as many as fit', async ({ db }) => {
    const peer = await aClassifierPeer()
    const { ask } = await set(db, peer, { timeoutMs: 10_000 })
    const texts = Array.from({ length: 70 }, (_, n) => `text ${n} ${'x'.repeat(10_000)}`)
    const { scores, sent } = await ask(...texts)
    expect([scores.size, sent]).toEqual([70, 70])
    expect(peer.calls.map((call) => call.texts.length).sort((a, b) => b - a)).toEqual([25, 25, 20])
  })

  test.for([
    ['garbage', (response) => void response.writeHead(200).end('<html>hello</html>'), /isn’t JSON/],
    ['500', (response) => void response.writeHead(500).end('{}'), /responded with 500/],
    [
      'a redirect inside',
      (response) => void response.writeHead(302, { location: 'http://169.254.169.254/' }).end(),
      /Redirects aren’t followed/,
    ],
    [
      'wrong labels',
      (response, { texts }) => void response.end(JSON.stringify({ results: texts.map(() => ({ scores: { x: 1 } })) })),
      /no number from 0 to 1 for any of the labels/,
    ],
    ['10 MB', (response) => void response.writeHead(200).end('x'.repeat(10_000_000)), /longer than 256 kB/],
    ['nothing, ever', () => undefined, /didn’t respond within/],
    [
      'half an answer',
      (response) => void response.writeHead(200).write('{"results":['),
      /longer than 256 kB or incomplete/,
    ],
    ['a broken connection', (response) => void response.destroy(), /was lost/],
  ] as [string, ClassifierPeer['answer'], RegExp][])(
    'that answers with %s leaves its scores missing within its time-out, and says why',
    async ([kind, answer, why], { db }) => {
      const peer = await aClassifierPeer(answer)
      // Only what never comes is worth a short wait.
      const timeoutMs = kind === 'nothing, ever' || kind === 'half an answer' ? 400 : 5_000
      const { id, ask } = await set(db, peer, { timeoutMs })
      const start = performance.now()
      const { scores, failure } = await ask('a text')
      expect(performance.now() - start).toBeLessThan(timeoutMs + 1_600)
      expect(scores.size).toBe(0)
      expect(failure).toMatch(why)
      expect(await getClassifier(db, cliActor, id)).toMatchObject({ isFailing: true, failure })
      expect(await db.selectFrom('classifier_answer').select('at').where('classifier_id', '=', id).execute()).toEqual(
        [],
      )
    },
  )

  test('is tried once more where it fell through the net, and not where it said no', async ({ db }) => {
    const peer = await aClassifierPeer()
    const { ask } = await set(db, peer, { timeoutMs: 3_000 })
    const answering = peer.answer
    peer.answer = (response, call) =>
      peer.calls.length === 1 ? void response.writeHead(503).end() : answering(response, call)
    expect((await ask('bad')).scores.get('bad')).toEqual({ spam: 0.9 })
    expect(peer.calls).toHaveLength(2)
    peer.answer = (response) => void response.writeHead(400).end()
    await ask('other')
    expect(peer.calls).toHaveLength(3)
  })

  test('that fails in a row is left alone, and that counts as no answer at once', async ({ db }) => {
    const peer = await aClassifierPeer((response) => void response.writeHead(500).end())
    const { ask } = await set(db, peer)
    for (let n = 0; n < 5; n += 1) await ask(`text ${n}`)
    expect(peer.calls).toHaveLength(5)
    expect((await ask('another')).failure).toMatch(/failed several times in a row/)
    expect(peer.calls).toHaveLength(5)
  })

  test('gets four calls at once, and those that wait do so no longer than its time-out', async ({ db }) => {
    let running = 0
    let most = 0
    const peer = await aClassifierPeer((response, call) => {
      running += 1
      most = Math.max(most, running)
      setTimeout(() => {
        running -= 1
        scoring(() => ({ spam: 0.5 }))(response, call)
      }, 50)
    })
    const { ask } = await set(db, peer, { timeoutMs: 2_000 })
    const answers = await Promise.all(Array.from({ length: 20 }, (_, n) => ask(`text ${n}`)))
    expect(answers.every(({ scores }) => scores.size === 1)).toBe(true)
    expect(most).toBe(4)
  })
})
