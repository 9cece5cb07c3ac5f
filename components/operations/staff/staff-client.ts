import { useMutation, useQueryClient } from '@tanstack/react-query'
import { listQuery } from '@/components/screen/list-query'
import { sendJson } from '@/lib/core/http/client'
import type { ChangeStaff, CreatedInvitation, InvitationView, InviteStaff, StaffView } from '@/lib/staff/schema'

export const staffKeys = { all: ['staff'], list: ['staff', 'list'], invitations: ['staff', 'invitations'] } as const

export const staffListQuery = () => listQuery<StaffView>({ key: staffKeys.list, path: '/api/v1/staff' })

export const invitationListQuery = () =>
  listQuery<InvitationView>({ key: staffKeys.invitations, path: '/api/v1/invitations' })

/** Changes a person's role, or disables or enables them. */
export function useChangeStaff() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ staffId, ...change }: ChangeStaff & { staffId: string }) =>
      sendJson<StaffView>('PATCH', `/api/v1/staff/${staffId}`, change),
    onSettled: () => client.invalidateQueries({ queryKey: staffKeys.list }),
  })
}

/** Makes an invitation; the answer carries its link, which is shown nowhere else. */
export function useInviteStaff() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (input: InviteStaff) => sendJson<CreatedInvitation>('POST', '/api/v1/invitations', input),
    onSuccess: () => client.invalidateQueries({ queryKey: staffKeys.invitations }),
  })
}

export function useRevokeInvitation() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (id: string) => sendJson('DELETE', `/api/v1/invitations/${id}`, undefined),
    onSettled: () => client.invalidateQueries({ queryKey: staffKeys.invitations }),
  })
}
