import { infiniteQueryOptions, keepPreviousData } from '@tanstack/react-query'
import { getJson } from '@/lib/core/http/client'
import type { Topic } from '@/lib/core/realtime/topics'

/** One page of a keyset list, as the API answers it. */
export interface ListPage<T> {
  items: T[]
  next: string | null
}

type Filter = Record<string, string | number | null | undefined | readonly string[]>

interface ListOptions {
  key: readonly unknown[]
  path: string
  filter?: Filter
  /** Topics, beside the key's first element, whose changes make the list old. */
  topics?: readonly Topic[]
}

/** Query options of a keyset list: pages follow each other by the cursor `next`; a changed filter keeps the old rows in sight. */
export function listQuery<T>({ key, path, filter = {}, topics = [] }: ListOptions) {
  return infiniteQueryOptions({
    queryKey: [...key, filter],
    queryFn: ({ pageParam, signal }): Promise<ListPage<T>> =>
      getJson<ListPage<T>>(path, { query: { ...filter, after: pageParam }, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page: ListPage<T>) => page.next,
    placeholderData: keepPreviousData,
    meta: { topics },
  })
}

/** The page that the API answers first, for the server's own first paint. */
export const FIRST_PAGE = { limit: 50 } as const
