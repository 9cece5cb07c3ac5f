import { TriangleAlert } from 'lucide-react'
import { Chip } from '@/components/ui/chip'
import { type DataColumn, DataTable } from '@/components/ui/data-table'
import { formatNumber, formatPercent } from '@/components/ui/format'
import { Link } from '@/components/ui/link'
import { RelativeTime } from '@/components/ui/relative-time'
import type { RuleSummary } from '@/lib/moderation/schema/automatic-rules'
import { MODE_LABELS } from './rule-text'

const COLUMNS: DataColumn<RuleSummary>[] = [
  {
    id: 'name',
    header: 'Rule',
    cell: ({ row: { original: rule } }) => (
      <div className="grid gap-0.5 py-1">
        <Link href={`/moderation/rules/${rule.id}`} className="font-semibold hover:underline">
          {rule.name}
        </Link>
        <span className="text-muted text-xs max-sm:hidden">
          Version {rule.version}, changed <RelativeTime at={rule.updatedAt} />
        </span>
      </div>
    ),
  },
  {
    id: 'mode',
    header: 'Mode',
    cell: ({ row: { original: rule } }) => (
      <div className="flex flex-wrap gap-1">
        <ModeChips rule={rule} />
      </div>
    ),
  },
  {
    id: 'hits',
    header: 'Hits in 7 days',
    meta: { className: 'text-right' },
    cell: ({ row: { original: rule } }) => (
      <span className="num whitespace-nowrap">
        {formatNumber(rule.figures.liveHits)}
        {rule.figures.shadowHits > 0 ? (
          <span className="block text-muted text-xs">{formatNumber(rule.figures.shadowHits)} in shadow</span>
        ) : null}
      </span>
    ),
  },
  {
    id: 'precision',
    header: 'Precision',
    meta: { isWideOnly: true },
    cell: ({ row: { original: rule } }) => <Precision figures={rule.figures} />,
  },
  {
    id: 'acted',
    header: 'Daily limit used',
    meta: { isWideOnly: true, className: 'text-right' },
    cell: ({ row: { original: rule } }) => (
      <span className="num">
        {formatNumber(rule.actedToday)} of {formatNumber(rule.dailyCap)}
      </span>
    ),
  },
]

/** The rules with what they do at present. */
export function RuleTable({ rules }: { rules: RuleSummary[] }) {
  return <DataTable caption="Rules" columns={COLUMNS} rows={rules} getRowId={(rule) => rule.id} />
}

/** What a rule does now, and whether its cap has stopped it. */
export function ModeChips({ rule }: { rule: RuleSummary }) {
  const { label, tone } = MODE_LABELS[rule.mode]
  return (
    <>
      <Chip tone={tone}>{label}</Chip>
      {rule.mode === 'live' && rule.shadowVersion !== null ? (
        <Chip tone="warn">Version {rule.shadowVersion} in shadow</Chip>
      ) : null}
      {rule.trippedAt ? (
        <Chip tone="danger" icon={TriangleAlert}>
          Stopped by its daily limit
        </Chip>
      ) : null}
    </>
  )
}

/** The share with its interval, and of how many decisions it is. */
export function Precision({ figures }: { figures: RuleSummary['figures'] }) {
  const { precision, precisionInterval: interval, right, decided } = figures
  if (precision === null) return <span className="text-muted">No decisions yet</span>
  return (
    <div className="num grid">
      <span>
        {formatPercent(precision)}
        {interval ? (
          <span className="text-muted text-xs max-sm:hidden">
            {' '}
            {formatPercent(interval.low)} to {formatPercent(interval.high)}
          </span>
        ) : null}
      </span>
      <span className="text-muted text-xs">
        {formatNumber(right)} of {formatNumber(decided)} decided
      </span>
    </div>
  )
}
