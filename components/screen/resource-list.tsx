'use client'

import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query'
import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import { Card } from '@/components/ui/card'
import { EmptyState } from '@/components/ui/empty-state'
import type { ListPage } from './list-query'
import { ListState } from './list-state'
import { LoadMore } from './load-more'

export interface ResourceListProps<T> {
  /** The result of `useInfiniteQuery(resource.list())`. */
  query: UseInfiniteQueryResult<InfiniteData<ListPage<T>>>
  /** One thing of the list and several: `['webhook', 'webhooks']`. */
  nouns: readonly [one: string, many: string]
  /** Columns of the skeleton. */
  columns?: number
  /** What would be here, why it isn't, and the next step. */
  empty: { icon: LucideIcon; title: string; text: ReactNode; action?: ReactNode }
  className?: string
}

interface ShownRows<T> {
  /** Above the rows. */
  bar?: ReactNode
  /** What is shown of the query's rows. Default: all. */
  rows?: T[]
  children: (rows: T[]) => ReactNode
}

/** A list in a card: its rows, a skeleton, the empty and the error state, and further pages. */
export function ResourceList<T>(props: ResourceListProps<T> & ShownRows<T>) {
  const { query, nouns, columns = 4, empty, className, bar, children } = props
  const many = nouns[1]
  const rows = props.rows ?? rowsOf(query)
  const { icon, title, text, action } = empty
  return (
    <Card aria-label={many.charAt(0).toUpperCase() + many.slice(1)} {...(className ? { className } : {})}>
      {bar}
      <ListState query={query} noun={many} columns={columns}>
        {rows.length === 0 ? (
          <EmptyState icon={icon} title={title} action={action}>
            {text}
          </EmptyState>
        ) : (
          children(rows)
        )}
        <LoadMore
          noun={many}
          shown={rows.length}
          hasMore={query.hasNextPage}
          isLoading={query.isFetchingNextPage}
          isFailed={query.isFetchNextPageError}
          onLoad={() => query.fetchNextPage()}
        />
      </ListState>
    </Card>
  )
}

/** The rows of all pages that are there. */
export const rowsOf = <T,>({ data }: ResourceListProps<T>['query']): T[] =>
  data?.pages.flatMap((page) => page.items) ?? []
