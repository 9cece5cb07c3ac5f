import {
  type ColumnDef,
  createSortedRowModel,
  type Row,
  type RowData,
  rowSortingFeature,
  sortFns,
  tableFeatures,
} from '@tanstack/react-table'

/** What our tables can do: sort. Filtering and paging are the server's. */
export const features = tableFeatures({ rowSortingFeature, sortedRowModel: createSortedRowModel(), sortFns })

export type TableRowOf<T extends RowData> = Row<typeof features, T>

export interface ColumnMeta {
  /** Numbers stand at the right edge, in figures of one width. */
  isNumeric?: boolean
  /** Left out on narrow screens. */
  isWideOnly?: boolean
  className?: string
}

/** A column of a DataTable: `id` or `accessorKey`, `header`, `cell`, and `meta` for its look. */
export type DataColumn<T extends RowData> = ColumnDef<typeof features, T, unknown> & { meta?: ColumnMeta }
