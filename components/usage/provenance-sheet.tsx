'use client'

import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { Button } from '@/components/ui/button'
import { Chip, type ChipTone } from '@/components/ui/chip'
import { ErrorState } from '@/components/ui/error-state'
import { countOf, formatNumber, formatValue } from '@/components/ui/format'
import { Link } from '@/components/ui/link'
import { Sheet, SheetContent } from '@/components/ui/sheet'
import { Skeleton } from '@/components/ui/skeleton'
import { formatExact, formatRange } from '@/lib/core/time/format'
import type { ProvenanceView } from '@/lib/metrics/schema'
import { type OpenedPoint, provenanceQueryOf } from './usage-client'
import { useUsage } from './usage-context'
import { useMetricAvailability } from './use-metric-availability'
import { formatOf } from './value-format'

/** Samples and runs that are listed before the rest is only counted. */
const LINES_SHOWN = 12

/** What a point rests on: its definition, its source, and the runs and samples, or the rows, behind it. */
export function ProvenanceSheet({ point, onClose }: { point: OpenedPoint; onClose: () => void }) {
  const { request, name } = point
  const { tools, openTool } = useUsage()
  const { data, error, refetch, isFetching } = useQuery(provenanceQueryOf(request))
  const { byName } = useMetricAvailability()
  return (
    <Sheet open onOpenChange={(isOpen) => (isOpen ? undefined : onClose())}>
      <SheetContent
        title={[byName.get(request.metric)?.title ?? request.metric, name].filter(Boolean).join(' · ')}
        description={
          data ? `${formatRange(data.bucket.from, data.bucket.to, data.zone)}, ${data.zone}` : 'Details of this point'
        }
        footer={
          tools.length > 0
            ? tools.map((tool) => (
                <Button
                  key={tool.source}
                  onClick={() => {
                    onClose()
                    openTool(tool, request.at)
                  }}
                >
                  {tool.icon}
                  {tool.labelAt}
                </Button>
              ))
            : undefined
        }
      >
        {data ? (
          <Provenance data={data} />
        ) : error ? (
          <ErrorState title="The details could not be loaded" onRetry={() => void refetch()} isRetrying={isFetching}>
            {error.message}
          </ErrorState>
        ) : (
          <div role="status" aria-label="Loading the details" className="grid gap-3">
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
      <Part title="Definition">
        <p>{data.definition}</p>
        <p className="text-muted">{data.source}</p>
      </Part>
      {data.basis === 'rows' ? (
        <Part title="Rows">
          <p className="num">{describeRows(data)}</p>
        </Part>
      ) : (
        <Samples data={data} />
      )}
      {data.runs.length > 0 ? (
        <Part title="Collection runs">
          <Shortened
            items={data.runs}
            all={data.runs.length}
            render={(run) => <RunLine key={run.id} run={run} zone={data.zone} />}
          />
        </Part>
      ) : null}
    </div>
  )
}

/** What a count rests on, in a sentence. */
function describeRows({ rows, kind }: ProvenanceView): string {
  return kind === 'distinct'
    ? `${countOf(rows, 'member')} with activity in this interval. Each counts once.`
    : `${countOf(rows, 'row')} in the mirror in this interval.`
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
  const inside = data.samples.filter(({ at }) => at >= data.bucket.from)
  const before = data.samples.find(({ at }) => at < data.bucket.from)
  return (
    <Part title="Samples">
      {inside.length === 0 ? (
        <p className="text-muted">
          {before
            ? 'No samples in this interval. The last sample before it still counts.'
            : 'No samples in this interval.'}
        </p>
      ) : (
        <Shortened
          items={inside}
          all={data.rows}
          render={(sample) => <SampleLine key={sample.at} sample={sample} data={data} />}
        />
      )}
      {before ? (
        <>
          <p className="mt-1 text-muted">The last sample before this interval, which sets the level at its start:</p>
          <ul>
            <SampleLine sample={before} data={data} />
          </ul>
        </>
      ) : null}
    </Part>
  )
}

function SampleLine({ sample, data }: { sample: ProvenanceView['samples'][number]; data: ProvenanceView }) {
  return (
    <li className="num flex items-baseline gap-2">
      <span className="text-muted">{formatExact(sample.at, data.zone)}</span>
      <span className="text-muted text-xs">{ORIGINS[sample.origin]}</span>
      <b className="ml-auto font-semibold">{formatValue(sample.value, formatOf(data.unit))}</b>
    </li>
  )
}

interface ShortenedProps<T> {
  items: readonly T[]
  /** How many there are in all. */
  all: number
  render: (item: T) => ReactNode
}

/** The first lines of a list, and how many more there are. */
function Shortened<T>({ items, all, render }: ShortenedProps<T>) {
  const shown = items.slice(0, LINES_SHOWN)
  const rest = Math.max(all, items.length) - shown.length
  return (
    <>
      <ul className="grid gap-1">{shown.map(render)}</ul>
      {rest > 0 ? <p className="num text-muted">and {formatNumber(rest)} more</p> : null}
    </>
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
