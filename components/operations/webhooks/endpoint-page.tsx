'use client'

import { useQuery } from '@tanstack/react-query'
import { ArrowLeft } from 'lucide-react'
import dynamic from 'next/dynamic'
import { useQueryStates } from 'nuqs'
import { useState } from 'react'
import { PageHeader } from '@/components/shell/page-header'
import { useCan } from '@/components/shell/permissions'
import { Button } from '@/components/ui/button'
import { Chip } from '@/components/ui/chip'
import { Link } from '@/components/ui/link'
import { Segmented } from '@/components/ui/segmented'
import { Sheet, SheetContent } from '@/components/ui/sheet'
import type { WebhookView } from '@/lib/webhooks/schema'
import { DELIVERY_STATES } from '@/lib/webhooks/terms'
import { deliveryParams } from './deliveries-client'
import { DeliveryCard } from './delivery-card'
import { DeliveryDetail } from './delivery-detail'
import { ReplayAll } from './replay-all'
import { WebhookActions } from './webhook-actions'
import type { OpenDialog } from './webhook-dialogs'
import { partsOf, STATE_LABELS, stateOf } from './webhook-text'
import { webhooks } from './webhooks-client'

const WebhookDialogs = dynamic(() => import('./webhook-dialogs').then((module) => module.WebhookDialogs), {
  ssr: false,
})

const ALL = 'all'
const SEGMENTS = [
  { value: ALL, label: 'All' },
  ...DELIVERY_STATES.map((state) => ({ value: state, label: STATE_LABELS[state].label })),
]

/** What was, is and will be sent to one endpoint; what was given up comes first. */
export function EndpointPage({ id }: { id: string }) {
  const can = useCan()
  const [params, setParams] = useQueryStates(deliveryParams)
  const [open, setOpen] = useState<OpenDialog>(null)
  const { data: webhook } = useQuery(webhooks.detail(id))
  const mayWrite = can('webhooks:write')
  const shared = {
    endpoint: id,
    mayReplay: mayWrite,
    selectedId: params.delivery,
    onOpen: (delivery: string) => void setParams({ delivery }),
  }
  return (
    <>
      <PageHeader
        title={webhook ? partsOf(webhook.url).host : 'Webhook'}
        actions={
          <>
            <Button asChild>
              <Link href="/operations/webhooks">
                <ArrowLeft aria-hidden />
                All webhooks
              </Link>
            </Button>
            {webhook && mayWrite ? (
              <WebhookActions
                webhook={webhook}
                onEdit={() => setOpen({ kind: 'edit', webhook })}
                onRoll={() => setOpen({ kind: 'roll', webhook })}
                onDelete={() => setOpen({ kind: 'delete', webhook })}
              />
            ) : null}
          </>
        }
      >
        {webhook ? <EndpointLine webhook={webhook} /> : null}
      </PageHeader>
      <div className="flex flex-wrap items-center gap-2">
        <Segmented
          label="State"
          value={params.state ?? ALL}
          onValueChange={(state) => void setParams({ state: DELIVERY_STATES.find((known) => known === state) ?? null })}
          segments={SEGMENTS}
        />
      </div>
      {webhook && webhook.deadCount > 0 && params.state === null ? (
        <DeliveryCard
          title="Failed"
          state="dead"
          action={mayWrite && webhook.enabled ? <ReplayAll webhook={webhook} /> : null}
          {...shared}
        />
      ) : null}
      <DeliveryCard title="Deliveries" state={params.state ?? undefined} {...shared} />
      <Sheet open={params.delivery !== null} onOpenChange={() => void setParams({ delivery: null })}>
        <SheetContent title="Delivery">
          {params.delivery ? <DeliveryDetail id={params.delivery} mayReplay={mayWrite} /> : null}
        </SheetContent>
      </Sheet>
      <WebhookDialogs open={open} onClose={() => setOpen(null)} />
    </>
  )
}

function EndpointLine({ webhook }: { webhook: WebhookView }) {
  const { word, tone } = stateOf(webhook)
  return (
    <span className="flex min-w-0 flex-wrap items-center gap-2">
      <Chip tone={tone}>{word}</Chip>
      <code className="min-w-0 break-all font-mono text-xs">{webhook.url}</code>
    </span>
  )
}
