import { Pencil } from 'lucide-react'
import { OrderButtons } from '@/components/screen/order-buttons'
import { Chip } from '@/components/ui/chip'
import { useZones } from '@/components/ui/clock'
import { type DataColumn, DataTable } from '@/components/ui/data-table'
import { formatNumber } from '@/components/ui/format'
import { IconButton } from '@/components/ui/icon-button'
import { Link } from '@/components/ui/link'
import { formatTime } from '@/lib/core/time/format'
import type { QueueView } from '@/lib/moderation/schema/queues'
import { lengthText } from '../length-text'
import { rotationText, routingText } from './queue-text'

interface QueueTableProps {
  queues: QueueView[]
  policyNames: ReadonlyMap<string, string>
  mayWrite: boolean
  onEdit: (queue: QueueView) => void
  onMove: (queue: QueueView, by: -1 | 1, button: HTMLElement) => Promise<void>
}

export function QueueTable({ queues, policyNames, mayWrite, onEdit, onMove }: QueueTableProps) {
  const columns: DataColumn<QueueView>[] = [
    {
      id: 'name',
      header: 'Queue',
      cell: ({ row: { original: queue } }) => (
        <div className="grid gap-0.5 py-1">
          <span className="flex flex-wrap items-center gap-2">
            <Link href={`/moderation?queue=${queue.id}`} className="font-medium hover:underline">
              {queue.name}
            </Link>
            {queue.isDefault ? <Chip>default</Chip> : null}
            <Resting queue={queue} />
          </span>
          <span className="max-w-prose break-words text-muted text-xs">{routingText(queue, policyNames)}</span>
        </div>
      ),
    },
    { id: 'waits', header: 'Waiting', cell: ({ row }) => <Waiting queue={row.original} /> },
    {
      id: 'sla',
      header: 'Time limit',
      meta: { isWideOnly: true },
      cell: ({ row: { original: queue } }) =>
        queue.slaMinutes === null ? <span className="text-muted">No limit</span> : lengthText(queue.slaMinutes),
    },
    {
      id: 'who',
      header: 'Access',
      meta: { isWideOnly: true },
      cell: ({ row }) => <Workers queue={row.original} />,
    },
  ]
  if (mayWrite) {
    columns.push({
      id: 'actions',
      header: () => <span className="sr-only">Actions</span>,
      meta: { className: 'w-28 text-right' },
      cell: ({ row: { original: queue, index } }) => (
        <span className="inline-flex items-center">
          {queue.isDefault ? null : (
            <OrderButtons
              name={queue.name}
              isFirst={index === 0}
              isLast={queues[index + 1]?.isDefault ?? true}
              onMove={(by, button) => void onMove(queue, by, button)}
            />
          )}
          <IconButton icon={Pencil} label={`Edit ${queue.name}`} onClick={() => onEdit(queue)} />
        </span>
      ),
    })
  }
  return <DataTable caption="Queues" columns={columns} rows={queues} getRowId={({ id }) => id} />
}

function Workers({ queue }: { queue: QueueView }) {
  const rest = rotationText(queue)
  return (
    <div className="grid gap-0.5 py-1">
      <span>{queue.isOpen ? 'Every moderator' : `${formatNumber(queue.staffIds.length)} selected, and managers`}</span>
      {rest ? <span className="text-muted text-xs">{rest}</span> : null}
    </div>
  )
}

function Resting({ queue: { restUntil } }: { queue: QueueView }) {
  const { viewer } = useZones()
  return restUntil ? <Chip tone="accent">your cooldown ends at {formatTime(restUntil, viewer)}</Chip> : null
}

function Waiting({ queue: { open, escalated, overdue } }: { queue: QueueView }) {
  return (
    <span className="num flex flex-wrap items-center gap-1.5">
      {formatNumber(open)}
      {escalated > 0 ? <Chip tone="warn">{formatNumber(escalated)} escalated</Chip> : null}
      {overdue > 0 ? <Chip tone="danger">{formatNumber(overdue)} overdue</Chip> : null}
    </span>
  )
}
