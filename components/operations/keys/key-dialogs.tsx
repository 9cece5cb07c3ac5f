import { useMutation } from '@tanstack/react-query'
import { removeMutation } from '@/components/screen/resource-mutations'
import { ConfirmDialog } from '@/components/ui/alert-dialog'
import type { KeyView } from '@/lib/staff/schema'
import { AddKeyDialog } from './add-key-dialog'
import { apiKeys } from './keys-client'
import type { Grantable } from './scope-picker'

/** Which dialog is open: a key's is the one that asks before it is revoked. */
export type OpenDialog = 'add' | KeyView | null

interface KeyDialogsProps {
  open: OpenDialog
  grantable: Grantable
  onClose: () => void
}

export function KeyDialogs({ open, grantable, onClose }: KeyDialogsProps) {
  return (
    <>
      {open === 'add' ? <AddKeyDialog grantable={grantable} onClose={onClose} /> : null}
      <RevokeKey apiKey={open === 'add' ? null : open} onClose={onClose} />
    </>
  )
}

function RevokeKey({ apiKey, onClose }: { apiKey: KeyView | null; onClose: () => void }) {
  const revoke = useMutation(removeMutation(apiKeys))
  return (
    <ConfirmDialog
      isOpen={apiKey !== null}
      onOpenChange={onClose}
      title={`Revoke the key ${apiKey?.name ?? ''}?`}
      confirmLabel="Revoke key"
      onConfirm={() => (apiKey ? revoke.mutateAsync(apiKey.id) : undefined)}
    >
      Programs that use this key lose access with their next request. This can’t be undone. To restore access, create a
      new key.
    </ConfirmDialog>
  )
}
