import { dehydrate, HydrationBoundary, QueryClient } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { queuesQuery } from '@/components/moderation/queues-query'
import { overviewKeys, SOURCES_SHOWN } from '@/components/overview/overview-client'
import { OverviewPage } from '@/components/overview/overview-page'
import { attentionQuery } from '@/components/shell/console-client'
import { PageHydrated } from '@/components/shell/page-hydrated'
import { listSources } from '@/lib/collection/queries/sources'
import { ATTENTION_TOPICS, getAttention } from '@/lib/console/queries/get-attention'
import { getOverview } from '@/lib/metrics/queries/get-overview'
import { listQueues } from '@/lib/moderation/queries/list-queues'
import { getSettings } from '@/lib/settings/queries'
import { requirePage } from '@/lib/staff/access'
import { can } from '@/lib/staff/permissions'

export const metadata: Metadata = { title: 'Overview' }

export default async function Overview() {
  const { db, actor, staff } = await requirePage('overview:read')
  const client = new QueryClient()
  const prefetch = (queryKey: readonly string[], queryFn: () => Promise<unknown>) =>
    client.prefetchQuery({ queryKey, queryFn })
  const [{ name }] = await Promise.all([
    getSettings(db),
    prefetch(overviewKeys.figures, () => getOverview(db, { asOf: new Date().toISOString() })),
    prefetch(overviewKeys.sources, () => listSources(db, { limit: SOURCES_SHOWN })),
    client.prefetchQuery({
      ...attentionQuery(ATTENTION_TOPICS),
      queryFn: () => getAttention(db, actor, new Date()),
    }),
    ...(can(staff.role, 'queues:read')
      ? [client.prefetchQuery({ ...queuesQuery(), queryFn: () => listQueues(db, actor) })]
      : []),
  ])
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <OverviewPage communityName={name} attentionTopics={ATTENTION_TOPICS} />
      <PageHydrated />
    </HydrationBoundary>
  )
}
