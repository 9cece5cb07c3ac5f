import {
  type InfiniteData,
  infiniteQueryOptions,
  keepPreviousData,
  mutationOptions,
  type QueryClient,
  queryOptions,
} from '@tanstack/react-query'
import { getJson, sendJson } from '@/lib/core/http/client'
import type { Topic } from '@/lib/core/realtime/topics'
import type { ListPage } from './list-query'

/** The types of a resource, from its schema module: `{ item: KeyView; create: KeyFields; created: CreatedKey }`. */
export interface ResourceViews {
  /** What its list and its own address return. */
  item: { id: string | number }
  /** What is sent to add one; without it nothing is. */
  create?: unknown
  /** What adding returns, where it is more than the item: a secret that is shown once, say. */
  created?: unknown
  /** What is sent to change one, without its id. */
  update?: object
  filter?: Record<string, string | number | null | undefined | readonly string[]>
}

interface ResourceOptions {
  /** The first element of every key, so that the announcements of the topic refetch what depends on it. */
  topic: Topic
  /** Further topics on whose changes the items depend. */
  topics?: readonly Topic[]
}

type Id = string | number
type Created<V extends ResourceViews> = V extends { created: infer C } ? C : V['item']
type Filter<V extends ResourceViews> = NonNullable<V['filter']>
type Pages<T> = InfiniteData<ListPage<T>, string | null>

/**
 * Query keys, queries and mutations of a resource of the API with the usual addresses: a list with pages, one item, add, change and
 * remove. Changes are put into what is cached, then refetched. Types come from the views: `defineResource<WebhookViews>('/api/v1/webhooks',
 * { topic: 'webhooks' })`.
 * @param path the address of the list; one item is under `path/id`
 */
export function defineResource<V extends ResourceViews>(path: string, { topic, topics = [] }: ResourceOptions) {
  type Item = V['item']
  const keys = {
    all: [topic] as const,
    lists: [topic, 'list'] as const,
    detail: (id: Id) => [topic, 'detail', id] as const,
  }
  const pathOf = (id: Id) => `${path}/${encodeURIComponent(id)}`
  const refetch = (client: QueryClient) => client.invalidateQueries({ queryKey: keys.all })
  const put = (client: QueryClient, item: Item) => {
    client.setQueryData(keys.detail(item.id), item)
    changeItems<Item>(client, keys.lists, (items) => items.map((one) => (one.id === item.id ? item : one)))
  }
  return {
    keys,
    list: (filter?: Filter<V>) =>
      infiniteQueryOptions({
        queryKey: [...keys.lists, filter ?? {}],
        queryFn: ({ pageParam, signal }) =>
          getJson<ListPage<Item>>(path, { query: { ...filter, after: pageParam }, signal }),
        initialPageParam: null as string | null,
        getNextPageParam: (page) => page.next,
        placeholderData: keepPreviousData,
        meta: { topics },
      }),
    detail: (id: Id) =>
      queryOptions({
        queryKey: keys.detail(id),
        queryFn: ({ signal }) => getJson<Item>(pathOf(id), { signal }),
        meta: { topics },
      }),
    create: () =>
      mutationOptions({
        mutationFn: (input: V['create']) => sendJson<Created<V>>('POST', path, input),
        // The answer may hold a secret, which has no business in a cache.
        gcTime: 0,
        onSuccess: (_created, _input, _result, { client }) => refetch(client),
      }),
    update: () =>
      mutationOptions({
        mutationFn: ({ id, ...changes }: { id: Id } & NonNullable<V['update']>) =>
          sendJson<Item>('PATCH', pathOf(id), changes),
        onSuccess: (item, _input, _result, { client }) => put(client, item),
        // After a refusal, too: somebody else's change may be the reason.
        onSettled: (_item, _error, _input, _result, { client }) => refetch(client),
      }),
    /** Deletes one, or ends it: where the server returns the item, it stays in the list. */
    remove: () =>
      mutationOptions({
        mutationFn: (id: Id) => sendJson<Item | undefined>('DELETE', pathOf(id), undefined),
        onSuccess: (item, id, _result, { client }) => {
          if (item) return put(client, item)
          changeItems<Item>(client, keys.lists, (items) => items.filter((one) => one.id !== id))
          // Where its page is still open, that says it is gone.
          client.removeQueries({ queryKey: keys.detail(id), type: 'inactive' })
        },
        onSettled: (_item, _error, _id, _result, { client }) => refetch(client),
      }),
  }
}

function changeItems<T>(client: QueryClient, queryKey: readonly unknown[], change: (items: T[]) => T[]): void {
  client.setQueriesData<Pages<T>>(
    { queryKey },
    (list) => list && { ...list, pages: list.pages.map((page) => ({ ...page, items: change(page.items) })) },
  )
}
