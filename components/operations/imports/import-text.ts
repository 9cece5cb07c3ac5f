import type { ChipTone } from '@/components/ui/chip'
import { countOf, formatBytes, formatNumber } from '@/components/ui/format'
import type { ImportCounts, ImportStatus, ImportView } from '@/lib/community/schema'
import { formatDuration } from '@/lib/core/time/format'

export const IMPORT_STATUS_LABELS: Record<ImportStatus, { label: string; tone: ChipTone }> = {
  queued: { label: 'Waiting', tone: 'neutral' },
  running: { label: 'Importing', tone: 'accent' },
  succeeded: { label: 'Done', tone: 'good' },
  failed: { label: 'Failed', tone: 'danger' },
  cancelled: { label: 'Cancelled', tone: 'warn' },
}

const PHASES: Record<NonNullable<ImportView['progress']>['phase'], string> = {
  reading: 'Reading',
  sorting: 'Sorting',
  merging: 'Saving',
}

/** How far an import is: "Reading 12 MB of 98 MB, 41,000 lines per second, 2 min left". */
export function progressText({ status, isCancelling, progress }: ImportView): string {
  if (isCancelling) return 'Cancelling'
  if (status === 'queued') return 'Waiting for a worker'
  if (!progress) return 'Starting'
  const { phase, done, total, rate, remainingSeconds } = progress
  const write = phase === 'reading' ? formatBytes : formatNumber
  const measure = phase === 'sorting' ? '' : ` ${write(done)}${total === null ? '' : ` of ${write(total)}`}`
  const unit = phase === 'reading' ? 'lines' : 'messages'
  return [
    `${PHASES[phase]}${measure}`,
    rate > 0 && phase !== 'sorting' ? `${formatNumber(Math.round(rate))} ${unit} per second` : '',
    remainingSeconds === null ? '' : `${formatDuration(remainingSeconds * 1000)} left`,
  ]
    .filter(Boolean)
    .join(', ')
}

/** 0 to 1; null where it can't be told. */
export function shareOf({ progress }: Pick<ImportView, 'progress'>): number | null {
  if (!progress?.total || progress.phase === 'sorting') return null
  return Math.min(1, progress.done / progress.total)
}

/** What came of it, figure by figure. */
export const importCountsText = (counts: ImportCounts): { label: string; value: number; hint: string }[] => [
  { label: 'Rows', value: counts.lines, hint: 'Rows in the file, without the header' },
  { label: 'Messages', value: counts.messages, hint: 'Distinct messages in the file' },
  { label: 'New', value: counts.new, hint: 'Not imported before' },
  { label: 'Changed', value: counts.changed, hint: 'Already imported, with different content' },
  { label: 'Unchanged', value: counts.unchanged, hint: 'Already imported, with the same content' },
  { label: 'Superseded', value: counts.superseded, hint: 'Replaced by a later row for the same message' },
  { label: 'Rejected', value: counts.rejected, hint: 'Rows that could not be imported' },
]

/** The same in a sentence, for what is under way. */
export const soFarText = ({ lines, rejected }: ImportCounts): string =>
  `${countOf(lines, 'row')}${rejected > 0 ? `, ${formatNumber(rejected)} rejected` : ''} so far`
