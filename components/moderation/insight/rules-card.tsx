import { ShieldCheck } from 'lucide-react'
import { type DataColumn, DataTable } from '@/components/ui/data-table'
import { EmptyState } from '@/components/ui/empty-state'
import { formatNumber } from '@/components/ui/format'
import { Link } from '@/components/ui/link'
import type { InsightView, RuleFigures } from '@/lib/moderation/schema/insight'
import { intervalText, percentText } from './insight-text'
import { TableCard } from './table-card'
import { rulesCsv } from './to-charts'

const TITLE = 'Rule precision'

const COLUMNS: DataColumn<RuleFigures>[] = [
  {
    id: 'name',
    header: 'Rule',
    accessorFn: ({ name }) => name,
    cell: ({ row: { original } }) => (
      <Link href={`/moderation/rules/${original.id}`} className="font-medium hover:underline">
        {original.name}
      </Link>
    ),
  },
  {
    id: 'decided',
    header: 'Decided',
    accessorFn: ({ precision }) => precision.whole,
    meta: { isNumeric: true },
    cell: ({ row }) => formatNumber(row.original.precision.whole),
  },
  {
    id: 'right',
    header: 'Acted on',
    accessorFn: ({ precision }) => precision.part,
    meta: { isNumeric: true, isWideOnly: true },
    cell: ({ row }) => formatNumber(row.original.precision.part),
  },
  {
    id: 'precision',
    header: 'Precision',
    accessorFn: ({ precision }) => precision.share ?? -1,
    meta: { isNumeric: true },
    cell: ({ row: { original } }) => (
      <>
        {percentText(original.precision)}{' '}
        <span className="whitespace-nowrap text-muted text-xs max-sm:block">{intervalText(original.precision)}</span>
      </>
    ),
  },
]

/** How right people found what the live rules had found. */
export function RulesCard({ data }: { data: InsightView }) {
  const { rules } = data
  return (
    <TableCard
      title={TITLE}
      subtitle="How people decided after a rule’s hits, with the 95 % confidence interval."
      name="rules"
      csv={rules.length > 0 ? { from: data.from, make: () => rulesCsv(data) } : undefined}
    >
      {rules.length === 0 ? (
        <EmptyState icon={ShieldCheck} title="No rule hits were decided in this period">
          Live rules appear here after people decide cases with their hits.
        </EmptyState>
      ) : (
        <DataTable caption={TITLE} columns={COLUMNS} rows={rules} getRowId={({ id }) => id} isSortable />
      )}
    </TableCard>
  )
}
