import { createHash, randomUUID } from 'node:crypto'
import { POST } from '@/app/api/v1/media/[id]/reveals/route'
import { GET } from '@/app/api/v1/media/[id]/route'
import { systemActor } from '@/lib/staff/actor'
import { aKeptPicture, aMediaCase, aMediaHost, aPicture, sending } from '@/tests/support/media'
import { aKey, aPerson, cookieOf } from '@/tests/support/staff'
import { call, expect, test as webTest } from '@/tests/support/web'
import { allowLoopback } from '@/tests/support/webhooks'
import { addQueue } from './commands/manage-queues'
import { queueBody } from './schema/queues'

allowLoopback()

const test = webTest.extend('picture', { scope: 'file' }, async ({ web: db }) => {
  const { mediaId, caseId } = await aKeptPicture(db)
  return { mediaId, caseId, cookie: await cookieOf(db, await aPerson(db, { role: 'moderator' })) }
})

const get = (id: string, headers: Record<string, string>) =>
  call(GET, { path: `/api/v1/media/${id}`, params: { id }, headers: { 'sec-fetch-dest': 'image', ...headers } })

test('the bytes are answered with their true type, locked up', async ({ picture: { mediaId, cookie } }) => {
  const response = await get(mediaId, { cookie })
  expect(response.status).toBe(200)
  expect(Object.fromEntries(response.headers)).toEqual({
    'accept-ranges': 'bytes',
    'cache-control': 'private, no-cache',
    'content-disposition': `inline; filename="media-${mediaId.slice(0, 8)}.png"`,
    'content-length': String(aPicture().length),
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'; sandbox",
    'content-type': 'image/png',
    etag: `"${createHash('sha256').update(aPicture()).digest('hex')}"`,
  })
  expect(Buffer.from(await response.arrayBuffer())).toEqual(aPicture())
  const part = await get(mediaId, { cookie, range: 'bytes=4-7' })
  expect([part.status, Buffer.from(await part.arrayBuffer())]).toEqual([206, aPicture().subarray(4, 8)])
  const { etag = '' } = Object.fromEntries(response.headers)
  expect((await get(mediaId, { cookie, 'if-none-match': etag })).status).toBe(304)
})

test('an address is never taken from the browser', async ({ web: db, picture: { cookie } }) => {
  const host = await aMediaHost(sending(aPicture()))
  for (const id of [encodeURIComponent(host.at('/x.png')), host.at('/x.png'), randomUUID()])
    expect((await get(id, { cookie })).status).toBe(404)
  expect(host.asked).toEqual([])
  expect((await call(GET, { path: '/api/v1/media/x', params: { id: 'x' } })).status).toBe(401)
  expect(await db.selectFrom('case_media').select('id').where('url', 'like', '%/x.png').execute()).toEqual([])
})

test.for([
  ['a page', '<html>', 502, 'media.unsupported'],
  ['10 MB and a byte', Buffer.alloc(10_000_001), 413, 'media.too_large'],
] as const)('%s is a problem that says so', async ([, body, status, code], { web: db, picture: { cookie } }) => {
  const host = await aMediaHost(sending(Buffer.from(body)))
  const { mediaIds } = await aMediaCase(db, [host.at('/bad.png')])
  const response = await get(mediaIds[0] ?? '', { cookie })
  expect([response.status, response.headers.get('content-type')]).toEqual([status, 'application/problem+json'])
  expect(await response.json()).toMatchObject({ code })
})

test('another queue’s moderator is told that there is nothing', async ({ web: db }) => {
  const queue = { name: 'Closed', routing: { itemTypes: ['custom'] }, isOpen: false, position: 1 }
  await addQueue(db, systemActor, queueBody.parse(queue))
  const host = await aMediaHost(sending(aPicture()))
  const { mediaIds } = await aMediaCase(db, [host.at('/closed.png')], { type: 'custom' })
  const [id = ''] = mediaIds
  const [outsider, manager] = await Promise.all(
    (['moderator', 'manager'] as const).map(async (role) => ({
      cookie: await cookieOf(db, await aPerson(db, { role })),
    })),
  )
  expect((await get(id, outsider ?? {})).status).toBe(404)
  const reveal = { path: '/', method: 'POST', params: { id }, body: { id: randomUUID() } }
  expect((await call(POST, { ...reveal, headers: outsider ?? {} })).status).toBe(404)
  expect(host.asked).toEqual([])
  expect((await get(id, manager ?? {})).status).toBe(200)
})

test('a look is in the log before it is shown, and so is what a program or a bare address shows', async ({
  web: db,
  picture: { mediaId, cookie },
}) => {
  const looks = async () => {
    const { n } = await db
      .selectFrom('audit_entry')
      .select((row) => row.fn.countAll<number>().as('n'))
      .where('action', '=', 'media.revealed')
      .where('target_id', '=', mediaId)
      .executeTakeFirstOrThrow()
    return Number(n)
  }
  const before = await looks()
  await get(mediaId, { cookie })
  await get(mediaId, { cookie, 'sec-fetch-dest': '', accept: 'image/avif,image/webp,*/*;q=0.8' })
  expect(await looks()).toBe(before)
  const id = randomUUID()
  for (let n = 0; n < 2; n += 1) {
    const sent = await call(POST, {
      path: '/',
      method: 'POST',
      params: { id: mediaId },
      body: { id },
      headers: { cookie },
    })
    expect([sent.status, await sent.json()]).toEqual([201, { id }])
  }
  expect(await looks()).toBe(before + 1)
  await get(mediaId, { cookie, 'sec-fetch-dest': 'document' })
  await get(mediaId, { cookie, 'sec-fetch-dest': '', accept: 'text/html,*/*;q=0.8' })
  expect(await looks()).toBe(before + 3)
  const authorization = `Bearer ${await aKey(db, 'moderator', ['cases:read'])}`
  expect((await get(mediaId, { authorization })).status).toBe(200)
  await get(mediaId, { authorization, range: 'bytes=8-' })
  expect(await looks()).toBe(before + 4)
})
