import { Download } from 'lucide-react'
import { Button } from '@/components/ui/button'
import { Chip } from '@/components/ui/chip'
import { formatBytes, formatNumber } from '@/components/ui/format'
import { Progress } from '@/components/ui/progress'
import { RelativeTime } from '@/components/ui/relative-time'
import type { ImportCounts, ImportView } from '@/lib/community/schema'
import { formatDuration } from '@/lib/core/time/format'
import { IMPORT_STATUS_LABELS, importCountsText, progressText, shareOf, soFarText } from './import-text'
import { isImportRunning } from './imports-client'

interface ImportCardProps {
  item: ImportView
  canWrite: boolean
  onCancel: () => void
}

/** One import: how far it is, or what came of it. */
export function ImportCard({ item, canWrite, onCancel }: ImportCardProps) {
  const { label, tone } = IMPORT_STATUS_LABELS[item.status]
  const isOpen = isImportRunning(item)
  return (
    <li className="grid gap-2.5 border-line border-b px-4 py-3.5 last:border-b-0">
      <div className="flex flex-wrap items-start gap-x-3 gap-y-2">
        <div className="min-w-0 flex-1 basis-60">
          <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
            <span className="min-w-0 break-all font-semibold">{item.fileName}</span>
            <Chip tone={tone}>{label}</Chip>
            {item.isDryRun ? <Chip>Check only</Chip> : null}
          </p>
          <p className="num mt-0.5 text-muted text-xs">
            {item.bytesTotal === null ? '' : `${formatBytes(item.bytesTotal)}, `}stored as {item.source},{' '}
            <RelativeTime at={item.createdAt} />
            {durationText(item)}
          </p>
        </div>
        {item.hasRejectedFile ? (
          <Button asChild size="sm">
            <a href={`/api/v1/imports/${item.id}/rejected`} download>
              <Download aria-hidden />
              Download rejected rows
            </a>
          </Button>
        ) : null}
        {isOpen && canWrite ? (
          <Button size="sm" onClick={onCancel} disabled={item.isCancelling} aria-label={`Cancel ${item.fileName}`}>
            Cancel
          </Button>
        ) : null}
      </div>
      {isOpen ? (
        <div className="grid gap-1.5">
          <Progress label={`Importing ${item.fileName}`} value={shareOf(item)} />
          <p className="num flex flex-wrap justify-between gap-x-4 text-muted text-xs">
            <span role="status">{progressText(item)}</span>
            {item.counts ? <span>{soFarText(item.counts)}</span> : null}
          </p>
        </div>
      ) : null}
      {item.error ? <p className="break-words text-danger-text text-sm">{item.error}</p> : null}
      {!isOpen && item.counts ? <Counts counts={item.counts} isDryRun={item.isDryRun} /> : null}
    </li>
  )
}

function Counts({ counts, isDryRun }: { counts: ImportCounts; isDryRun: boolean }) {
  return (
    <>
      <dl className="grid grid-cols-[repeat(auto-fit,minmax(5.5rem,1fr))] gap-x-4 gap-y-2">
        {importCountsText(counts).map(({ label, value, hint }) => (
          <div key={label} title={hint} className="flex flex-col-reverse justify-end">
            <dt className="text-muted text-xs">{label}</dt>
            <dd className={`num font-semibold ${label === 'Rejected' && value > 0 ? 'text-warn-text' : ''}`}>
              {formatNumber(value)}
            </dd>
          </div>
        ))}
      </dl>
      {isDryRun ? (
        <p className="text-muted text-xs">This is what an import would change. Nothing was imported.</p>
      ) : null}
    </>
  )
}

const durationText = ({ startedAt, finishedAt }: ImportView): string =>
  startedAt && finishedAt ? `, took ${formatDuration(Date.parse(finishedAt) - Date.parse(startedAt))}` : ''
