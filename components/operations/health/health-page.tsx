'use client'

import { useQuery } from '@tanstack/react-query'
import { CircleAlert, CircleCheck, CircleX, type LucideIcon } from 'lucide-react'
import { ListState } from '@/components/screen/list-state'
import { PageHeader } from '@/components/shell/page-header'
import { Card, CardHeader, CardTitle } from '@/components/ui/card'
import { Chip, type ChipTone } from '@/components/ui/chip'
import { Link } from '@/components/ui/link'
import { RelativeTime } from '@/components/ui/relative-time'
import { assessHealth, type HealthComponent, type HealthState } from './assess-health'
import { FailedJobs } from './failed-jobs'
import { healthQuery } from './health-client'
import { WorkerTable } from './worker-table'

const STATES: Record<HealthState, { word: string; tone: ChipTone; icon: LucideIcon }> = {
  good: { word: 'Healthy', tone: 'good', icon: CircleCheck },
  attention: { word: 'Attention', tone: 'warn', icon: CircleAlert },
  failing: { word: 'Failing', tone: 'danger', icon: CircleX },
}

/** How each part is, what is wrong, and what to do next. */
export function HealthPage() {
  const health = useQuery(healthQuery())
  const parts = health.data ? assessHealth(health.data) : []
  return (
    <>
      <PageHeader title="Health">
        {health.data ? summary(parts) : 'The state of each component, and how to fix problems.'}
      </PageHeader>
      <Card aria-label="Components">
        <ListState query={health} noun="health" columns={3}>
          <ul>
            {parts.map((part) => (
              <PartRow key={part.id} part={part} />
            ))}
          </ul>
          {health.isError ? (
            <p role="alert" className="border-line border-t px-4 py-2.5 text-sm text-warn-text">
              The last check failed. This is the state from{' '}
              <RelativeTime at={health.data?.asOf ?? health.dataUpdatedAt} />.
            </p>
          ) : null}
        </ListState>
      </Card>
      {health.data && health.data.jobs.failures.length > 0 ? <FailedJobs failures={health.data.jobs.failures} /> : null}
      {health.data ? (
        <Card aria-labelledby="workers-title">
          <CardHeader className="pb-2">
            <CardTitle id="workers-title">Workers</CardTitle>
          </CardHeader>
          <WorkerTable workers={health.data.workers} />
        </Card>
      ) : null}
    </>
  )
}

function PartRow({ part }: { part: HealthComponent }) {
  const { word, tone, icon } = STATES[part.state]
  return (
    <li className="flex flex-wrap items-start gap-x-4 gap-y-1 border-line border-b px-4 py-3 last:border-b-0">
      <span className="w-28 shrink-0 font-semibold">{part.title}</span>
      <div className="order-last min-w-0 basis-full sm:order-none sm:flex-1 sm:basis-0">
        <p className="num text-muted text-sm">{part.detail}</p>
        {part.advice ? <p className="mt-0.5 text-sm">{part.advice}</p> : null}
        {part.href ? (
          <Link href={part.href} className="mt-0.5 inline-block text-accent-text text-sm hover:underline">
            View details
          </Link>
        ) : null}
      </div>
      <Chip tone={tone} icon={icon} className="ml-auto">
        {word}
      </Chip>
    </li>
  )
}

function summary(parts: HealthComponent[]): string {
  const bad = parts.filter((part) => part.state !== 'good')
  if (bad.length === 0) return 'All components are healthy.'
  return `Check: ${bad.map((part) => part.title.toLowerCase()).join(', ')}.`
}
