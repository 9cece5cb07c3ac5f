'use client'

import { useQuery } from '@tanstack/react-query'
import { Flag } from 'lucide-react'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { Button } from '@/components/ui/button'
import { Chip, type ChipTone } from '@/components/ui/chip'
import { ErrorState } from '@/components/ui/error-state'
import { countOf, formatValue } from '@/components/ui/format'
import { Sheet, SheetContent } from '@/components/ui/sheet'
import { Skeleton } from '@/components/ui/skeleton'
import { formatExact, formatRange } from '@/lib/core/time/format'
import { METRICS, type ProvenanceView } from '@/lib/metrics/schema'
import { formatOf } from './to-chart'
import { type PointRequest, provenanceQueryOf } from './usage-client'
import { useUsage } from './usage-context'

/** Samples that are listed before the rest is only counted. */
const SAMPLES_SHOWN = 20

/** What a point rests on: its definition, its source, and the runs and samples, or the rows, behind it. */
export function ProvenanceSheet({ point, onClose }: { point: PointRequest; onClose: () => void }) {
  const { canAnnotate, openAnnotation } = useUsage()
  const { data, error, refetch, isFetching } = useQuery(provenanceQueryOf(point))
  const annotate = () => {
    onClose()
    openAnnotation({ at: point.at })
  }
  return (
    <Sheet open onOpenChange={(isOpen) => (isOpen ? undefined : onClose())}>
      <SheetContent
        title={METRICS[point.metric].title}
        description={data ? formatRange(data.bucket.from, data.bucket.to, data.zone) : 'What is behind this point'}
        footer={
          canAnnotate ? (
            <Button onClick={annotate}>
              <Flag aria-hidden />
              Annotate this time
            </Button>
          ) : undefined
        }
      >
        {data ? (
          <Provenance data={data} />
        ) : error ? (
          <ErrorState title="This could not be looked up" onRetry={() => void refetch()} isRetrying={isFetching}>
            {error.message}
          </ErrorState>
        ) : (
          <div role="status" aria-label="Looking it up" className="grid gap-3">
            <Skeleton className="h-16" />
            <Skeleton className="h-40" />
          </div>
        )}
      </SheetContent>
    </Sheet>
  )
}

function Provenance({ data }: { data: ProvenanceView }) {
  return (
    <div className="grid gap-5">
      <Part title="How it is computed">
        <p>{data.definition}</p>
        <p className="text-muted">{data.source}</p>
      </Part>
      {data.basis === 'rows' ? (
        <Part title="What was counted">
          <p className="num">{countOf(data.rows, 'row')} of the mirror in this interval.</p>
        </Part>
      ) : (
        <Samples data={data} />
      )}
      {data.runs.length > 0 ? (
        <Part title="Runs behind it">
          <ul className="grid gap-2">
            {data.runs.map((run) => (
              <RunLine key={run.id} run={run} zone={data.zone} />
            ))}
          </ul>
        </Part>
      ) : null}
    </div>
  )
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="grid gap-1.5 text-sm">
      <h3 className="font-semibold">{title}</h3>
      {children}
    </section>
  )
}

const ORIGINS = { collected: 'collected', pushed: 'pushed', backfill: 'backfilled' } as const

function Samples({ data }: { data: ProvenanceView }) {
  const shown = data.samples.slice(0, SAMPLES_SHOWN)
  const rest = data.samples.length - shown.length
  return (
    <Part title="Samples">
      {shown.length === 0 ? <p className="text-muted">None: nothing was measured in this interval.</p> : null}
      <ul className="grid gap-1">
        {shown.map((sample) => (
          <li key={sample.at} className="num flex items-baseline gap-2">
            <span className="text-muted">{formatExact(sample.at, data.zone)}</span>
            <span className="text-muted text-xs">{ORIGINS[sample.origin]}</span>
            <b className="ml-auto font-semibold">{formatValue(sample.value, formatOf(data.unit))}</b>
          </li>
        ))}
      </ul>
      {rest > 0 ? <p className="num text-muted">and {rest} more</p> : null}
    </Part>
  )
}

const STATUS_TONES: Record<string, ChipTone> = { succeeded: 'good', partial: 'warn', failed: 'danger', missed: 'warn' }

function RunLine({ run, zone }: { run: ProvenanceView['runs'][number]; zone: string }) {
  return (
    <li className="flex items-center gap-2">
      <Link href={`/operations/runs/${run.id}`} className="font-medium text-accent-text hover:underline">
        {run.source}
      </Link>
      <span className="num truncate text-muted">{formatExact(run.startedAt, zone)}</span>
      <span className="ml-auto">
        <Chip tone={STATUS_TONES[run.status] ?? 'neutral'}>{run.status}</Chip>
      </span>
    </li>
  )
}
