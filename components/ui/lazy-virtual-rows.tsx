'use client'

import type { RowData } from '@tanstack/react-table'
import { useVirtualizer } from '@tanstack/react-virtual'
import { BodyRow, type BodyRowProps } from './table-body-row'
import type { TableRowOf } from './table-features'

const ROW_HEIGHT = 40

interface VirtualRowsProps<T extends RowData> extends Omit<BodyRowProps<T>, 'row' | 'ariaRowIndex'> {
  /** What scrolls. */
  frame: HTMLElement
  rows: TableRowOf<T>[]
  columnCount: number
}

/** The body of a long table, of which only the rows in sight are in the document. Loaded with the first such table. */
export function VirtualRows<T extends RowData>({ frame, rows, columnCount, ...rest }: VirtualRowsProps<T>) {
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => frame,
    estimateSize: () => ROW_HEIGHT,
    overscan: 12,
  })
  const items = virtual.getVirtualItems()
  const before = items[0]?.start ?? 0
  const after = virtual.getTotalSize() - (items.at(-1)?.end ?? 0)
  return (
    <tbody>
      <Spacer height={before} span={columnCount} />
      {items.map((item) => {
        const row = rows[item.index]
        return row ? <BodyRow key={row.id} row={row} ariaRowIndex={item.index + 2} {...rest} /> : null
      })}
      <Spacer height={after} span={columnCount} />
    </tbody>
  )
}

function Spacer({ height, span }: { height: number; span: number }) {
  if (height <= 0) return null
  return (
    <tr aria-hidden>
      <td colSpan={span} style={{ height, padding: 0 }} />
    </tr>
  )
}
