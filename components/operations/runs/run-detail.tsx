import { useQuery } from '@tanstack/react-query'
import { Fact, FactList } from '@/components/screen/facts'
import { ListState } from '@/components/screen/list-state'
import { countOf } from '@/components/ui/format'
import { Link } from '@/components/ui/link'
import { Progress } from '@/components/ui/progress'
import { RelativeTime } from '@/components/ui/relative-time'
import { startedByText } from '@/components/usage/run-by'
import type { RunDetail as Run, RunError } from '@/lib/collection/schema'
import { formatDuration } from '@/lib/core/time/format'
import { RunReadings } from './run-readings'
import { RunStatusChip } from './run-status'
import { meaningOf, TRIGGER_LABELS } from './run-text'
import { runQuery } from './runs-client'

/** A run whole: how it went, what was wrong with which metric, what it measured. */
export function RunDetail({ id }: { id: string }) {
  const query = useQuery(runQuery(id))
  const run = query.data
  return (
    <ListState query={query} noun="run" columns={2}>
      {run ? (
        <div className="grid gap-5">
          <div className="grid gap-2">
            <div>
              <RunStatusChip run={run} />
            </div>
            <p className="text-muted text-sm">{meaningOf(run)}</p>
            {run.status === 'running' ? <RunProgress run={run} /> : null}
          </div>
          <RunFacts run={run} />
          {run.errors.length > 0 ? <RunErrors errors={run.errors} /> : null}
          <RunReadings run={run} />
        </div>
      ) : null}
    </ListState>
  )
}

function RunProgress({ run: { progress, sourceName } }: { run: Run }) {
  return (
    <div className="grid gap-1.5">
      <Progress
        label={`Collecting from ${sourceName}`}
        value={progress && progress.total > 0 ? progress.done / progress.total : null}
      />
      {progress ? (
        <p role="status" className="num text-muted text-xs">
          {progress.done} of {countOf(progress.total, 'figure')}
        </p>
      ) : null}
    </div>
  )
}

function RunFacts({ run }: { run: Run }) {
  return (
    <FactList>
      <Fact name="Source">
        <Link href={`/operations/runs?source=${run.sourceId}`} className="font-medium text-accent-text hover:underline">
          {run.sourceName}
        </Link>
      </Fact>
      <Fact name="Trigger">
        {TRIGGER_LABELS[run.trigger]}, by {startedByText(run)}
      </Fact>
      {run.slot ? (
        <Fact name="Slot">
          <RelativeTime at={run.slot} />
        </Fact>
      ) : null}
      {run.status === 'missed' ? null : (
        <Fact name="Started">
          <RelativeTime at={run.startedAt} />
        </Fact>
      )}
      {run.durationMs === null ? null : <Fact name="Duration">{formatDuration(run.durationMs)}</Fact>}
      {run.attempt > 1 ? <Fact name="Attempt">{run.attempt}</Fact> : null}
      <Fact name="Interval">{formatDuration(run.intervalSeconds * 1000)}</Fact>
      <Fact name="Run ID">
        <code className="font-mono text-xs">{run.id}</code>
      </Fact>
    </FactList>
  )
}

function RunErrors({ errors }: { errors: RunError[] }) {
  return (
    <section aria-label="Errors" className="grid gap-2">
      <h2 className="font-semibold text-sm">Errors</h2>
      <ul className="grid gap-2">
        {errors.map((error) => (
          <li key={`${error.metric}:${error.message}`} className="rounded-control bg-danger-soft px-3 py-2 text-sm">
            <code className="font-mono text-danger-text text-xs">{error.metric ?? 'Whole run'}</code>
            <p className="break-words">{error.message}</p>
          </li>
        ))}
      </ul>
    </section>
  )
}
