'use client'

import { useQuery } from '@tanstack/react-query'
import { Plus, ScrollText } from 'lucide-react'
import dynamic from 'next/dynamic'
import { useState } from 'react'
import { describeFailure } from '@/components/screen/form-problem'
import { ListState } from '@/components/screen/list-state'
import { useOrder } from '@/components/screen/use-order'
import { PageHeader } from '@/components/shell/page-header'
import { useCan } from '@/components/shell/permissions'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { EmptyState } from '@/components/ui/empty-state'
import { Segmented } from '@/components/ui/segmented'
import { toast } from '@/components/ui/toast'
import type { PolicyView } from '@/lib/moderation/schema/policies'
import { policiesQuery } from '../moderation-client'
import { LadderCard } from './ladder-card'
import { useOrderPolicies, useUpdatePolicy } from './policies-client'
import { PolicyTable } from './policy-table'

/** With its form, which is fetched while the page is being read. */
const PolicyDialog = dynamic(() => import('./policy-dialog').then((module) => module.PolicyDialog), { ssr: false })

const SEGMENTS = [
  { value: 'used', label: 'In use' },
  { value: 'archived', label: 'Archived' },
] as const

/** What the community forbids, what breaking it leaves on the record, and where that leads. */
export function PoliciesPage() {
  const can = useCan()
  const [shown, setShown] = useState<'used' | 'archived'>('used')
  const [target, setTarget] = useState<PolicyView | 'new' | null>(null)
  const list = useQuery(policiesQuery())
  const archive = useArchive()
  const saveOrder = useOrderPolicies()
  const used = useOrder(list.data?.items.filter(({ isArchived }) => !isArchived) ?? [], {
    idOf: ({ id }) => id,
    nameOf: ({ name }) => name,
    save: (ids) => saveOrder.mutateAsync(ids),
  })
  const mayWrite = can('policies:write')
  const policies = shown === 'used' ? used.shown : (list.data?.items.filter(({ isArchived }) => isArchived) ?? [])
  return (
    <>
      <PageHeader
        title="Policies"
        actions={
          mayWrite ? (
            <Button variant="primary" onClick={() => setTarget('new')}>
              <Plus aria-hidden />
              Add policy
            </Button>
          ) : null
        }
      >
        What the community forbids, and the strike points for breaking each policy. Moderators see policies in this
        order.
      </PageHeader>
      <div className="flex flex-wrap items-center gap-2">
        <Segmented label="Policies" value={shown} onValueChange={setShown} segments={SEGMENTS} />
      </div>
      <Card aria-label="Policies">
        <ListState query={list} noun="policies" columns={4}>
          {policies.length === 0 ? (
            <EmptyState icon={ScrollText} title={shown === 'used' ? 'No policies yet' : 'No archived policies'}>
              {shown === 'used'
                ? 'Decisions against an item or member name the broken policy. Add your first policy.'
                : 'You can’t use archived policies in new decisions. They stay in the decisions that named them.'}
            </EmptyState>
          ) : (
            <PolicyTable
              policies={[...policies]}
              mayWrite={mayWrite}
              onEdit={setTarget}
              onArchive={archive}
              onMove={shown === 'used' ? used.move : undefined}
            />
          )}
        </ListState>
      </Card>
      <LadderCard mayWrite={mayWrite} />
      <PolicyDialog target={target} onClose={() => setTarget(null)} />
    </>
  )
}

/** Takes a policy out of use or back into it, and offers the way back. */
function useArchive() {
  const update = useUpdatePolicy()
  return async function archive({ id, name, version, isArchived }: PolicyView): Promise<void> {
    try {
      const after = await update.mutateAsync({ id, version, isArchived: !isArchived })
      toast(isArchived ? `${name} was unarchived` : `${name} was archived`, { undo: () => void archive(after) })
    } catch (error) {
      toast(`${name} was not ${isArchived ? 'unarchived' : 'archived'}`, {
        tone: 'danger',
        description: describeFailure(error),
      })
    }
  }
}
