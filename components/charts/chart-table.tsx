'use client'

import { useMemo } from 'react'
import { type DataColumn, DataTable } from '@/components/ui/data-table'
import { formatValue } from '@/components/ui/format'
import { type ChartRow, chartRows } from './chart-rows'
import { caveatOf, nameBucket } from './describe'
import type { ChartData } from './types'

interface ChartTableProps {
  title: string
  data: ChartData
  /** Of the plot that it takes the place of. */
  height: number | string
}

const LEAST_HEIGHT = 220

/** A chart's figures, newest first, in the room of its plot. Loaded late. */
export function ChartTable({ title, data, height }: ChartTableProps) {
  const rows = useMemo(() => chartRows(data).reverse(), [data])
  const columns = useMemo(() => columnsOf(data), [data])
  return (
    <DataTable
      caption={title}
      columns={columns}
      rows={rows}
      getRowId={(row) => String(row.at)}
      maxHeight={Math.max(LEAST_HEIGHT, typeof height === 'number' ? height : 0)}
    />
  )
}

function columnsOf({ series, previous, step, zone, unit, format }: ChartData): DataColumn<ChartRow>[] {
  const write = (value: number | null | undefined) => (value == null ? '–' : formatValue(value, format))
  const notes = ({ points }: ChartRow) => [...new Set(points.flatMap((point) => (point && caveatOf(point)) ?? []))]
  return [
    { id: 'at', header: 'Time', cell: ({ row }) => nameBucket(row.original.at, step, zone) },
    ...series.map(
      ({ id, name }, index): DataColumn<ChartRow> => ({
        id: `series ${id}`,
        header: series.length === 1 ? capital(unit) : name,
        cell: ({ row }) => write(row.original.points[index]?.value),
        meta: { isNumeric: true },
      }),
    ),
    ...(previous
      ? [
          {
            id: 'previous',
            header: 'Previous period',
            cell: ({ row }) => write(row.original.previous?.value),
            meta: { isNumeric: true },
          } satisfies DataColumn<ChartRow>,
        ]
      : []),
    {
      id: 'note',
      header: 'Note',
      cell: ({ row }) => <span className="text-muted">{notes(row.original).join(', ')}</span>,
      meta: { isWideOnly: true },
    },
  ]
}

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1)
