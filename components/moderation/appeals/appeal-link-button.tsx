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
    onError: (error) =>
      toast('The appeal link was not created', { tone: 'danger', description: describeFailure(error) }),
    onSettled,
  })
  const revocation = useMutation({
    mutationFn: () => revokeAppealLink(decisionId),
    onSuccess: () => toast('The appeal link was revoked'),
    onError: (error) =>
      toast('The appeal link was not revoked', { tone: 'danger', description: describeFailure(error) }),
    onSettled,
  })
  return (
    <>
      <Button size="sm" isPending={link.isPending} onClick={() => link.mutate()}>
        {until ? 'Replace appeal link' : 'Create appeal link'}
      </Button>
      {until ? (
        <Button size="sm" isPending={revocation.isPending} onClick={() => revocation.mutate()}>
          Revoke link
        </Button>
      ) : null}
      <Dialog open={link.data !== undefined} onOpenChange={link.reset}>
        {link.data ? (
          <DialogContent
            title="Appeal link for the member"
            footer={
              <Button variant="primary" onClick={link.reset}>
                Done
              </Button>
            }
          >
            <ShownOnce label="Appeal link" value={link.data.url} copyLabel="Copy link">
              Anyone with this link can see the decision and the item, and can appeal once, until{' '}
              {formatDateTime(link.data.expiresAt, viewer)}. Earlier links for this decision no longer work.
            </ShownOnce>
          </DialogContent>
        ) : null}
      </Dialog>
    </>
  )
}
