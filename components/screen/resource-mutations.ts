import { type InfiniteData, mutationOptions, type QueryClient } from '@tanstack/react-query'
import { sendJson } from '@/lib/core/http/client'
import type { Resource, ResourceId, ResourceViews } from './define-resource'
import type { ListPage } from './list-query'

type Created<V extends ResourceViews> = V extends { created: infer C } ? C : V['item']
type Keys = Resource<ResourceViews>['keys']

/** Adds one: `useMutation(createMutation(webhooks))`. */
export const createMutation = <V extends ResourceViews>({ path, keys }: Resource<V>) =>
  mutationOptions({
    mutationFn: (input: V['create']) => sendJson<Created<V>>('POST', path, input),
    // The answer may hold a secret, which has no business in a cache.
    gcTime: 0,
    onSuccess: (_created, _input, _result, { client }) => refetch(client, keys),
  })

/** Changes one. The change is in what is cached at once, and then refetched. */
export const updateMutation = <V extends ResourceViews>({ pathOf, keys }: Resource<V>) =>
  mutationOptions({
    mutationFn: ({ id, ...changes }: { id: ResourceId } & NonNullable<V['update']>) =>
      sendJson<V['item']>('PATCH', pathOf(id), changes),
    onSuccess: (item, _input, _result, { client }) => put(client, keys, item),
    // After a refusal, too: somebody else's change may be the reason.
    onSettled: (_item, _error, _input, _result, { client }) => refetch(client, keys),
  })

/** Deletes one, or ends it: where the server returns the item, it stays in the list. */
export const removeMutation = <V extends ResourceViews>({ pathOf, keys }: Resource<V>) =>
  mutationOptions({
    mutationFn: (id: ResourceId) => sendJson<V['item'] | undefined>('DELETE', pathOf(id), undefined),
    onSuccess: (item, id, _result, { client }) => {
      if (item) return put(client, keys, item)
      changeItems<V['item']>(client, keys, (items) => items.filter((one) => one.id !== id))
      // Where its page is still open, that says it is gone.
      client.removeQueries({ queryKey: keys.detail(id), type: 'inactive' })
    },
    onSettled: (_item, _error, _id, _result, { client }) => refetch(client, keys),
  })

const refetch = (client: QueryClient, keys: Keys) => client.invalidateQueries({ queryKey: keys.all })

function put<T extends { id: ResourceId }>(client: QueryClient, keys: Keys, item: T): void {
  client.setQueryData(keys.detail(item.id), item)
  changeItems<T>(client, keys, (items) => items.map((one) => (one.id === item.id ? item : one)))
}

function changeItems<T>(client: QueryClient, keys: Keys, change: (items: T[]) => T[]): void {
  client.setQueriesData<InfiniteData<ListPage<T>, string | null>>(
    { queryKey: keys.lists },
    (list) => list && { ...list, pages: list.pages.map((page) => ({ ...page, items: change(page.items) })) },
  )
}
