'use client'

import { type RowData, useTable } from '@tanstack/react-table'
import { ArrowDown, ArrowUp, ChevronsUpDown } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { cn } from './cn'
import { Table, TableFrame, TableHead } from './table'
import { type AnyColumn, BodyRow, cellClass, metaOf } from './table-body-row'
import { type DataColumn, features } from './table-features'
import { lazyModule, useLazyModule } from './use-lazy-module'

export type { DataColumn } from './table-features'

const module = lazyModule(() => import('./lazy-virtual-rows'))

/** With more rows than this only those in sight are in the document. */
const VIRTUAL_FROM = 100
const VIRTUAL_HEIGHT = 560

interface DataTableProps<T extends RowData> {
  /** What the table lists, for assistive technology. */
  caption: string
  columns: DataColumn<T>[]
  rows: T[]
  getRowId: (row: T) => string
  /** Shown instead of the body where there are no rows. */
  empty?: ReactNode
  /** Older data stay in sight while newer come. */
  isStale?: boolean
  /** Lets readers sort what is here; leave off where the server sorts or more rows follow. */
  isSortable?: boolean
  /** A row as a whole opens its detail; the first cell should hold a real link or button as well. */
  onRowClick?: (row: T) => void
  selectedId?: string | null
  /** The table scrolls within this height; with many rows it always has one. */
  maxHeight?: number | undefined
}

export function DataTable<T extends RowData>(props: DataTableProps<T>) {
  const { caption, columns, rows, getRowId, empty, isStale, isSortable = false } = props
  const [frame, setFrame] = useState<HTMLDivElement | null>(null)
  const table = useTable({
    features,
    columns,
    data: rows,
    getRowId: (row) => getRowId(row),
    enableSorting: isSortable,
    enableMultiSort: false,
  })
  const shown = table.getRowModel().rows
  const isVirtual = shown.length > VIRTUAL_FROM
  const maxHeight = props.maxHeight ?? (isVirtual ? VIRTUAL_HEIGHT : undefined)
  const virtual = useLazyModule(module, isVirtual)
  const rowProps = { onRowClick: props.onRowClick, selectedId: props.selectedId }
  if (shown.length === 0 && empty) return <>{empty}</>
  return (
    <TableFrame
      ref={setFrame}
      {...(maxHeight
        ? { style: { maxHeight, overflowY: 'auto' }, tabIndex: 0, role: 'group', 'aria-label': caption }
        : {})}
      className={cn(isStale && 'stale')}
    >
      <Table aria-busy={isStale || undefined} aria-rowcount={isVirtual ? shown.length + 1 : undefined}>
        <caption className="sr-only">{caption}</caption>
        <thead className={cn(maxHeight && 'sticky top-0 z-10 bg-surface')}>
          {table.getHeaderGroups().map((group) => (
            <tr key={group.id}>
              {group.headers.map((header) => (
                <HeadCell key={header.id} column={header.column}>
                  <table.FlexRender header={header} />
                </HeadCell>
              ))}
            </tr>
          ))}
        </thead>
        {virtual && frame ? (
          <virtual.VirtualRows frame={frame} rows={shown} columnCount={columns.length} {...rowProps} />
        ) : (
          <tbody>
            {/* Until the part for long tables is here, the first rows. */}
            {shown.slice(0, VIRTUAL_FROM).map((row) => (
              <BodyRow key={row.id} row={row} {...rowProps} />
            ))}
          </tbody>
        )}
      </Table>
    </TableFrame>
  )
}

const ARIA_SORT = { asc: 'ascending', desc: 'descending' } as const

function HeadCell<T extends RowData>({ column, children }: { column: AnyColumn<T>; children: ReactNode }) {
  const sorted = column.getIsSorted()
  const Icon = sorted === 'asc' ? ArrowUp : sorted === 'desc' ? ArrowDown : ChevronsUpDown
  return (
    <TableHead
      className={cellClass(metaOf(column))}
      aria-sort={sorted ? ARIA_SORT[sorted] : column.getCanSort() ? 'none' : undefined}
    >
      {column.getCanSort() ? (
        <button
          type="button"
          onClick={column.getToggleSortingHandler()}
          className="touch-target relative -mx-1 inline-flex items-center gap-1 rounded-chip px-1 hover:text-ink"
        >
          {children}
          <Icon aria-hidden className={cn('size-3.5', !sorted && 'opacity-60')} />
        </button>
      ) : (
        children
      )}
    </TableHead>
  )
}
