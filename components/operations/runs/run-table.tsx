import { type DataColumn, DataTable } from '@/components/ui/data-table'
import { formatNumber } from '@/components/ui/format'
import { Link } from '@/components/ui/link'
import { RelativeTime } from '@/components/ui/relative-time'
import type { RunView } from '@/lib/collection/schema'
import { formatDuration } from '@/lib/core/time/format'
import { RunStatusChip } from './run-status'
import { TRIGGER_LABELS } from './run-text'

interface RunTableProps {
  runs: RunView[]
  selectedId: string | null
  isStale: boolean
  onOpen: (id: string) => void
}

const COLUMNS: DataColumn<RunView>[] = [
  {
    id: 'source',
    header: 'Source',
    cell: ({ row: { original: run } }) => (
      <Link href={`/operations/runs/${run.id}`} className="font-medium hover:underline">
        {run.sourceName}
      </Link>
    ),
  },
  { id: 'status', header: 'Status', cell: ({ row }) => <RunStatusChip run={row.original} /> },
  {
    id: 'trigger',
    header: 'Trigger',
    meta: { isWideOnly: true },
    cell: ({ row: { original: run } }) => (
      <>
        {TRIGGER_LABELS[run.trigger]}
        {run.byName ? <span className="text-muted"> · {run.byName}</span> : null}
      </>
    ),
  },
  {
    id: 'samples',
    header: 'Samples',
    meta: { isNumeric: true, isWideOnly: true },
    cell: ({ row: { original: run } }) => (run.status === 'missed' ? '–' : formatNumber(run.samples)),
  },
  {
    id: 'took',
    header: 'Duration',
    meta: { isNumeric: true, isWideOnly: true },
    cell: ({ row }) => (row.original.durationMs === null ? '–' : formatDuration(row.original.durationMs)),
  },
  {
    id: 'at',
    header: 'Started',
    meta: { className: 'text-right text-muted' },
    cell: ({ row }) => <RelativeTime at={row.original.startedAt} />,
  },
]

export function RunTable({ runs, selectedId, isStale, onOpen }: RunTableProps) {
  return (
    <DataTable
      caption="Collection runs"
      columns={COLUMNS}
      rows={runs}
      getRowId={(run) => run.id}
      isStale={isStale}
      onRowClick={(run) => onOpen(run.id)}
      selectedId={selectedId}
      maxHeight={720}
    />
  )
}
