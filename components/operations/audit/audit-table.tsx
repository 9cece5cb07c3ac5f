import { type DataColumn, DataTable } from '@/components/ui/data-table'
import { RelativeTime } from '@/components/ui/relative-time'
import type { AuditView } from '@/lib/audit/schema'
import { actorText, auditActionText, targetText } from './audit-text'

interface AuditTableProps {
  entries: AuditView[]
  selectedId: string | null
  isStale: boolean
  onOpen: (id: string) => void
}

export function AuditTable({ entries, selectedId, isStale, onOpen }: AuditTableProps) {
  const columns: DataColumn<AuditView>[] = [
    {
      id: 'action',
      header: 'Action',
      cell: ({ row: { original: entry } }) => (
        <button type="button" className="block text-left font-medium hover:underline" onClick={() => onOpen(entry.id)}>
          {auditActionText(entry.action)}
          <span className="block font-normal text-muted text-xs md:hidden">
            {actorText(entry.actor)}, {targetText(entry)}
          </span>
        </button>
      ),
    },
    {
      id: 'target',
      header: 'Target',
      meta: { isWideOnly: true, className: 'max-w-56' },
      cell: ({ row }) => (
        <span className="block truncate">
          <span className="text-muted">{row.original.targetKind}</span> {targetText(row.original)}
        </span>
      ),
    },
    { id: 'actor', header: 'Actor', meta: { isWideOnly: true }, cell: ({ row }) => actorText(row.original.actor) },
    {
      id: 'at',
      header: 'Time',
      meta: { className: 'text-right text-muted' },
      cell: ({ row }) => <RelativeTime at={row.original.at} />,
    },
  ]
  return (
    <DataTable
      caption="Audit log"
      columns={columns}
      rows={entries}
      getRowId={(entry) => entry.id}
      isStale={isStale}
      onRowClick={(entry) => onOpen(entry.id)}
      selectedId={selectedId}
      maxHeight={720}
    />
  )
}
