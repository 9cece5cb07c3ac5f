import { expect, expectTypeOf, test } from 'vitest'
import { z } from 'zod'
import { createRoute, json } from './route'
import { contentsOf, descriptionOf, type JsonOf, type JsonResponse, media } from './route-spec'

const route = createRoute<null, 'any'>({
  db: () => null as never,
  authenticate: async () => ({ actor: null, viaCookie: false }),
  requirePermission: () => undefined,
})

const echo = route(
  {
    permission: 'any',
    summary: 'Echo',
    answer: z.unknown(),
    query: z.record(z.string(), z.string()),
    body: z.record(z.string(), z.string()),
  },
  async ({ query, body }) => json({ query, body }),
)

const send = (search: string, body: Buffer<ArrayBuffer> | string) =>
  echo(new Request(`http://here/${search}`, { method: 'POST', body }), { params: Promise.resolve({}) })

const said = async (answer: Response) => [answer.status, (await answer.json()).code]

test('takes what is UTF-8', async () => {
  const answer = await send('?q=Zo%C3%AB&p=100%', '{"text":"€ 😀"}')
  expect([answer.status, await answer.json()]).toEqual([
    200,
    { query: { q: 'Zoë', p: '100%' }, body: { text: '€ 😀' } },
  ])
})

test.for([
  ['a byte that begins nothing', [0xff]],
  ['a character that is cut off', [0xe2, 0x82]],
  ['an overlong slash', [0xc0, 0xaf]],
  ['half a surrogate pair', [0xed, 0xa0, 0x80]],
  ['what is above the last code point', [0xf4, 0x90, 0x80, 0x80]],
] as [string, number[]][])('refuses %s in a body and in a query, and says so', async ([, bytes]) => {
  const body = Buffer.concat([Buffer.from('{"text":"'), Buffer.from(bytes), Buffer.from('"}')])
  expect(await said(await send('', body))).toEqual([400, 'body.not_utf8'])
  const encoded = bytes.map((byte) => `%${byte.toString(16)}`).join('')
  expect(await said(await send(`?q=${encoded}`, '{}'))).toEqual([400, 'request.bad_address'])
  expect(await said(await send(`?${encoded}=q`, '{}'))).toEqual([400, 'request.bad_address'])
})

test('names no more than a hundred faults, and gives nothing long back', async () => {
  const body = JSON.stringify(Object.fromEntries(Array.from({ length: 900 }, (_, n) => [`${'k'.repeat(400)}${n}`, 1])))
  const answer = await send('', body)
  const text = await answer.text()
  expect([answer.status, JSON.parse(text).errors.length, text.length < 100_000]).toEqual([422, 100, true])
})

test('a route keeps what it says of itself, and nothing else is described', () => {
  expect(descriptionOf(echo)).toMatchObject({ spec: { permission: 'any', summary: 'Echo' }, security: [] })
  expect([descriptionOf(() => null), descriptionOf(undefined)]).toEqual([undefined, undefined])
})

test('the contents of an answer by status', () => {
  const [view, csv] = [z.object({ n: z.number() }), media('text/csv')]
  expect([...contentsOf(view)]).toEqual([[200, [view]]])
  expect([...contentsOf(csv)]).toEqual([[200, [csv]]])
  expect([...contentsOf(null)]).toEqual([[204, [null]]])
  expect([...contentsOf({ 200: [view, csv], 204: null })]).toEqual([
    [200, [view, csv]],
    [204, [null]],
  ])
})

test('TypeScript refuses a route without an answer, and an answer of another type', () => {
  const view = z.object({ n: z.number() })
  const answer = { 200: [view, media('text/csv')], 204: null } as const
  expectTypeOf<{ permission: 'any'; summary: string }>().not.toExtend<Parameters<typeof route>[0]>()
  expectTypeOf<JsonOf<typeof answer>>().toEqualTypeOf<{ n: number }>()
  expectTypeOf<JsonResponse<{ n: string }>>().not.toExtend<JsonResponse<JsonOf<typeof view>>>()
  expectTypeOf<Response>().toExtend<JsonResponse<JsonOf<typeof view>>>()
})
