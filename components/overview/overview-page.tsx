'use client'

import { useQuery } from '@tanstack/react-query'
import { queuesQuery } from '@/components/moderation/queues-query'
import { trippedRulesQuery } from '@/components/moderation/rules/tripped-rules'
import { PageHeader } from '@/components/shell/page-header'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { Link } from '@/components/ui/link'
import { useMeasured } from '@/components/usage/use-measured'
import { formatDateTime } from '@/lib/core/time/format'
import { can, type Role } from '@/lib/staff/permissions'
import { AttentionCard } from './attention-card'
import { CollectorsCard } from './collectors-card'
import { findAttention } from './find-attention'
import { NowFigures } from './now-figures'
import { figuresQuery, freshnessQuery, healthQuery, lastBackfillQuery } from './overview-client'
import { QueuesCard } from './queues-card'
import { TopChannelsCard } from './top-channels-card'

/** The community now: its figures, what somebody should look at, and whether all of it is collected. */
export function OverviewPage({ role, communityName }: { role: Role; communityName: string }) {
  const { data: figures } = useQuery(figuresQuery())
  const { firstAt } = useMeasured()
  const { data: freshness } = useQuery(freshnessQuery())
  const { data: health } = useQuery(healthQuery())
  const { data: backfills } = useQuery(lastBackfillQuery())
  const { data: tripped } = useQuery({ ...trippedRulesQuery(), enabled: can(role, 'rules:read') })
  const isModerator = can(role, 'queues:read')
  const { data: queues } = useQuery({ ...queuesQuery(), enabled: isModerator })
  const items = findAttention({
    freshness,
    health,
    lastBackfill: backfills?.items[0],
    hasData: firstAt !== null,
    trippedRules: tripped?.items,
    queues: queues?.items,
  })
  const permitted = items.filter(({ id }) => id !== 'no-data' || can(role, 'imports:write'))
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
      <Card aria-label="Figures of now" className="overflow-hidden">
        <NowFigures />
      </Card>
      <div className="grid items-start gap-4 lg:grid-cols-2">
        <AttentionCard items={permitted} />
        <CollectorsCard canAdd={can(role, 'sources:write')} />
        {isModerator ? <QueuesCard /> : null}
        <TopChannelsCard now={figures} />
      </div>
    </>
  )
}
