import { Button } from '@/components/ui/button'
import { Chip } from '@/components/ui/chip'
import { type DataColumn, DataTable } from '@/components/ui/data-table'
import { RelativeTime } from '@/components/ui/relative-time'
import type { KeyView } from '@/lib/staff/schema'
import { ROLE_TITLE } from '../role-text'

interface KeyTableProps {
  keys: KeyView[]
  onRevoke: (key: KeyView) => void
}

export function KeyTable({ keys, onRevoke }: KeyTableProps) {
  const columns: DataColumn<KeyView>[] = [
    {
      id: 'name',
      header: 'Name',
      cell: ({ row: { original: key } }) => (
        <div className="py-1">
          <p className="font-medium">{key.name}</p>
          <p className="font-mono text-muted text-xs">gh_…{key.hint}</p>
        </div>
      ),
    },
    {
      id: 'may',
      header: 'Permissions',
      cell: ({ row: { original: key } }) => (
        <div className="flex max-w-96 flex-wrap gap-1">
          <Chip>{ROLE_TITLE[key.role]}</Chip>
          {key.scopes.map((scope) => (
            <Chip key={scope} className="font-mono max-md:hidden">
              {scope}
            </Chip>
          ))}
          {key.scopes.length > 0 ? <Chip className="md:hidden">only {key.scopes.length}</Chip> : null}
        </div>
      ),
    },
    {
      id: 'made',
      header: 'Created',
      meta: { isWideOnly: true },
      cell: ({ row }) => <RelativeTime at={row.original.createdAt} />,
    },
    {
      id: 'used',
      header: 'Last used',
      meta: { isWideOnly: true },
      cell: ({ row }) =>
        row.original.lastUsedAt ? (
          <RelativeTime at={row.original.lastUsedAt} />
        ) : (
          <span className="text-muted">Never</span>
        ),
    },
    {
      id: 'actions',
      header: () => <span className="sr-only">Actions</span>,
      meta: { className: 'text-right' },
      cell: ({ row: { original: key } }) =>
        key.revokedAt ? (
          <span className="text-muted text-xs">
            Revoked <RelativeTime at={key.revokedAt} />
          </span>
        ) : (
          <Button size="sm" aria-label={`Revoke ${key.name}`} onClick={() => onRevoke(key)}>
            Revoke
          </Button>
        ),
    },
  ]
  return <DataTable caption="Keys" columns={columns} rows={keys} getRowId={(key) => key.id} />
}
