import { Chip } from '@/components/ui/chip'
import { type DataColumn, DataTable } from '@/components/ui/data-table'
import { EmptyState } from '@/components/ui/empty-state'
import { RelativeTime } from '@/components/ui/relative-time'
import type { HealthView } from '@/lib/collection/schema'

type Worker = HealthView['workers'][number]

const COLUMNS: DataColumn<Worker>[] = [
  {
    id: 'host',
    header: 'Worker',
    cell: ({ row: { original: worker } }) => (
      <div className="py-1">
        <p className="break-all font-medium">{worker.host}</p>
        <p className="num text-muted text-xs">
          process {worker.pid}, version {worker.version}
        </p>
      </div>
    ),
  },
  {
    id: 'state',
    header: 'State',
    cell: ({ row }) => (row.original.isAlive ? <Chip tone="good">Alive</Chip> : <Chip tone="warn">Silent</Chip>),
  },
  { id: 'runs', header: 'Runs', meta: { isNumeric: true, isWideOnly: true }, cell: ({ row }) => row.original.runs },
  { id: 'jobs', header: 'Jobs', meta: { isNumeric: true, isWideOnly: true }, cell: ({ row }) => row.original.jobs },
  {
    id: 'since',
    header: 'Started',
    meta: { isWideOnly: true },
    cell: ({ row }) => <RelativeTime at={row.original.startedAt} />,
  },
  {
    id: 'heartbeat',
    header: 'Last heartbeat',
    meta: { className: 'text-right' },
    cell: ({ row }) => <RelativeTime at={row.original.heartbeatAt} />,
  },
]

export function WorkerTable({ workers }: { workers: Worker[] }) {
  return (
    <DataTable
      caption="Workers"
      columns={COLUMNS}
      rows={workers}
      getRowId={(worker) => worker.id}
      empty={<EmptyState title="No workers yet">Start a worker. npm start starts one automatically.</EmptyState>}
    />
  )
}
