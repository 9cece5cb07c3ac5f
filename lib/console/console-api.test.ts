import { GET as getAttention } from '@/app/api/v1/attention/route'
import { GET as getParts } from '@/app/api/v1/members/[id]/parts/route'
import { GET as getNavigation } from '@/app/api/v1/navigation/route'
import { GET as getSearch } from '@/app/api/v1/search/route'
import { ingestMessages } from '@/lib/community/commands/ingest-messages'
import { systemActor } from '@/lib/staff/actor'
import { aKey } from '@/tests/support/staff'
import { call, expect, test as webTest } from '@/tests/support/web'

const test = webTest.extend('ask', { scope: 'file' }, async ({ web: db }) => {
  const message = {
    id: '1',
    sentAt: new Date(),
    member: { id: 'm-1', name: 'Keen Otter' },
    channel: { id: 'c', name: 'otters' },
  }
  for (const origin of ['forum', 'chat']) await ingestMessages(db, systemActor, { origin, messages: [message] })
  const keys = { moderator: await aKey(db, 'moderator'), executive: await aKey(db, 'executive') }
  return async (handler: unknown, path: string, role: keyof typeof keys = 'moderator', params = {}) => {
    const answer = await call(handler, { path, params, headers: { authorization: `Bearer ${keys[role]}` } })
    return { status: answer.status, body: await answer.json() }
  }
})

test('search finds by kind, and only what the caller may read', async ({ ask }) => {
  const titles = async (role: 'moderator' | 'executive') =>
    (await ask(getSearch, '/api/v1/search?text=otter', role)).body.groups.map(({ title }: { title: string }) => title)
  expect(await titles('moderator')).toEqual(['Members', 'Channels'])
  expect(await titles('executive')).toEqual(['Channels'])
  expect((await ask(getSearch, '/api/v1/search?text=')).status).toBe(422)
  // Neither a wildcard nor an operator: what is typed is looked for as it is.
  expect((await ask(getSearch, '/api/v1/search?text=%25')).body.groups).toEqual([])
})

test('the navigation says what the caller may do and what waits', async ({ ask }) => {
  const { body } = await ask(getNavigation, '/api/v1/navigation')
  expect(body.permissions).toContain('cases:read')
  expect(body.counts).toEqual([])
  expect((await ask(getNavigation, '/api/v1/navigation', 'executive')).body.permissions).not.toContain('cases:read')
})

test('what needs attention has the worst first', async ({ ask }) => {
  const { body } = await ask(getAttention, '/api/v1/attention')
  expect(body.items[0]).toMatchObject({ id: 'worker', tone: 'danger' })
})

test('a member has accounts where several sources know them', async ({ ask, web: db }) => {
  const { id } = await db.selectFrom('member').select('id').orderBy('id').executeTakeFirstOrThrow()
  const { body } = await ask(getParts, `/api/v1/members/${id}/parts`, 'moderator', { id: String(id) })
  expect(body.parts).toMatchObject([{ title: 'Accounts', facts: [{ label: 'chat' }, { label: 'forum' }] }])
  expect((await ask(getParts, '/api/v1/members/999999/parts', 'moderator', { id: '999999' })).status).toBe(404)
})
