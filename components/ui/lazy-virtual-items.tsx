'use client'

import { useVirtualizer, useWindowVirtualizer, type Virtualizer } from '@tanstack/react-virtual'
import { Fragment, type ReactNode, useEffect, useState } from 'react'

/** Beyond what is in sight, so that scrolling shows no holes. */
const OVERSCAN = 8

export interface VirtualItemsProps<T> {
  items: readonly T[]
  keyOf: (item: T) => string | number
  /** About as high as an item is, before it was measured. */
  estimatedHeight: number
  /** What scrolls; null for the page. */
  frame: HTMLElement | null
  /** The `ul` that the items stand in. */
  list: HTMLElement | null
  /** Kept in sight as it changes; -1 for none. */
  selectedIndex: number
  /** An item of a list; `ref` and `data-index` have to reach its element, which is measured. */
  render: (item: T, place: VirtualItemProps) => ReactNode
}

/** To be spread over the element of an item. */
export interface VirtualItemProps {
  ref?: (element: HTMLElement | null) => void
  'data-index'?: number
  'aria-setsize'?: number
  'aria-posinset'?: number
}

/** A long list's items, of which only those in sight are in the document. Loaded with the first such list. */
export function VirtualItems<T>({ frame, ...props }: VirtualItemsProps<T>) {
  return frame ? <InFrame frame={frame} {...props} /> : <InWindow {...props} />
}

type Inner<T> = Omit<VirtualItemsProps<T>, 'frame'>

function InFrame<T>({ frame, ...props }: Inner<T> & { frame: HTMLElement }) {
  const virtual = useVirtualizer({ ...optionsOf(props), getScrollElement: () => frame })
  return <Items virtual={virtual} {...props} />
}

function InWindow<T>(props: Inner<T>) {
  const { list } = props
  // The page scrolls with all that stands above the list.
  const [scrollMargin] = useState(() => (list ? list.getBoundingClientRect().top + window.scrollY : 0))
  const virtual = useWindowVirtualizer({ ...optionsOf(props), scrollMargin })
  return <Items virtual={virtual} {...props} />
}

const optionsOf = <T,>({ items, keyOf, estimatedHeight }: Inner<T>) => ({
  count: items.length,
  estimateSize: () => estimatedHeight,
  getItemKey: (index: number) => {
    const item = items[index]
    return item === undefined ? index : keyOf(item)
  },
  overscan: OVERSCAN,
})

interface ItemsProps<T, S extends Element | Window> extends Inner<T> {
  virtual: Virtualizer<S, Element>
}

function Items<T, S extends Element | Window>({ virtual, items, keyOf, selectedIndex, render }: ItemsProps<T, S>) {
  useEffect(() => {
    if (selectedIndex >= 0) virtual.scrollToIndex(selectedIndex, { align: 'auto' })
  }, [virtual, selectedIndex])
  const shown = virtual.getVirtualItems()
  return (
    <>
      <Spacer height={(shown[0]?.start ?? 0) - virtual.options.scrollMargin} />
      {shown.map(({ index }) => {
        const item = items[index]
        if (item === undefined) return null
        const place = {
          ref: virtual.measureElement,
          'data-index': index,
          'aria-setsize': items.length,
          'aria-posinset': index + 1,
        }
        return <Fragment key={keyOf(item)}>{render(item, place)}</Fragment>
      })}
      <Spacer height={virtual.getTotalSize() - (shown.at(-1)?.end ?? 0) + virtual.options.scrollMargin} />
    </>
  )
}

function Spacer({ height }: { height: number }) {
  return height > 0 ? <li aria-hidden style={{ height }} /> : null
}
