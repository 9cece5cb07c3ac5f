'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { describeFailure } from '@/components/screen/form-problem'
import { ShownOnce } from '@/components/screen/shown-once'
import { Button } from '@/components/ui/button'
import { useZones } from '@/components/ui/clock'
import { Dialog, DialogContent } from '@/components/ui/dialog'
import { toast } from '@/components/ui/toast'
import { formatDateTime } from '@/lib/core/time/format'
import { issueAppealLink, revokeAppealLink } from './appeal-link-client'

interface AppealLinkButtonProps {
  decisionId: string
  /** Until when a link of the decision opens; null where none does. */
  until: string | null
}

/** Makes the link by which the member of a decision can appeal it, and shows it for the only time; takes one back. */
export function AppealLinkButton({ decisionId, until }: AppealLinkButtonProps) {
  const { viewer } = useZones()
  const client = useQueryClient()
  const onSettled = () => client.invalidateQueries({ queryKey: ['cases'] })
  const link = useMutation({
    mutationFn: () => issueAppealLink(decisionId),
    // The answer opens a page without sign-in, which has no business in a cache.
    gcTime: 0,
    onError: (error) => toast('No link was made', { tone: 'danger', description: describeFailure(error) }),
    onSettled,
  })
  const revocation = useMutation({
    mutationFn: () => revokeAppealLink(decisionId),
    onSuccess: () => toast('The link doesn’t open any more'),
    onError: (error) => toast('The link was not revoked', { tone: 'danger', description: describeFailure(error) }),
    onSettled,
  })
  return (
    <>
      <Button size="sm" isPending={link.isPending} onClick={() => link.mutate()}>
        {until ? 'New appeal link' : 'Appeal link'}
      </Button>
      {until ? (
        <Button size="sm" isPending={revocation.isPending} onClick={() => revocation.mutate()}>
          Revoke link
        </Button>
      ) : null}
      <Dialog open={link.data !== undefined} onOpenChange={link.reset}>
        {link.data ? (
          <DialogContent
            title="A link for the member"
            footer={
              <Button variant="primary" onClick={link.reset}>
                Done
              </Button>
            }
          >
            <ShownOnce label="Appeal link" value={link.data.url} copyLabel="Copy link">
              Who has it sees what was decided and the item, and can appeal once, until{' '}
              {formatDateTime(link.data.expiresAt, viewer)}. An earlier link of this decision no longer works.
            </ShownOnce>
          </DialogContent>
        ) : null}
      </Dialog>
    </>
  )
}
