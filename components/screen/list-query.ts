import { infiniteQueryOptions, keepPreviousData } from '@tanstack/react-query'
import type { z } from 'zod'
import { getJson, type LateSchema } from '@/lib/core/http/client'
import type { Topic } from '@/lib/core/realtime/topics'

/** One page of a keyset list, as the API answers it. */
export interface ListPage<T> {
  items: T[]
  next: string | null
}

type Filter = Record<string, string | number | null | undefined | readonly string[]>

interface ListOptions<S extends z.ZodType> {
  key: readonly unknown[]
  path: string
  item: LateSchema<S>
  filter?: Filter
  /** Topics, beside the key's first element, whose changes make the list old. */
  topics?: readonly Topic[]
}

/** Query options of a keyset list: pages follow each other by the cursor `next`; a changed filter keeps the old rows in sight. */
export function listQuery<S extends z.ZodType>({ key, path, item, filter = {}, topics = [] }: ListOptions<S>) {
  const schema = async () => {
    const [{ pageOf }, one] = await Promise.all([import('@/lib/core/http/page'), item()])
    return pageOf(one)
  }
  return infiniteQueryOptions({
    queryKey: [...key, filter],
    queryFn: ({ pageParam, signal }): Promise<ListPage<z.output<S>>> =>
      getJson(path, { schema, query: { ...filter, after: pageParam }, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page: ListPage<z.output<S>>) => page.next,
    placeholderData: keepPreviousData,
    meta: { topics },
  })
}

/** The page that the API answers first, for the server's own first paint. */
export const FIRST_PAGE = { limit: 50 } as const
