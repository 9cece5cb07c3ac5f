import { ConfirmDialog } from '@/components/ui/alert-dialog'
import { toast } from '@/components/ui/toast'
import type { ClassifierView } from '@/lib/moderation/schema/classifiers'
import { ClassifierDialog } from './classifier-dialog'
import { useDeleteClassifier } from './classifiers-client'
import { SecretDialog } from './secret-dialog'
import { TestDialog } from './test-dialog'

/** Which dialog is open, about which classifier. */
export type OpenDialog =
  | { kind: 'edit'; classifier: ClassifierView | 'new' }
  | { kind: 'test' | 'secret' | 'delete'; classifier: ClassifierView }
  | null

interface ClassifierDialogsProps {
  open: OpenDialog
  onClose: () => void
}

export function ClassifierDialogs({ open, onClose }: ClassifierDialogsProps) {
  return (
    <>
      <ClassifierDialog target={open?.kind === 'edit' ? open.classifier : null} onClose={onClose} />
      <TestDialog classifier={open?.kind === 'test' ? open.classifier : null} onClose={onClose} />
      <SecretDialog classifier={open?.kind === 'secret' ? open.classifier : null} onClose={onClose} />
      <DeleteClassifier classifier={open?.kind === 'delete' ? open.classifier : null} onClose={onClose} />
    </>
  )
}

function DeleteClassifier({ classifier, onClose }: { classifier: ClassifierView | null; onClose: () => void }) {
  const remove = useDeleteClassifier()
  return (
    <ConfirmDialog
      isOpen={classifier !== null}
      onOpenChange={onClose}
      title={`Delete the classifier ${classifier?.name ?? ''}?`}
      confirmLabel="Delete classifier"
      onConfirm={async () => {
        if (!classifier) return
        await remove.mutateAsync(classifier.id)
        toast(`${classifier.name} was deleted`)
      }}
    >
      Its secret is permanently deleted. Drafts that use it can’t be evaluated. You can’t delete it while a live or
      shadow rule uses it. To stop using it for a while, disable it instead.
    </ConfirmDialog>
  )
}
