import { Archive, ArchiveRestore, MoreHorizontal, Pencil } from 'lucide-react'
import { OrderButtons } from '@/components/screen/order-buttons'
import { Chip } from '@/components/ui/chip'
import { type DataColumn, DataTable } from '@/components/ui/data-table'
import { Menu, MenuContent, MenuItem, MenuTrigger } from '@/components/ui/dropdown-menu'
import { IconButton } from '@/components/ui/icon-button'
import type { PolicyView } from '@/lib/moderation/schema/policies'
import { SEVERITY_LABELS, strikeText } from './policy-text'

interface PolicyTableProps {
  policies: PolicyView[]
  mayWrite: boolean
  onEdit: (policy: PolicyView) => void
  onArchive: (policy: PolicyView) => Promise<void>
  /** Left out where the order can't be changed. */
  onMove?: ((policy: PolicyView, by: -1 | 1, button: HTMLElement) => Promise<void>) | undefined
}

const COLUMNS: DataColumn<PolicyView>[] = [
  {
    id: 'name',
    header: 'Policy',
    cell: ({ row: { original: policy } }) => (
      <div className="grid gap-0.5 py-1">
        <span className="font-medium">{policy.name}</span>
        {policy.description ? <span className="max-w-prose text-muted text-xs">{policy.description}</span> : null}
      </div>
    ),
  },
  {
    id: 'severity',
    header: 'Severity',
    cell: ({ row: { original: policy } }) => (
      <Chip tone={policy.severity >= 4 ? 'danger' : policy.severity === 3 ? 'warn' : 'neutral'} className="num">
        {policy.severity} · {SEVERITY_LABELS[policy.severity]}
      </Chip>
    ),
  },
  {
    id: 'strike',
    header: 'Strike',
    meta: { isWideOnly: true },
    cell: ({ row }) => <span className="num">{strikeText(row.original)}</span>,
  },
  {
    id: 'templates',
    header: 'Notifies',
    meta: { isWideOnly: true },
    cell: ({ row: { original: policy } }) => {
      const told = [policy.memberTemplate ? 'member' : '', policy.reporterTemplate ? 'reporters' : ''].filter(Boolean)
      return told.length > 0 ? told.join(', ') : <span className="text-muted">No one</span>
    },
  },
]

export function PolicyTable({ policies, mayWrite, onEdit, onArchive, onMove }: PolicyTableProps) {
  const actions: DataColumn<PolicyView> = {
    id: 'actions',
    header: () => <span className="sr-only">Actions</span>,
    meta: { className: 'w-28 text-right' },
    cell: ({ row: { original: policy, index } }) => (
      <span className="inline-flex items-center">
        {onMove ? (
          <OrderButtons
            name={policy.name}
            isFirst={index === 0}
            isLast={index === policies.length - 1}
            onMove={(by, button) => void onMove(policy, by, button)}
          />
        ) : null}
        <Menu>
          <MenuTrigger asChild>
            <IconButton icon={MoreHorizontal} label={`Actions for ${policy.name}`} />
          </MenuTrigger>
          <MenuContent>
            <MenuItem onSelect={() => onEdit(policy)}>
              <Pencil aria-hidden />
              Edit
            </MenuItem>
            <MenuItem onSelect={() => void onArchive(policy)}>
              {policy.isArchived ? <ArchiveRestore aria-hidden /> : <Archive aria-hidden />}
              {policy.isArchived ? 'Unarchive' : 'Archive'}
            </MenuItem>
          </MenuContent>
        </Menu>
      </span>
    ),
  }
  return (
    <DataTable
      caption="Policies"
      columns={mayWrite ? [...COLUMNS, actions] : COLUMNS}
      rows={policies}
      getRowId={({ id }) => id}
    />
  )
}
