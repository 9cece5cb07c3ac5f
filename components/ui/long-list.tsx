'use client'

import { Fragment } from 'react'
import type { VirtualItemsProps } from './lazy-virtual-items'
import { lazyModule, useLazyModule } from './use-lazy-module'

const module = lazyModule(() => import('./lazy-virtual-items'))

/** With more items than this only those in sight are in the document. */
const VIRTUAL_FROM = 60

/** The items of a `ul`, however many: a short list as it is, a long one as far as it is in sight. */
export function LongList<T>(props: VirtualItemsProps<T>) {
  const { items, keyOf, render } = props
  const isLong = items.length > VIRTUAL_FROM
  const virtual = useLazyModule(module, isLong)
  if (isLong && virtual) return <virtual.VirtualItems {...props} />
  // Until the part for long lists is here, the first items.
  return items.slice(0, VIRTUAL_FROM).map((item) => <Fragment key={keyOf(item)}>{render(item, {})}</Fragment>)
}
