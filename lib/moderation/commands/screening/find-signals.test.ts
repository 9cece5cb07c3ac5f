import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { sql } from 'kysely'
import { describe } from 'vitest'
import { systemActor } from '@/lib/staff/actor'
import { expect, test } from '@/tests/support/database'
import { anItem, aRule } from '@/tests/support/moderation-rules'
import { screenItems } from './screen-items'

const word = () => `w${randomUUID().slice(0, 8)}`

describe('what a text does not tell', () => {
  const modesOf = (answers: { hits: { ruleId: string }[] }[], id: string) =>
    answers.map(({ hits }) => hits.some(({ ruleId }) => ruleId === id))

  test('the age of an account is the mirror’s; who is not in it is no match, and no match of the contrary', async ({
    db,
  }) => {
    const mark = word()
    const young = await aRule(db, 'shadow', {
      when: {
        all: [
          { kind: 'keywords', words: [mark] },
          { kind: 'accountAge', underHours: 24 },
        ],
      },
    })
    const old = await aRule(db, 'shadow', {
      when: { all: [{ kind: 'keywords', words: [mark] }, { not: { kind: 'accountAge', underHours: 24 } }] },
    })
    await sql`insert into origin (name) values ('chat') on conflict do nothing`.execute(db)
    await sql`insert into member (origin_id, external_id, joined_at)
      select id, 'young', now() - interval '2 hours' from origin where name = 'chat'
      union all select id, 'old', now() - interval '2 years' from origin where name = 'chat'`.execute(db)
    const by = (id: string) => anItem({ text: mark, author: { id } })
    const answers = await screenItems(db, systemActor, [by('young'), by('old'), by(`unknown-${mark}`)])
    expect(modesOf(answers, young)).toEqual([true, false, false])
    expect(modesOf(answers, old)).toEqual([false, true, false])
  })

  test('floods and repeated texts are counted over what came before, also within a batch', async ({ db }) => {
    const mark = word()
    const flood = await aRule(db, 'shadow', {
      when: {
        all: [
          { kind: 'keywords', words: [mark] },
          { kind: 'flood', count: 3, seconds: 60 },
        ],
      },
    })
    const duplicate = await aRule(db, 'shadow', {
      when: {
        all: [
          { kind: 'keywords', words: [mark] },
          { kind: 'duplicate', count: 2, seconds: 60 },
        ],
      },
    })
    const author = { id: `flood-${mark}` }
    const start = new Date()
    const at = (seconds: number) => new Date(start.getTime() + seconds * 1_000)
    const say = (text: string) => anItem({ text: `${mark} ${text}`, author })
    const first = await screenItems(db, systemActor, [say('a'), say('b')], start)
    const second = await screenItems(db, systemActor, [say('a'), say('c')], at(10))
    const third = await screenItems(db, systemActor, [say('a')], at(120))
    expect(modesOf([...first, ...second, ...third], flood)).toEqual([false, false, true, true, false])
    expect(modesOf([...first, ...second, ...third], duplicate)).toEqual([false, false, true, false, false])
    // Who wrote it is not known, so it is no flood of anybody's.
    const [nobody] = await screenItems(db, systemActor, [anItem({ text: mark, author: undefined })], at(130))
    expect(nobody?.hits).toEqual([])
  })

  test('a flood that comes through many connections at once is counted whole', async ({ db }) => {
    const mark = word()
    const flood = await aRule(db, 'shadow', {
      when: {
        all: [
          { kind: 'keywords', words: [mark] },
          { kind: 'flood', count: 8, seconds: 60 },
        ],
      },
    })
    const say = () => screenItems(db, systemActor, [anItem({ text: mark, author: { id: `many-${mark}` } })])
    const answers = (await Promise.all(Array.from({ length: 8 }, say))).flat()
    // Whoever came last has seen all the others, in whatever order their instants are.
    expect(modesOf(answers, flood).filter(Boolean)).toEqual([true])
  })

  test('a raid is the same text by several authors, and an edit is no second item', async ({ db }) => {
    const mark = word()
    const raid = await aRule(db, 'shadow', {
      when: {
        all: [
          { kind: 'keywords', words: [mark] },
          { kind: 'raid', identical: 3, seconds: 60 },
        ],
      },
    })
    const flood = await aRule(db, 'shadow', {
      when: {
        all: [
          { kind: 'keywords', words: [mark] },
          { kind: 'flood', count: 2, seconds: 60 },
        ],
      },
    })
    const item = anItem({ text: mark, revision: 1 })
    const answers = await screenItems(db, systemActor, [item])
    answers.push(...(await screenItems(db, systemActor, [{ ...item, revision: 2 }])))
    answers.push(...(await screenItems(db, systemActor, [anItem({ text: mark }), anItem({ text: mark })])))
    expect(modesOf(answers, raid)).toEqual([false, false, false, true])
    expect(modesOf(answers, flood)).toEqual([false, false, false, false])
  })

  test('a text is the same where nobody sees a difference', async ({ db }) => {
    const mark = word()
    const duplicate = await aRule(db, 'shadow', { when: { kind: 'duplicate', count: 2, seconds: 60 } })
    const author = { id: `same-${mark}` }
    const texts = [`Caf\u00e9 ${mark}`, `cafe\u0301  ${mark}\r\n`, `CAF\u00c9\u200b ${mark} `, `Caf\u00e9 ${mark} 2`]
    const answers = await screenItems(
      db,
      systemActor,
      texts.map((text) => anItem({ text, author })),
    )
    expect(modesOf(answers, duplicate)).toEqual([false, true, true, false])
  })

  test('windows go by the items’ own times, in whatever order they come, alone or together', async ({ db }) => {
    const kinds = [
      { kind: 'flood', count: 3, seconds: 60 },
      { kind: 'flood', count: 3, seconds: 60, by: 'channel' },
      { kind: 'duplicate', count: 3, seconds: 60 },
      { kind: 'raid', identical: 3, seconds: 60 },
    ] as const
    const rules: string[] = []
    for (const when of kinds) rules.push(await aRule(db, 'shadow', { when }))
    const start = Date.now() - 3_600_000
    const second = fc.integer({ min: 0, max: 200 })
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(second, { minLength: 1, maxLength: 8 }),
        fc.boolean(),
        async (seconds, isBatch) => {
          const mark = word()
          const items = seconds.map((at) =>
            anItem({
              text: mark,
              channelId: mark,
              author: { id: `author-${mark}` },
              createdAt: new Date(start + at * 1_000).toISOString(),
            }),
          )
          const raiders = items.map((item, n) => ({
            ...item,
            id: `${item.id}-raid`,
            channelId: undefined,
            text: `${mark}!`,
            author: { id: `${mark}-${n}` },
          }))
          const screen = async (given: typeof items) =>
            isBatch
              ? screenItems(db, systemActor, given)
              : (await inTurn(given, (item) => screenItems(db, systemActor, [item]))).flat()
          const [own, raid] = [await screen(items), await screen(raiders)]
          const expected = seconds.map((at, index) =>
            isFull(
              seconds.filter((other, n) => n <= index || other < at),
              at,
            ),
          )
          for (const rule of rules.slice(0, 3))
            expect(modesOf(own, rule)).toEqual(isBatch ? expected : expectedInTurn(seconds))
          expect(modesOf(raid, rules[3] ?? '')).toEqual(isBatch ? expected : expectedInTurn(seconds))
        },
      ),
      { numRuns: 15 },
    )
  })
})

/** Whether so many lie in one minute with an instant. */
const isFull = (seconds: readonly number[], at: number): boolean =>
  seconds.some(
    (end) => end >= at && end < at + 60 && seconds.filter((other) => other <= end && other > end - 60).length >= 3,
  )

/** One after another, each is judged by those that came before it. */
const expectedInTurn = (seconds: readonly number[]): boolean[] =>
  seconds.map((at, index) => isFull(seconds.slice(0, index + 1), at))

async function inTurn<T, R>(list: readonly T[], run: (one: T) => Promise<R>): Promise<R[]> {
  const results: R[] = []
  for (const one of list) results.push(await run(one))
  return results
}
