'use client'

import { useQuery } from '@tanstack/react-query'
import { ListState } from '@/components/screen/list-state'
import { PageHeader } from '@/components/shell/page-header'
import { useCan } from '@/components/shell/permissions'
import { Card } from '@/components/ui/card'
import { policiesQuery } from '../moderation-client'
import { queuesQuery } from '../queues-query'
import { DecisionsCard } from './decisions-card'
import { quartersQuery } from './exports-client'
import { StatementsCard } from './statements-card'
import { TransparencyCard } from './transparency-card'

/** What leaves the house: the decisions for the team, statements for the authorities, a summary for everybody. */
export function ExportsPage() {
  const can = useCan()
  const list = useQuery(quartersQuery())
  const policies = useQuery(policiesQuery()).data?.items ?? []
  const queues = useQuery(queuesQuery()).data?.items ?? []
  const quarters = list.data?.items ?? []
  return (
    <>
      <PageHeader title="Exports">
        Export decisions for your records, statements of reasons for the authorities, and transparency reports for the
        public. The audit log records each download.
      </PageHeader>
      {list.data ? (
        <div className="grid gap-4">
          <DecisionsCard quarters={quarters} policies={policies} queues={queues} />
          <StatementsCard quarters={quarters} />
          <TransparencyCard quarters={quarters} mayWrite={can('transparency:write')} />
        </div>
      ) : (
        <Card aria-label="Exports">
          <ListState query={list} noun="quarters" columns={3}>
            {null}
          </ListState>
        </Card>
      )}
    </>
  )
}
