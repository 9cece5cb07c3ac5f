'use client'

import { useQuery } from '@tanstack/react-query'
import { attentionQuery } from '@/components/shell/console-client'
import { PageHeader } from '@/components/shell/page-header'
import { useCan } from '@/components/shell/permissions'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { Link } from '@/components/ui/link'
import { formatDateTime } from '@/lib/core/time/format'
import { AttentionCard } from './attention-card'
import { CollectorsCard } from './collectors-card'
import { NowFigures } from './now-figures'
import { figuresQuery } from './overview-client'
import { QueuesCard } from './queues-card'
import { TopChannelsCard } from './top-channels-card'

interface OverviewPageProps {
  communityName: string
  /** What changes the list of what needs attention. */
  attentionTopics: readonly string[]
}

/** The community now: its figures, what somebody should look at, and whether all of it is collected. */
export function OverviewPage({ communityName, attentionTopics }: OverviewPageProps) {
  const can = useCan()
  const { data: figures } = useQuery(figuresQuery())
  const { data: attention } = useQuery(attentionQuery(attentionTopics))
  return (
    <>
      <PageHeader
        title="Overview"
        actions={
          <Button asChild>
            <Link href="/usage">Open usage</Link>
          </Button>
        }
      >
        {communityName} now{figures ? `, ${formatDateTime(figures.asOf, figures.zone)} ${figures.zone}` : ''}.
      </PageHeader>
      <Card aria-label="Current figures" className="overflow-hidden">
        <NowFigures />
      </Card>
      <div className="grid items-start gap-4 lg:grid-cols-2">
        <AttentionCard items={attention?.items ?? []} />
        <CollectorsCard canAdd={can('sources:write')} />
        {can('queues:read') ? <QueuesCard /> : null}
        <TopChannelsCard now={figures} />
      </div>
    </>
  )
}
