import { expect, test } from 'vitest'
import { z } from 'zod'
import { createRoute, json } from './route'

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
