'use client'

import { useInfiniteQuery } from '@tanstack/react-query'
import { Plus, Webhook } from 'lucide-react'
import dynamic from 'next/dynamic'
import { useState } from 'react'
import { ListState } from '@/components/screen/list-state'
import { LoadMore } from '@/components/screen/load-more'
import { PageHeader } from '@/components/shell/page-header'
import { useCan } from '@/components/shell/permissions'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { EmptyState } from '@/components/ui/empty-state'
import type { OpenDialog } from './webhook-dialogs'
import { WebhookTable } from './webhook-table'
import { webhookListQuery } from './webhooks-client'

/** With their forms, which are fetched while the page is being read. */
const WebhookDialogs = dynamic(() => import('./webhook-dialogs').then((module) => module.WebhookDialogs), {
  ssr: false,
})

/** Where decisions are sent, and whether they arrive. */
export function WebhooksPage() {
  const can = useCan()
  const [open, setOpen] = useState<OpenDialog>(null)
  const list = useInfiniteQuery(webhookListQuery())
  const webhooks = list.data?.pages.flatMap((page) => page.items) ?? []
  const add = () => setOpen({ kind: 'edit', webhook: 'new' })
  const mayWrite = can('webhooks:write')
  return (
    <>
      <PageHeader
        title="Webhooks"
        actions={
          mayWrite ? (
            <Button variant="primary" onClick={add}>
              <Plus aria-hidden />
              Add webhook
            </Button>
          ) : null
        }
      >
        Where decisions are sent. Each delivery is signed, and tried again for a day and a half until it arrives.
      </PageHeader>
      <Card aria-label="Webhooks">
        <ListState query={list} noun="webhooks" columns={6}>
          {webhooks.length === 0 ? (
            <EmptyState
              icon={Webhook}
              title="No webhooks yet"
              action={mayWrite ? <Button onClick={add}>Add webhook</Button> : null}
            >
              Add the address at which your platform takes decisions, and what is decided here happens there.
            </EmptyState>
          ) : (
            <WebhookTable
              webhooks={webhooks}
              onEdit={(webhook) => setOpen({ kind: 'edit', webhook })}
              onRoll={(webhook) => setOpen({ kind: 'roll', webhook })}
              onDelete={(webhook) => setOpen({ kind: 'delete', webhook })}
            />
          )}
          <LoadMore
            noun="webhooks"
            shown={webhooks.length}
            hasMore={list.hasNextPage}
            isLoading={list.isFetchingNextPage}
            isFailed={list.isFetchNextPageError}
            onLoad={() => list.fetchNextPage()}
          />
        </ListState>
      </Card>
      <WebhookDialogs open={open} onClose={() => setOpen(null)} />
    </>
  )
}
