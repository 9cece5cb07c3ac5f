import type { ChipTone } from '@/components/ui/chip'
import type { SourceView } from '@/lib/collection/schema'
import { formatDuration } from '@/lib/core/time/format'

interface SourceState {
  word: string
  tone: ChipTone
}

const AFTER_RUN: Record<NonNullable<SourceView['lastRun']>['status'], SourceState> = {
  running: { word: 'Collecting', tone: 'accent' },
  succeeded: { word: 'On time', tone: 'good' },
  partial: { word: 'Partial', tone: 'warn' },
  failed: { word: 'Failed', tone: 'danger' },
  missed: { word: 'Missed', tone: 'warn' },
}

/** The state of a source in a word: what is gravest. */
export function stateOf({
  pausedAt,
  isLate,
  lastRun,
}: Pick<SourceView, 'pausedAt' | 'isLate' | 'lastRun'>): SourceState {
  if (lastRun?.status === 'running') return AFTER_RUN.running
  if (pausedAt) return { word: 'Paused', tone: 'neutral' }
  if (isLate) return { word: 'Late', tone: 'warn' }
  return lastRun ? AFTER_RUN[lastRun.status] : { word: 'Waiting', tone: 'neutral' }
}

/** "every 30 min" or the cron expression. */
export const scheduleText = ({ intervalSeconds, cron }: Pick<SourceView, 'intervalSeconds' | 'cron'>): string =>
  intervalSeconds === null ? `cron ${cron ?? ''}` : `every ${formatDuration(intervalSeconds * 1000)}`

/** What it reads and when; a kind that gave the source its name is not said twice. */
export function describeSource(source: Pick<SourceView, 'name' | 'kindTitle' | 'intervalSeconds' | 'cron'>): string {
  const schedule = scheduleText(source)
  if (source.name === source.kindTitle) return schedule.charAt(0).toUpperCase() + schedule.slice(1)
  return `${source.kindTitle}, ${schedule}`
}

/** How the recent runs went, as a sentence: "24 runs: 22 succeeded, 2 missed". */
export function outcomeText(runs: SourceView['recentRuns']): string {
  const counts = new Map<string, number>()
  for (const run of runs) counts.set(run.status, (counts.get(run.status) ?? 0) + 1)
  const parts = [...counts].map(([status, count]) => `${count} ${status}`)
  return `${runs.length === 1 ? 'Last run' : `Last ${runs.length} runs`}: ${parts.join(', ')}`
}
