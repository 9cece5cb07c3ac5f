import { queryOptions } from '@tanstack/react-query'
import { getJson } from '@/lib/core/http/client'
import type { Topic } from '@/lib/core/realtime/topics'
import { listQuery } from './list-query'

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

export type ResourceId = string | number
type Filter<V extends ResourceViews> = NonNullable<V['filter']>

/**
 * Query keys and queries of a resource of the API with the usual addresses: a list with pages, and one item. What adds, changes and
 * removes is in `resource-mutations`, apart, since dialogs need it and pages mostly don't. Types come from the views:
 * `defineResource<WebhookViews>('/api/v1/webhooks', { topic: 'webhooks' })`.
 * @param path the address of the list; one item is under `path/id`
 */
export function defineResource<V extends ResourceViews>(path: string, { topic, topics = [] }: ResourceOptions) {
  const keys = {
    all: [topic] as const,
    lists: [topic, 'list'] as const,
    detail: (id: ResourceId) => [topic, 'detail', id] as const,
  }
  const pathOf = (id: ResourceId) => `${path}/${encodeURIComponent(id)}`
  const resource = {
    path,
    pathOf,
    keys,
    list: (filter?: Filter<V>) =>
      listQuery<V['item']>({ key: keys.lists, path, topics, ...(filter ? { filter } : {}) }),
    detail: (id: ResourceId) =>
      queryOptions({
        queryKey: keys.detail(id),
        queryFn: ({ signal }) => getJson<V['item']>(pathOf(id), { signal }),
        meta: { topics },
      }),
  }
  return resource as typeof resource & { readonly views?: V }
}

/** What `defineResource` returns; `views` is there for its type only. */
export type Resource<V extends ResourceViews> = ReturnType<typeof defineResource<V>>
