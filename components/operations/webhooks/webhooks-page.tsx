'use client'

import { useInfiniteQuery } from '@tanstack/react-query'
import { Plus, Webhook } from 'lucide-react'
import dynamic from 'next/dynamic'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { NavigableList } from '@/components/screen/navigable-list'
import { PageHeader } from '@/components/shell/page-header'
import { useCan } from '@/components/shell/permissions'
import { Button } from '@/components/ui/button'
import type { OpenDialog } from './webhook-dialogs'
import { WebhookTable } from './webhook-table'
import { webhooks } from './webhooks-client'

/** With their forms, which are fetched while the page is being read. */
const WebhookDialogs = dynamic(() => import('./webhook-dialogs').then((module) => module.WebhookDialogs), {
  ssr: false,
})

/** Where decisions are sent, and whether they arrive. */
export function WebhooksPage() {
  const can = useCan()
  const [open, setOpen] = useState<OpenDialog>(null)
  const router = useRouter()
  const list = useInfiniteQuery(webhooks.list())
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
        Guildhall sends events to these URLs. Each delivery is signed, and retried for up to a day and a half until the
        receiver accepts it.
      </PageHeader>
      <NavigableList
        query={list}
        nouns={['webhook', 'webhooks']}
        idOf={(webhook) => webhook.id}
        columns={6}
        empty={{
          icon: Webhook,
          title: 'No webhooks yet',
          text: 'Add the URL where your platform receives decisions, so it can carry them out.',
          action: mayWrite ? <Button onClick={add}>Add webhook</Button> : null,
        }}
        onOpen={(id) => router.push(`/operations/webhooks/${id}`)}
      >
        {(rows, { selectedId }) => (
          <WebhookTable
            webhooks={rows}
            selectedId={selectedId}
            onEdit={(webhook) => setOpen({ kind: 'edit', webhook })}
            onRoll={(webhook) => setOpen({ kind: 'roll', webhook })}
            onDelete={(webhook) => setOpen({ kind: 'delete', webhook })}
          />
        )}
      </NavigableList>
      <WebhookDialogs open={open} onClose={() => setOpen(null)} />
    </>
  )
}
