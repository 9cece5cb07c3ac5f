import { useMutation } from '@tanstack/react-query'
import { removeMutation } from '@/components/screen/resource-mutations'
import { ConfirmDialog } from '@/components/ui/alert-dialog'
import { toast } from '@/components/ui/toast'
import type { SourceView } from '@/lib/collection/schema'
import { SourceSheet } from './source-sheet'
import { sources } from './sources-client'

/** Which dialog is open, about which source. */
export type OpenDialog = { kind: 'edit'; source: SourceView | 'new' } | { kind: 'delete'; source: SourceView } | null

interface SourceDialogsProps {
  open: OpenDialog
  onClose: () => void
}

export function SourceDialogs({ open, onClose }: SourceDialogsProps) {
  return (
    <>
      {open?.kind === 'edit' ? (
        <SourceSheet source={open.source === 'new' ? undefined : open.source} onClose={onClose} />
      ) : null}
      <DeleteSource source={open?.kind === 'delete' ? open.source : null} onClose={onClose} />
    </>
  )
}

function DeleteSource({ source, onClose }: { source: SourceView | null; onClose: () => void }) {
  const remove = useMutation(removeMutation(sources))
  const name = source?.name ?? ''
  return (
    <ConfirmDialog
      isOpen={source !== null}
      onOpenChange={onClose}
      title={`Delete the source ${name}?`}
      confirmLabel={`Delete ${name}`}
      onConfirm={async () => {
        if (!source) return
        await remove.mutateAsync(source.id)
        toast(`${name} was deleted`)
      }}
    >
      Collection stops, and the source’s configuration and secrets are permanently deleted. Its figures stay in the
      charts and its runs stay in the list. To stop collection for a while, pause the source instead.
    </ConfirmDialog>
  )
}
