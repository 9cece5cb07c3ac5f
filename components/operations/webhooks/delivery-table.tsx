import { RotateCcw } from 'lucide-react'
import { Button } from '@/components/ui/button'
import { type DataColumn, DataTable } from '@/components/ui/data-table'
import { RelativeTime } from '@/components/ui/relative-time'
import type { DeliveryView } from '@/lib/webhooks/schema'
import { DeliveryStateChip } from './delivery-state'
import { useReplayNow } from './use-replay-now'
import { EventTitle } from './webhook-events'
import { responseText } from './webhook-text'

interface DeliveryTableProps {
  caption: string
  deliveries: DeliveryView[]
  mayReplay: boolean
  selectedId: string | null
  isStale?: boolean
  onOpen: (id: string) => void
}

export function DeliveryTable({ caption, deliveries, mayReplay, selectedId, isStale, onOpen }: DeliveryTableProps) {
  const { replay, replayingId } = useReplayNow()
  const columns: DataColumn<DeliveryView>[] = [
    {
      id: 'event',
      header: 'Event',
      cell: ({ row: { original: delivery } }) => (
        <div className="grid gap-0.5 py-1">
          <button
            type="button"
            className="touch-target relative justify-self-start font-medium hover:underline"
            onClick={(event) => {
              event.stopPropagation()
              onOpen(delivery.id)
            }}
          >
            <EventTitle name={delivery.event} />
          </button>
          {delivery.subject ? (
            <span className="max-w-48 truncate font-mono text-muted text-xs">{delivery.subject}</span>
          ) : null}
        </div>
      ),
    },
    { id: 'state', header: 'State', cell: ({ row }) => <DeliveryStateChip state={row.original.state} /> },
    {
      id: 'answer',
      header: 'Response',
      meta: { isWideOnly: true },
      cell: ({ row: { original: delivery } }) => (
        <span className={delivery.error ? 'num text-danger-text' : 'num'} title={delivery.error ?? undefined}>
          {responseText(delivery)}
          {delivery.receiver?.status ? <span className="text-muted"> · {delivery.receiver.status}</span> : null}
        </span>
      ),
    },
    {
      id: 'attempts',
      header: 'Attempts',
      meta: { isNumeric: true, isWideOnly: true },
      cell: ({ row }) => row.original.attempts,
    },
    {
      id: 'next',
      header: 'Next attempt',
      meta: { isWideOnly: true },
      cell: ({ row: { original: delivery } }) =>
        delivery.nextAt ? <RelativeTime at={delivery.nextAt} isUpcoming /> : <span className="text-muted">–</span>,
    },
    {
      id: 'queued',
      header: 'Queued',
      meta: { className: 'text-right text-muted' },
      cell: ({ row }) => <RelativeTime at={row.original.createdAt} />,
    },
  ]
  if (mayReplay) {
    columns.push({
      id: 'actions',
      header: () => <span className="sr-only">Actions</span>,
      meta: { className: 'text-right' },
      cell: ({ row: { original: delivery } }) =>
        // What has arrived can be replayed as well, from its detail.
        delivery.canReplay && delivery.state !== 'delivered' ? (
          <Button
            size="sm"
            aria-label={`Replay the delivery ${delivery.id}`}
            isPending={replayingId === delivery.id}
            onClick={(event) => {
              event.stopPropagation()
              void replay(delivery)
            }}
          >
            <RotateCcw aria-hidden />
            <span className="max-sm:sr-only">Replay</span>
          </Button>
        ) : null,
    })
  }
  return (
    <DataTable
      caption={caption}
      columns={columns}
      rows={deliveries}
      getRowId={(delivery) => delivery.id}
      isStale={isStale ?? false}
      selectedId={selectedId}
      onRowClick={(delivery) => onOpen(delivery.id)}
    />
  )
}
