'use client'

import { useQuery } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import dynamic from 'next/dynamic'
import { useState } from 'react'
import { ListState } from '@/components/screen/list-state'
import { useOrder } from '@/components/screen/use-order'
import { PageHeader } from '@/components/shell/page-header'
import { useCan } from '@/components/shell/permissions'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { EmptyState } from '@/components/ui/empty-state'
import { countOf } from '@/components/ui/format'
import type { QueueView } from '@/lib/moderation/schema/queues'
import { policiesQuery } from '../moderation-client'
import { queuesQuery } from '../queues-query'
import { QueueTable } from './queue-table'
import { useOrderQueues } from './queues-client'

/** With its form, which is fetched while the page is being read. */
const QueueDialog = dynamic(() => import('./queue-dialog').then((module) => module.QueueDialog), { ssr: false })

/** Where cases go, who works them, and what waits. */
export function QueuesPage() {
  const can = useCan()
  const [target, setTarget] = useState<QueueView | 'new' | null>(null)
  const list = useQuery(queuesQuery())
  const policies = useQuery(policiesQuery()).data?.items ?? []
  const queues = list.data?.items ?? []
  const saveOrder = useOrderQueues()
  const order = useOrder(
    queues.filter(({ isDefault }) => !isDefault),
    { idOf: ({ id }) => id, nameOf: ({ name }) => name, save: (ids) => saveOrder.mutateAsync(ids) },
  )
  const mayWrite = can('queues:write')
  return (
    <>
      <PageHeader
        title="Queues"
        actions={
          mayWrite ? (
            <Button variant="primary" onClick={() => setTarget('new')}>
              <Plus aria-hidden />
              Add queue
            </Button>
          ) : null
        }
      >
        {describe(queues)}
      </PageHeader>
      <Card aria-label="Queues">
        <ListState query={list} noun="queues" columns={5}>
          {queues.length === 0 ? (
            <EmptyState title="You have no queues">Ask a manager for access to a queue.</EmptyState>
          ) : (
            <QueueTable
              queues={[...order.shown, ...queues.filter(({ isDefault }) => isDefault)]}
              policyNames={new Map(policies.map(({ id, name }) => [id, name]))}
              mayWrite={mayWrite}
              onEdit={setTarget}
              onMove={order.move}
            />
          )}
        </ListState>
      </Card>
      <QueueDialog target={target} queues={queues} policies={policies} onClose={() => setTarget(null)} />
    </>
  )
}

function describe(queues: readonly QueueView[]): string {
  const waiting = queues.reduce((sum, { open, escalated }) => sum + open + escalated, 0)
  const overdue = queues.reduce((sum, queue) => sum + queue.overdue, 0)
  const late = overdue > 0 ? `, ${overdue.toLocaleString('en-US')} overdue` : ''
  return `A case goes to the first matching queue from the top. ${countOf(waiting, 'case is waiting', 'cases are waiting')}${late}.`
}
