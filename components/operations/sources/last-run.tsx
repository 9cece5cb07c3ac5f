import { useQuery } from '@tanstack/react-query'
import { countOf } from '@/components/ui/format'
import { Link } from '@/components/ui/link'
import { Progress } from '@/components/ui/progress'
import { RelativeTime } from '@/components/ui/relative-time'
import { type FollowedRunState, followedRunQuery } from '@/components/usage/collect-client'
import { describeRun } from '@/components/usage/followed-run'
import type { SourceView } from '@/lib/collection/schema'

interface LastRunProps {
  source: SourceView
  /** What came of pressing "Collect now" here. */
  followed: FollowedRunState | undefined
}

/** The last run of a source, followed live while it is under way, whoever began it. */
export function LastRun({ source, followed }: LastRunProps) {
  const { lastRun } = source
  if (followed?.problem) return <span className="text-danger-text text-xs">{followed.problem}</span>
  const runId = followed?.runId ?? (lastRun?.status === 'running' ? lastRun.id : null)
  if (runId) return <FollowedLine runId={runId} source={source} wasRunning={followed?.wasRunning ?? true} />
  if (!lastRun) return <span className="text-muted">No runs yet</span>
  return (
    <span className="num">
      <Link href={`/operations/runs/${lastRun.id}`} className="hover:underline">
        <RelativeTime at={lastRun.startedAt} />
      </Link>
      <span className="block text-muted text-xs">
        {countOf(lastRun.samples, 'sample')}
        {lastRun.errorCount > 0 ? `, ${countOf(lastRun.errorCount, 'error')}` : ''}
      </span>
    </span>
  )
}

function FollowedLine({ runId, source, wasRunning }: { runId: string; source: SourceView; wasRunning: boolean }) {
  const { data: run } = useQuery(followedRunQuery(runId))
  const isOver = run !== undefined && run.status !== 'running'
  const { progress } = run ?? {}
  return (
    <div className="grid max-w-56 gap-1">
      <Link href={`/operations/runs/${runId}`} className="num text-xs hover:underline">
        <span role="status">{describeRun(run, wasRunning)}</span>
      </Link>
      {isOver ? null : (
        <Progress
          label={`Collecting from ${source.name}`}
          value={progress && progress.total > 0 ? progress.done / progress.total : null}
        />
      )}
    </div>
  )
}
