import { type DehydratedState, dehydrate, QueryClient, type QueryKey } from '@tanstack/react-query'
import { firstAtOf } from '@/components/usage/first-at'
import { ALL_PANELS, SECTIONS } from '@/components/usage/panels'
import { timelineKey } from '@/components/usage/timeline-client'
import { METRICS_MAX, usageKeys } from '@/components/usage/usage-client'
import { requestsOf, resolveView, type UsageView } from '@/components/usage/usage-view'
import type { UsageState } from '@/components/usage/view-state'
import { getTimeline } from '@/lib/console/queries/get-timeline'
import { getBatch } from '@/lib/metrics/queries/get-batch'
import { getOverview } from '@/lib/metrics/queries/get-overview'
import { listMetrics } from '@/lib/metrics/queries/list-metrics'
import type { MetricView, SeriesBatchItem } from '@/lib/metrics/schema'
import type { PageAccess } from '@/lib/staff/access'

type PageDb = PageAccess['db']

/** Drawn only when one scrolls to the end of the page; loaded then. */
const LAZY_PANELS = new Set<string>(SECTIONS.system.panels.map(({ id }) => id))

interface Prefetch {
  state: UsageState
  homeZone: string
  asOf: string
}

/** Answers what the page asks first, all for one instant, in the form in which the browser finds it in its cache. */
export async function prefetchUsage(
  { db, actor }: PageAccess,
  { state, homeZone, asOf }: Prefetch,
): Promise<DehydratedState> {
  const client = new QueryClient()
  const metrics = await listMetrics(db, { limit: METRICS_MAX })
  client.setQueryData(usageKeys.metrics, metrics)
  client.setQueryData(usageKeys.asOf, asOf)
  const view = resolveView(state, { homeZone, asOf, firstAt: firstAtOf(metrics.items) })
  const byName = new Map(metrics.items.map((metric) => [metric.name, metric]))
  if (metrics.items.some(({ lastAt }) => lastAt !== null))
    await Promise.all(questionsOf(client, { db, actor }, view, byName))
  return dehydrate(client)
}

/** A query that fails is left out: the browser asks again, and shows the failure in its panel if it stays one. */
type ByName = ReadonlyMap<string, MetricView>

function questionsOf(
  client: QueryClient,
  { db, actor }: Pick<PageAccess, 'db' | 'actor'>,
  view: UsageView,
  byName: ByName,
): Promise<void>[] {
  const { asOf, zone } = view
  return [
    client.prefetchQuery({ queryKey: usageKeys.now(zone), queryFn: () => getOverview(db, { zone, asOf }) }),
    client.prefetchQuery({
      queryKey: timelineKey(view.rangeKey),
      queryFn: () => getTimeline(db, actor, view.range),
    }),
    requestPanels(client, db, view, byName),
  ]
}

/** All panels at once, as the browser will ask for them; see components/usage/fetch-in-batch.ts. */
async function requestPanels(client: QueryClient, db: PageDb, view: UsageView, byName: ByName): Promise<void> {
  const asked = ALL_PANELS.filter(({ id }) => !LAZY_PANELS.has(id)).flatMap((panel) =>
    questionsOfPanel(panel, byName.get(panel.metric), view),
  )
  const asks = asked.map(({ kind, request }) => ({ kind, query: { ...request, asOf: view.asOf } }))
  const answers = await getBatch(db, asks)
  for (const [index, answer] of answers.entries()) {
    const key = asked[index]?.key
    if (key && 'answer' in answer) client.setQueryData(key, answer.answer)
  }
}

interface PanelQuestion {
  key: QueryKey
  kind: SeriesBatchItem['kind']
  request: object
}

function questionsOfPanel(
  panel: (typeof ALL_PANELS)[number],
  metric: MetricView | undefined,
  view: UsageView,
): PanelQuestion[] {
  const { series, comparison } = (metric && requestsOf(panel, metric, view)) ?? {}
  const questions: PanelQuestion[] = []
  if (series) questions.push({ kind: 'series', request: series, key: usageKeys.series({ request: series, view }) })
  if (comparison) {
    const key = usageKeys.comparison({ request: comparison, view })
    questions.push({ kind: 'comparison', request: comparison, key })
  }
  return questions
}
