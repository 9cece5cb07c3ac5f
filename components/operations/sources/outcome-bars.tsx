import { cn } from '@/components/ui/cn'
import type { SourceView } from '@/lib/collection/schema'
import type { RunStatus } from '@/lib/collection/terms'
import { outcomeText } from './source-text'

const HEIGHT = 24
const BAR = 4
const STEP = 6
const BARS = 24
const SHORTEST = 5

/** Failures stand out by their full height as well, what was missed by being hollow. */
const FILL: Record<RunStatus, string> = {
  succeeded: 'fill-good/70',
  partial: 'fill-warn',
  failed: 'fill-danger',
  missed: 'fill-transparent stroke-warn',
  running: 'fill-accent',
}

/** The recent runs as bars, the latest at the right: the longer they took, the higher. */
export function OutcomeBars({ runs, className }: { runs: SourceView['recentRuns']; className?: string }) {
  if (runs.length === 0) return <span className="text-muted">No runs yet</span>
  const longest = Math.max(1, ...runs.map(durationOf))
  const offset = (BARS - runs.length) * STEP
  return (
    <svg
      role="img"
      aria-label={outcomeText(runs)}
      viewBox={`0 0 ${BARS * STEP} ${HEIGHT}`}
      width={BARS * STEP}
      height={HEIGHT}
      className={cn('block max-w-full', className)}
    >
      <title>{outcomeText(runs)}</title>
      {Array.from({ length: BARS - runs.length }, (_, index) => (
        <rect
          // biome-ignore lint/suspicious/noArrayIndexKey: what is not there yet has nothing but its place
          key={index}
          x={index * STEP + 0.5}
          y={HEIGHT - 2}
          width={BAR}
          height={2}
          className="fill-line-strong"
        />
      ))}
      {runs.map((run, index) => {
        const height = heightOf(run, longest)
        return (
          <rect
            key={run.id}
            x={offset + index * STEP + 0.5}
            y={HEIGHT - height + 0.5}
            width={BAR}
            height={height - 1}
            rx={1.5}
            className={FILL[run.status]}
          />
        )
      })}
    </svg>
  )
}

const durationOf = (run: SourceView['recentRuns'][number]): number =>
  run.finishedAt && run.status !== 'missed' ? Date.parse(run.finishedAt) - Date.parse(run.startedAt) : 0

function heightOf(run: SourceView['recentRuns'][number], longest: number): number {
  if (run.status === 'failed') return HEIGHT
  if (run.status === 'missed') return SHORTEST + 2
  // By the square root, so that one backfill of minutes does not flatten all the others.
  return SHORTEST + (HEIGHT - SHORTEST) * Math.sqrt(durationOf(run) / longest)
}
