'use client'

import { type ReactNode, useState } from 'react'
import { NewRowsBar } from '@/components/shell/new-rows-bar'
import { ResourceList, type ResourceListProps, rowsOf } from './resource-list'
import { useBufferedRows } from './use-buffered-rows'
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

interface NavigableListProps<T> extends ResourceListProps<T> {
  idOf: (row: T) => string
  /** Opens a row; j, k and Enter walk the list. */
  onOpen: (id: string) => void
  /** Where the selection is held: the URL. Without it the list keeps it to itself. */
  selection?: Selection
  /** For a live list, newest first: names it with its filter. New rows wait behind a bar while someone reads. */
  liveKey?: string
  children: (rows: T[], shown: ShownRows) => ReactNode
}

/** A ResourceList whose rows are opened, by keys too, and that may be live. Apart, since a page that needs neither doesn't load it. */
export function NavigableList<T>({ idOf, onOpen, liveKey, children, ...list }: NavigableListProps<T>) {
  const { query, nouns } = list
  const [reached, setReached] = useState<string | null>(null)
  const rows = rowsOf(query)
  const gathered = useBufferedRows(rows, idOf, liveKey ?? '')
  const isLive = liveKey !== undefined
  const shown = isLive ? gathered.shown : rows
  const selection = list.selection ?? { selectedId: reached, onSelect: setReached, onClose: () => setReached(null) }
  useListKeys({ noun: nouns[0], ids: shown.map(idOf), onOpen, ...selection })
  return (
    <ResourceList
      {...list}
      rows={shown}
      bar={
        isLive ? (
          <NewRowsBar
            count={gathered.waiting}
            onShow={gathered.show}
            noun={gathered.waiting === 1 ? nouns[0] : nouns[1]}
          />
        ) : null
      }
    >
      {(visible) => children(visible, { selectedId: selection.selectedId, isStale: query.isPlaceholderData })}
    </ResourceList>
  )
}
