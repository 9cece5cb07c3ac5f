import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import type { SearchParams } from 'nuqs/server'
import { deliveriesQuery, loadDeliveryParams } from '@/components/operations/webhooks/deliveries-client'
import { EndpointPage } from '@/components/operations/webhooks/endpoint-page'
import { WebhookEvents } from '@/components/operations/webhooks/webhook-events'
import { webhooks } from '@/components/operations/webhooks/webhooks-client'
import { FIRST_PAGE } from '@/components/screen/list-query'
import { Prefetched } from '@/components/screen/prefetched'
import { orNotFound } from '@/lib/core/auth/page'
import { requirePage } from '@/lib/staff/access'
import { WEBHOOK_EVENT_OPTIONS } from '@/lib/webhooks/events'
import { listDeliveries } from '@/lib/webhooks/queries/deliveries'
import { getEndpoint } from '@/lib/webhooks/queries/endpoints'
import { webhookParams } from '@/lib/webhooks/schema'
import type { DeliveryState } from '@/lib/webhooks/terms'

export const metadata: Metadata = { title: 'Webhook' }

interface PageProps {
  params: Promise<{ id: string }>
  searchParams: Promise<SearchParams>
}

export default async function Page({ params, searchParams }: PageProps) {
  const { db } = await requirePage('webhooks:read')
  const asked = webhookParams.safeParse(await params)
  if (!asked.success) notFound()
  const { id } = asked.data
  const webhook = await orNotFound(getEndpoint(db, id))
  const { state } = await loadDeliveryParams(searchParams)
  const shown: (DeliveryState | undefined)[] =
    state === null && webhook.deadCount > 0 ? ['dead', undefined] : [state ?? undefined]
  return (
    <Prefetched
      load={(client) => [
        client.prefetchQuery({ ...webhooks.detail(id), queryFn: () => webhook }),
        ...shown.map((state) =>
          client.prefetchInfiniteQuery({
            ...deliveriesQuery({ endpoint: id, state }),
            queryFn: () => listDeliveries(db, { ...FIRST_PAGE, endpoint: id, state }),
          }),
        ),
      ]}
    >
      <WebhookEvents events={WEBHOOK_EVENT_OPTIONS}>
        <EndpointPage id={id} />
      </WebhookEvents>
    </Prefetched>
  )
}
