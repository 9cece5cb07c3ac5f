import { Chip } from '@/components/ui/chip'
import { type DataColumn, DataTable } from '@/components/ui/data-table'
import { RelativeTime } from '@/components/ui/relative-time'
import type { AppealView } from '@/lib/moderation/schema/appeals'
import { doneText } from '../case-text'
import { APPEAL_STATUS_LABELS } from './appeal-text'

interface AppealTableProps {
  appeals: AppealView[]
  selectedId: string | null
  isStale: boolean
  onOpen: (id: string) => void
}

export function AppealTable({ appeals, selectedId, isStale, onOpen }: AppealTableProps) {
  const columns: DataColumn<AppealView>[] = [
    {
      id: 'member',
      header: 'Member',
      cell: ({ row: { original: appeal } }) => (
        <div className="grid gap-0.5 py-1">
          <button
            type="button"
            className="touch-target relative justify-self-start text-left font-medium hover:underline"
            onClick={(event) => {
              event.stopPropagation()
              onOpen(appeal.id)
            }}
          >
            {appeal.member.name ?? appeal.member.externalId}
          </button>
          <span className="line-clamp-1 max-w-96 break-words text-muted text-xs">{appeal.text}</span>
        </div>
      ),
    },
    {
      id: 'decision',
      header: 'Decision',
      meta: { isWideOnly: true },
      cell: ({ row: { original: appeal } }) => (
        <div className="grid gap-0.5 py-1">
          <span>{doneText(appeal.decision.actions)}</span>
          <span className="text-muted text-xs">
            by {appeal.decision.actor}
            {appeal.decision.isOwn ? ' (you)' : ''}
          </span>
        </div>
      ),
    },
    {
      id: 'status',
      header: 'Status',
      cell: ({ row: { original: appeal } }) => (
        <Chip tone={APPEAL_STATUS_LABELS[appeal.status].tone}>{APPEAL_STATUS_LABELS[appeal.status].label}</Chip>
      ),
    },
    {
      id: 'made',
      header: 'Submitted',
      meta: { className: 'text-right text-muted' },
      cell: ({ row }) => <RelativeTime at={row.original.createdAt} />,
    },
  ]
  return (
    <DataTable
      caption="Appeals"
      columns={columns}
      rows={appeals}
      getRowId={({ id }) => id}
      isStale={isStale}
      selectedId={selectedId}
      onRowClick={({ id }) => onOpen(id)}
    />
  )
}
