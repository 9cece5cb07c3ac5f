import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { InfiniteQueryObserver, MutationObserver, type MutationOptions, QueryClient } from '@tanstack/react-query'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { defineResource } from './define-resource'
import { createMutation, removeMutation, updateMutation } from './resource-mutations'

interface Thing {
  id: string
  name: string
}

const things = defineResource<{
  item: Thing
  create: { name: string }
  created: Thing & { secret: string }
  update: { name: string }
}>('/api/v1/things', { topic: 'webhooks', topics: ['runs'] })

let server: Server
let client: QueryClient
let stored: Thing[]
let asked: string[]
/** What a DELETE returns: nothing, or the item where that stays. */
let isKept: boolean

beforeEach(async () => {
  stored = ['a', 'b', 'c'].map((id) => ({ id, name: `Thing ${id}` }))
  asked = []
  isKept = false
  server = createServer(async (request, response) => {
    const url = new URL(request.url ?? '', 'http://localhost')
    const id = decodeURIComponent(url.pathname.split('/')[4] ?? '')
    asked.push(`${request.method} ${url.pathname}${url.search}`)
    let text = ''
    for await (const chunk of request) text += String(chunk)
    const body = text ? (JSON.parse(text) as { name: string }) : { name: '' }
    const send = (status: number, value?: unknown) => {
      response.writeHead(status, { 'Content-Type': 'application/json' })
      response.end(value === undefined ? undefined : JSON.stringify(value))
    }
    const found = stored.find((thing) => thing.id === id)
    if (request.method === 'POST') {
      stored.push({ id: 'd', name: body.name })
      return send(201, { id: 'd', name: body.name, secret: 's3cret' })
    }
    if (!id) {
      const from = url.searchParams.get('after') === 'b' ? 2 : 0
      const items = stored.slice(from, from + 2)
      return send(200, { items, next: from + 2 < stored.length ? 'b' : null })
    }
    if (!found) return send(404, { title: 'Not found', code: 'thing.not_found', detail: 'There is no such thing.' })
    if (request.method === 'DELETE') {
      if (isKept) return send(200, { ...found, name: 'Revoked' })
      stored = stored.filter((thing) => thing !== found)
      return send(204)
    }
    if (request.method === 'PATCH') found.name = body.name
    send(200, found)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const realFetch = globalThis.fetch
  vi.stubGlobal('fetch', (path: string, init: RequestInit) => realFetch(`http://127.0.0.1:${port}${path}`, init))
  client = new QueryClient({ defaultOptions: { queries: { retry: false } } })
})

afterEach(async () => {
  vi.unstubAllGlobals()
  client.clear()
  await new Promise((resolve) => server.close(resolve))
})

/** The list as a page holds it: all its pages, watched. */
async function openList() {
  const observer = new InfiniteQueryObserver(client, things.list())
  const stop = observer.subscribe(() => undefined)
  await vi.waitFor(() => expect(observer.getCurrentResult().data).toBeDefined())
  await observer.fetchNextPage()
  const names = () => observer.getCurrentResult().data?.pages.flatMap((page) => page.items.map(({ name }) => name))
  return { names, stop }
}

/** As a component does that is gone afterwards. */
async function run<Output, Input>(options: MutationOptions<Output, Error, Input>, input: Input): Promise<Output> {
  const observer = new MutationObserver(client, options)
  try {
    return await observer.mutate(input)
  } finally {
    observer.reset()
  }
}

test('keys begin with the topic, and further topics are told to the live connection', () => {
  expect(things.list({ state: 'on' }).queryKey).toEqual(['webhooks', 'list', { state: 'on' }])
  expect(things.detail('a').queryKey).toEqual(['webhooks', 'detail', 'a'])
  expect(things.list().meta).toEqual({ topics: ['runs'] })
})

test('a list goes from page to page by its cursor, with its filter', async () => {
  const { names, stop } = await openList()
  expect(names()).toEqual(['Thing a', 'Thing b', 'Thing c'])
  expect(asked).toEqual(['GET /api/v1/things', 'GET /api/v1/things?after=b'])
  await client.fetchInfiniteQuery(things.list({ state: ['on', 'off'] }))
  expect(asked.at(-1)).toBe('GET /api/v1/things?state=on&state=off')
  stop()
})

test('what was added is returned whole, kept in no cache, and the list refetched', async () => {
  const { names, stop } = await openList()
  expect(await run(createMutation(things), { name: 'New' })).toEqual({ id: 'd', name: 'New', secret: 's3cret' })
  await vi.waitFor(() => expect(names()).toContain('New'))
  await vi.waitFor(() => expect(client.getMutationCache().getAll()).toEqual([]))
  expect(
    JSON.stringify(
      client
        .getQueryCache()
        .getAll()
        .map(({ state }) => state.data),
    ),
  ).not.toContain('s3cret')
  stop()
})

test('a change is in the list and the detail before anything is refetched', async () => {
  const { names, stop } = await openList()
  await client.fetchQuery(things.detail('b'))
  vi.spyOn(client, 'invalidateQueries').mockResolvedValue()
  await run(updateMutation(things), { id: 'b', name: 'Renamed' })
  expect(names()).toEqual(['Thing a', 'Renamed', 'Thing c'])
  expect(client.getQueryData(things.detail('b').queryKey)).toEqual({ id: 'b', name: 'Renamed' })
  stop()
})

test('after a refusal the list is refetched, since somebody else’s change may be the reason', async () => {
  const { names, stop } = await openList()
  stored = stored.filter(({ id }) => id !== 'b')
  await expect(run(updateMutation(things), { id: 'b', name: 'Late' })).rejects.toMatchObject({
    code: 'thing.not_found',
  })
  await vi.waitFor(() => expect(names()).toEqual(['Thing a', 'Thing c']))
  stop()
})

test('what was deleted leaves the list; what the server returns stays in it', async () => {
  const { names, stop } = await openList()
  vi.spyOn(client, 'invalidateQueries').mockResolvedValue()
  await client.fetchQuery(things.detail('a'))
  await run(removeMutation(things), 'a')
  expect(names()).toEqual(['Thing b', 'Thing c'])
  expect(client.getQueryData(things.detail('a').queryKey)).toBeUndefined()
  isKept = true
  await run(removeMutation(things), 'b')
  expect(names()).toEqual(['Revoked', 'Thing c'])
  stop()
})

test('an id is one segment of the address, whatever is in it', async () => {
  await expect(client.fetchQuery(things.detail('a/b?c'))).rejects.toMatchObject({ status: 404 })
  expect(asked).toEqual(['GET /api/v1/things/a%2Fb%3Fc'])
})
