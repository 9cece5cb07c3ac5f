import { useInfiniteQuery } from '@tanstack/react-query'
import { Send } from 'lucide-react'
import { type ReactNode, useId } from 'react'
import { ListState } from '@/components/screen/list-state'
import { LoadMore } from '@/components/screen/load-more'
import { useBufferedRows } from '@/components/screen/use-buffered-rows'
import { NewRowsBar } from '@/components/shell/new-rows-bar'
import { Card, CardHeader, CardTitle } from '@/components/ui/card'
import { EmptyState } from '@/components/ui/empty-state'
import type { DeliveryView } from '@/lib/webhooks/schema'
import type { DeliveryState } from '@/lib/webhooks/terms'
import { deliveriesQuery } from './deliveries-client'
import { DeliveryTable } from './delivery-table'

interface DeliveryCardProps {
  title: string
  endpoint: string
  state: DeliveryState | undefined
  mayReplay: boolean
  selectedId: string | null
  onOpen: (id: string) => void
  /** What can be done with all of them. */
  action?: ReactNode
}

const idOf = (delivery: DeliveryView): string => delivery.id

/** The deliveries of an endpoint, of one state or of all. */
export function DeliveryCard({ title, endpoint, state, action, ...table }: DeliveryCardProps) {
  const titleId = useId()
  const list = useInfiniteQuery(deliveriesQuery({ endpoint, state }))
  const deliveries = list.data?.pages.flatMap((page) => page.items) ?? []
  const { shown, waiting, show } = useBufferedRows(deliveries, idOf, `${endpoint} ${state ?? ''}`)
  return (
    <Card aria-labelledby={titleId}>
      <CardHeader className="items-center pb-2">
        <CardTitle id={titleId}>{title}</CardTitle>
        {action ? <div className="ml-auto">{action}</div> : null}
      </CardHeader>
      <NewRowsBar count={waiting} onShow={show} noun={waiting === 1 ? 'delivery' : 'deliveries'} />
      <ListState query={list} noun="deliveries" columns={6}>
        {shown.length === 0 ? (
          <EmptyState icon={Send} title={state ? 'No matching deliveries' : 'No deliveries yet'}>
            {state
              ? 'No delivery to this endpoint has this state.'
              : 'Deliveries to this endpoint and their responses are listed here. Send a test to see the first one.'}
          </EmptyState>
        ) : (
          <DeliveryTable caption={title} deliveries={shown} isStale={list.isPlaceholderData} {...table} />
        )}
        <LoadMore
          noun="deliveries"
          shown={shown.length}
          hasMore={list.hasNextPage}
          isLoading={list.isFetchingNextPage}
          isFailed={list.isFetchNextPageError}
          onLoad={() => list.fetchNextPage()}
        />
      </ListState>
    </Card>
  )
}
