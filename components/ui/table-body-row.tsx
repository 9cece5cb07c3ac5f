import type { Column, RowData } from '@tanstack/react-table'
import type { ReactNode } from 'react'
import { cn } from './cn'
import { TableCell, TableRow } from './table'
import type { ColumnMeta, DataColumn, features, TableRowOf } from './table-features'

export type AnyColumn<T extends RowData> = Column<typeof features, T, unknown>

export const metaOf = <T extends RowData>(column: AnyColumn<T>): ColumnMeta =>
  (column.columnDef as DataColumn<T>).meta ?? {}

export const cellClass = ({ isNumeric, isWideOnly, className }: ColumnMeta): string =>
  cn(isNumeric && 'num text-right', isWideOnly && 'max-md:hidden', className)

export interface BodyRowProps<T extends RowData> {
  row: TableRowOf<T>
  onRowClick?: ((row: T) => void) | undefined
  selectedId?: string | null | undefined
  ariaRowIndex?: number
}

export function BodyRow<T extends RowData>({ row, onRowClick, selectedId, ariaRowIndex }: BodyRowProps<T>) {
  return (
    <TableRow
      aria-rowindex={ariaRowIndex}
      data-selected={row.id === selectedId || undefined}
      className={cn(
        onRowClick && 'cursor-pointer',
        'data-selected:bg-accent-soft data-selected:shadow-[inset_2px_0_var(--accent)]',
      )}
      onClick={
        onRowClick &&
        ((event) => {
          const isOwnControl = event.target instanceof Element && event.target.closest('a, button, input, label')
          if (!isOwnControl) onRowClick(row.original)
        })
      }
    >
      {row.getAllCells().map((cell) => (
        <TableCell key={cell.id} className={cellClass(metaOf(cell.column))}>
          {cell.column.columnDef.cell ? renderCell(cell) : String(cell.getValue() ?? '')}
        </TableCell>
      ))}
    </TableRow>
  )
}

type AnyCell<T extends RowData> = ReturnType<TableRowOf<T>['getAllCells']>[number]

function renderCell<T extends RowData>(cell: AnyCell<T>): ReactNode {
  const { cell: render } = cell.column.columnDef
  return typeof render === 'function' ? (render(cell.getContext()) as ReactNode) : render
}
