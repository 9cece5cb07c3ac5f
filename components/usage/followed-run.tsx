'use client'

import { useQuery } from '@tanstack/react-query'
import { CircleAlert, CircleCheck, LoaderCircle } from 'lucide-react'
import { countOf } from '@/components/ui/format'
import { Link } from '@/components/ui/link'
import { Progress } from '@/components/ui/progress'
import type { RunView } from '@/lib/collection/schema'
import { formatDuration } from '@/lib/core/time/format'
import { type FollowedRunState, followedRunQuery } from './collect-client'
import { startedByText } from './run-by'

/** One source's line: how far its run is, and how it ended. */
export function FollowedRun({ followed }: { followed: FollowedRunState }) {
  const { runId, problem, sourceName } = followed
  if (runId) return <Following followed={followed} runId={runId} />
  return <Line name={sourceName} icon={<CircleAlert aria-hidden className="text-danger" />} text={problem ?? ''} />
}

function Following({ followed, runId }: { followed: FollowedRunState; runId: string }) {
  const { data: run, error } = useQuery(followedRunQuery(runId))
  if (error) {
    return (
      <Line
        name={followed.sourceName}
        icon={<CircleAlert aria-hidden className="text-danger" />}
        text={error.message}
      />
    )
  }
  const isOver = run !== undefined && run.status !== 'running'
  const { progress } = run ?? {}
  return (
    <div className="grid gap-1.5">
      <Line
        name={followed.sourceName}
        href={`/operations/runs/${runId}`}
        icon={<StatusIcon status={run?.status ?? 'running'} />}
        text={describeRun(run, followed.wasRunning)}
      />
      {isOver ? null : (
        <Progress
          label={`Collecting from ${followed.sourceName}`}
          value={progress && progress.total > 0 ? progress.done / progress.total : null}
        />
      )}
    </div>
  )
}

/** How a run goes, in a sentence. */
export function describeRun(run: RunView | undefined, wasRunning: boolean): string {
  if (!run || run.status === 'running') {
    const steps = run?.progress ? `${run.progress.done} of ${run.progress.total} figures` : 'Running'
    return wasRunning ? `${steps}, started by ${run ? startedByText(run) : 'someone else'}` : steps
  }
  const samples = countOf(run.samples, 'sample')
  const took = run.durationMs === null ? '' : ` in ${formatDuration(run.durationMs)}`
  if (run.status === 'succeeded') return `${samples}${took}`
  const [first] = run.errors
  if (run.status === 'partial') return `${samples}${took}, ${countOf(run.errors.length, 'figure')} missing`
  return first?.message ?? 'The run collected nothing.'
}

function StatusIcon({ status }: { status: RunView['status'] }) {
  if (status === 'running') return <LoaderCircle aria-hidden className="animate-spin text-accent" />
  if (status === 'succeeded') return <CircleCheck aria-hidden className="text-good" />
  return <CircleAlert aria-hidden className={status === 'partial' ? 'text-warn' : 'text-danger'} />
}

function Line({ name, icon, text, href }: { name: string; icon: React.ReactNode; text: string; href?: string }) {
  return (
    <div className="flex items-start gap-2.5 text-sm [&_svg]:mt-px [&_svg]:size-4 [&_svg]:shrink-0">
      {icon}
      <div className="min-w-0">
        {href ? (
          <Link href={href} className="font-semibold hover:underline">
            {name}
          </Link>
        ) : (
          <span className="font-semibold">{name}</span>
        )}
        <p role="status" className="num text-muted text-xs">
          {text}
        </p>
      </div>
    </div>
  )
}
