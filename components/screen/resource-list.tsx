'use client'

import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query'
import type { LucideIcon } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { NewRowsBar } from '@/components/shell/new-rows-bar'
import { Card } from '@/components/ui/card'
import { EmptyState } from '@/components/ui/empty-state'
import type { ListPage } from './list-query'
import { ListState } from './list-state'
import { LoadMore } from './load-more'
import { useGatheredRows } from './use-gathered-rows'
import { useListKeys } from './use-list-keys'

interface ShownRows {
  /** The row that the keys have reached, to be marked. */
  selectedId: string | null
  /** The rows are of the filter before, until the new ones come. */
  isStale: boolean
}

interface Selection {
  selectedId: string | null
  onSelect: (id: string) => void
  onClose?: () => void
}

interface ResourceListProps<T> {
  /** The result of `useInfiniteQuery(resource.list())`. */
  query: UseInfiniteQueryResult<InfiniteData<ListPage<T>>>
  /** One thing of the list and several: `['webhook', 'webhooks']`. */
  nouns: readonly [one: string, many: string]
  idOf: (row: T) => string
  /** Columns of the skeleton. */
  columns?: number
  /** What would be here, why it isn't, and the next step. */
  empty: { icon: LucideIcon; title: string; text: ReactNode; action?: ReactNode }
  /** For a live list, newest first: names it with its filter. New rows wait behind a bar while someone reads. */
  liveKey?: string
  /** Opens a row; with it j, k and Enter walk the list. */
  onOpen?: (id: string) => void
  /** Where the selection is held: the URL. Without it the list keeps it to itself. */
  selection?: Selection
  className?: string
  children: (rows: T[], shown: ShownRows) => ReactNode
}

/** A list in a card: its rows, a skeleton, the empty and the error state, further pages, keys and the bar of new rows. */
export function ResourceList<T>(props: ResourceListProps<T>) {
  const { query, nouns, idOf, columns = 4, empty, liveKey, onOpen, className, children } = props
  const [one, many] = nouns
  const [reached, setReached] = useState<string | null>(null)
  const rows = query.data?.pages.flatMap((page) => page.items) ?? []
  const gathered = useGatheredRows(rows, idOf, liveKey ?? '')
  const { shown, waiting, show } = liveKey === undefined ? { shown: rows, waiting: 0, show: undefined } : gathered
  const selection = props.selection ?? { selectedId: reached, onSelect: setReached, onClose: () => setReached(null) }
  const { icon, title, text, action } = empty
  return (
    <Card aria-label={many.charAt(0).toUpperCase() + many.slice(1)} {...(className ? { className } : {})}>
      {onOpen ? <ListKeys noun={one} ids={shown.map(idOf)} onOpen={onOpen} {...selection} /> : null}
      {show ? <NewRowsBar count={waiting} onShow={show} noun={waiting === 1 ? one : many} /> : null}
      <ListState query={query} noun={many} columns={columns}>
        {shown.length === 0 ? (
          <EmptyState icon={icon} title={title} action={action}>
            {text}
          </EmptyState>
        ) : (
          children(shown, { selectedId: selection.selectedId, isStale: query.isPlaceholderData })
        )}
        <LoadMore
          noun={many}
          shown={shown.length}
          hasMore={query.hasNextPage}
          isLoading={query.isFetchingNextPage}
          isFailed={query.isFetchNextPageError}
          onLoad={() => query.fetchNextPage()}
        />
      </ListState>
    </Card>
  )
}

/** Apart, since a list without rows to open has no keys either. */
function ListKeys(props: Parameters<typeof useListKeys>[0]) {
  useListKeys(props)
  return null
}
