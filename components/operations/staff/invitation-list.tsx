import { useInfiniteQuery } from '@tanstack/react-query'
import { MailPlus } from 'lucide-react'
import { useState } from 'react'
import { ListState } from '@/components/screen/list-state'
import { LoadMore } from '@/components/screen/load-more'
import { ConfirmDialog } from '@/components/ui/alert-dialog'
import { Button } from '@/components/ui/button'
import { Card, CardHeader, CardTitle } from '@/components/ui/card'
import { type DataColumn, DataTable } from '@/components/ui/data-table'
import { EmptyState } from '@/components/ui/empty-state'
import { RelativeTime } from '@/components/ui/relative-time'
import type { InvitationView } from '@/lib/staff/schema'
import { ROLE_TITLE } from '../role-text'
import { invitationListQuery, useRevokeInvitation } from './staff-client'

/** Invitations that were not answered yet. */
export function InvitationList({ onInvite }: { onInvite: () => void }) {
  const list = useInfiniteQuery(invitationListQuery())
  const revoke = useRevokeInvitation()
  const [revoking, setRevoking] = useState<InvitationView | null>(null)
  const open = list.data?.pages.flatMap((page) => page.items) ?? []
  const columns: DataColumn<InvitationView>[] = [
    {
      id: 'email',
      header: 'E-mail',
      cell: ({ row: { original } }) => (
        <>
          <p className="break-all font-medium">{original.email}</p>
          {original.name ? <p className="text-muted text-xs">{original.name}</p> : null}
        </>
      ),
    },
    { id: 'role', header: 'Role', cell: ({ row }) => ROLE_TITLE[row.original.role] },
    {
      id: 'made',
      header: 'Invited',
      meta: { isWideOnly: true },
      cell: ({ row }) => <RelativeTime at={row.original.createdAt} />,
    },
    {
      id: 'expires',
      header: 'Expires',
      meta: { isWideOnly: true },
      cell: ({ row }) => <RelativeTime at={row.original.expiresAt} isUpcoming />,
    },
    {
      id: 'actions',
      header: () => <span className="sr-only">Actions</span>,
      meta: { className: 'text-right' },
      cell: ({ row }) => (
        <Button
          size="sm"
          onClick={() => setRevoking(row.original)}
          aria-label={`Revoke the invitation of ${row.original.email}`}
        >
          Revoke
        </Button>
      ),
    },
  ]
  return (
    <Card aria-labelledby="invitations-title">
      <CardHeader className="pb-2">
        <CardTitle id="invitations-title">Open invitations</CardTitle>
      </CardHeader>
      <ListState query={list} noun="invitations">
        <DataTable
          caption="Open invitations"
          columns={columns}
          rows={open}
          getRowId={(invitation) => invitation.id}
          empty={
            <EmptyState
              icon={MailPlus}
              title="No open invitations"
              action={<Button onClick={onInvite}>Invite</Button>}
              className="py-7"
            >
              Invited people are listed here until they join.
            </EmptyState>
          }
        />
        {list.hasNextPage ? (
          <LoadMore
            noun="invitations"
            shown={open.length}
            hasMore
            isLoading={list.isFetchingNextPage}
            isFailed={list.isFetchNextPageError}
            onLoad={() => list.fetchNextPage()}
          />
        ) : null}
      </ListState>
      <ConfirmDialog
        isOpen={revoking !== null}
        onOpenChange={() => setRevoking(null)}
        title={`Revoke the invitation of ${revoking?.email ?? ''}?`}
        confirmLabel="Revoke invitation"
        onConfirm={() => (revoking ? revoke.mutateAsync(revoking.id) : undefined)}
      >
        Its link stops working at once. You can invite the same person again.
      </ConfirmDialog>
    </Card>
  )
}
