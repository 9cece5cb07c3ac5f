import { useCan } from '@/components/shell/permissions'
import { Chip } from '@/components/ui/chip'
import { type DataColumn, DataTable } from '@/components/ui/data-table'
import { Link } from '@/components/ui/link'
import { RelativeTime } from '@/components/ui/relative-time'
import type { WebhookView } from '@/lib/webhooks/schema'
import { DeliveryStateChip } from './delivery-state'
import { WebhookActions, type WebhookMenuActions } from './webhook-actions'
import { EventTitle } from './webhook-events'
import { failedCountText, partsOf, stateOf } from './webhook-text'

interface WebhookTableProps extends WebhookMenuActions {
  webhooks: WebhookView[]
  selectedId: string | null
}

const COLUMNS: DataColumn<WebhookView>[] = [
  {
    id: 'address',
    header: 'URL',
    cell: ({ row: { original: webhook } }) => {
      const { host, rest } = partsOf(webhook.url)
      return (
        <div className="grid gap-0.5 py-1">
          <Link href={`/operations/webhooks/${webhook.id}`} className="font-semibold hover:underline">
            {host}
          </Link>
          {rest ? <span className="max-w-80 truncate font-mono text-muted text-xs">{rest}</span> : null}
        </div>
      )
    },
  },
  {
    id: 'state',
    header: 'State',
    cell: ({ row: { original: webhook } }) => (
      <div className="flex flex-wrap gap-1">
        <Chip tone={stateOf(webhook).tone}>{stateOf(webhook).word}</Chip>
        {webhook.oldSecretUntil ? <Chip tone="accent">Two secrets</Chip> : null}
      </div>
    ),
  },
  {
    id: 'events',
    header: 'Events',
    meta: { isWideOnly: true },
    cell: ({ row }) => (
      <div className="flex max-w-72 flex-wrap gap-1">
        {row.original.events.map((event) => (
          <Chip key={event}>
            <EventTitle name={event} />
          </Chip>
        ))}
      </div>
    ),
  },
  {
    id: 'last',
    header: 'Last delivery',
    meta: { isWideOnly: true },
    cell: ({ row: { original: webhook } }) =>
      webhook.lastDelivery ? (
        <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <DeliveryStateChip state={webhook.lastDelivery.state} />
          <RelativeTime
            at={webhook.lastDelivery.triedAt ?? webhook.lastDelivery.createdAt}
            className="text-muted text-xs"
          />
        </div>
      ) : (
        <span className="text-muted">No deliveries yet</span>
      ),
  },
  {
    id: 'dead',
    header: 'Failed',
    meta: { isWideOnly: true },
    cell: ({ row: { original: webhook } }) =>
      webhook.deadCount > 0 ? (
        <Link
          href={`/operations/webhooks/${webhook.id}?state=dead`}
          className="num font-medium text-danger-text hover:underline"
        >
          {failedCountText(webhook.deadCount)}
        </Link>
      ) : (
        <span className="text-muted">–</span>
      ),
  },
]

export function WebhookTable({ webhooks, selectedId, ...deeds }: WebhookTableProps) {
  const can = useCan()
  const actions: DataColumn<WebhookView> = {
    id: 'actions',
    header: () => <span className="sr-only">Actions</span>,
    meta: { className: 'text-right' },
    cell: ({ row }) => <WebhookActions webhook={row.original} {...deeds} />,
  }
  const columns = can('webhooks:write') ? [...COLUMNS, actions] : COLUMNS
  return (
    <DataTable
      caption="Webhooks"
      columns={columns}
      rows={webhooks}
      getRowId={(webhook) => webhook.id}
      selectedId={selectedId}
    />
  )
}
