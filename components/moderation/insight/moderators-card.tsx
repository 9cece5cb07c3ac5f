import { Users } from 'lucide-react'
import { type DataColumn, DataTable } from '@/components/ui/data-table'
import { EmptyState } from '@/components/ui/empty-state'
import { formatNumber } from '@/components/ui/format'
import type { InsightView, ModeratorFigures } from '@/lib/moderation/schema/insight'
import { KAPPA_FROM } from '@/lib/moderation/terms'
import { agreementText, kappaText, percentText, timeText } from './insight-text'
import { TableCard } from './table-card'
import { moderatorsCsv } from './to-charts'

const TITLE = 'Moderators'

const COLUMNS: DataColumn<ModeratorFigures>[] = [
  {
    id: 'name',
    header: 'Moderator',
    accessorFn: ({ name }) => name,
    cell: ({ row }) => <span className="font-medium">{row.original.name}</span>,
  },
  {
    id: 'decisions',
    header: 'Decisions',
    accessorFn: ({ decisions }) => decisions,
    meta: { isNumeric: true },
    cell: ({ row }) => formatNumber(row.original.decisions),
  },
  {
    id: 'reversed',
    header: 'Reversed',
    accessorFn: ({ reversed }) => reversed.share ?? 0,
    meta: { isNumeric: true, isWideOnly: true },
    cell: ({ row: { original } }) => (
      <>
        {percentText(original.reversed)} <span className="text-muted text-xs">({original.reversed.part})</span>
      </>
    ),
  },
  {
    id: 'median',
    header: 'Median time',
    accessorFn: ({ median }) => median ?? Number.POSITIVE_INFINITY,
    meta: { isNumeric: true, isWideOnly: true },
    cell: ({ row }) => timeText(row.original.median),
  },
  {
    id: 'reviews',
    header: 'Second reviews',
    accessorFn: ({ agreement }) => agreement.n,
    meta: { isNumeric: true, isWideOnly: true },
    cell: ({ row }) => formatNumber(row.original.agreement.n),
  },
  {
    id: 'agreement',
    header: 'Agreement',
    accessorFn: ({ agreement: { n, agreed } }) => (n === 0 ? -1 : agreed / n),
    meta: { isNumeric: true },
    cell: ({ row }) => agreementText(row.original.agreement),
  },
  {
    id: 'kappa',
    header: 'Kappa',
    accessorFn: ({ agreement: { kappa } }) => kappa ?? -2,
    meta: { isNumeric: true },
    cell: ({ row: { original } }) => (
      <span className={original.agreement.kappa === null ? 'text-muted text-xs' : ''}>
        {kappaText(original.agreement)}
      </span>
    ),
  },
]

/** What each person decided, how much of it stood, and how often somebody else found the same. */
export function ModeratorsCard({ data }: { data: InsightView }) {
  const { moderators } = data
  return (
    <TableCard
      title={TITLE}
      subtitle={`Kappa needs at least ${KAPPA_FROM} second reviews.`}
      name="moderators"
      csv={moderators.length > 0 ? { from: data.from, make: () => moderatorsCsv(data) } : undefined}
    >
      {moderators.length === 0 ? (
        <EmptyState icon={Users} title="No decisions in this period">
          Moderators appear here after they decide a case.
        </EmptyState>
      ) : (
        <DataTable caption={TITLE} columns={COLUMNS} rows={moderators} getRowId={({ ref }) => ref} isSortable />
      )}
    </TableCard>
  )
}
