import { FlaskConical, KeyRound, MoreHorizontal, Pause, Pencil, Play, Trash2 } from 'lucide-react'
import { describeFailure } from '@/components/screen/form-problem'
import { Menu, MenuContent, MenuItem, MenuSeparator, MenuTrigger } from '@/components/ui/dropdown-menu'
import { IconButton } from '@/components/ui/icon-button'
import { toast } from '@/components/ui/toast'
import type { ClassifierView } from '@/lib/moderation/schema/classifiers'
import { useUpdateClassifier } from './classifiers-client'

/** What opens a dialog, which the page holds. */
export interface ClassifierMenuActions {
  onEdit: (classifier: ClassifierView) => void
  onTest: (classifier: ClassifierView) => void
  onSecret: (classifier: ClassifierView) => void
  onDelete: (classifier: ClassifierView) => void
}

interface ClassifierActionsProps extends ClassifierMenuActions {
  classifier: ClassifierView
}

/** What can be done with a classifier. */
export function ClassifierActions({ classifier, onEdit, onTest, onSecret, onDelete }: ClassifierActionsProps) {
  const switchTo = useSwitch()
  return (
    <Menu>
      <MenuTrigger asChild>
        <IconButton icon={MoreHorizontal} label={`Actions for ${classifier.name}`} />
      </MenuTrigger>
      <MenuContent>
        <MenuItem onSelect={() => onTest(classifier)}>
          <FlaskConical aria-hidden />
          Test classifier
        </MenuItem>
        <MenuItem onSelect={() => onEdit(classifier)}>
          <Pencil aria-hidden />
          Edit
        </MenuItem>
        {classifier.auth === 'none' ? null : (
          <MenuItem onSelect={() => onSecret(classifier)}>
            <KeyRound aria-hidden />
            {classifier.auth === 'bearer' ? 'Replace token' : 'Roll secret'}
          </MenuItem>
        )}
        <MenuItem onSelect={() => void switchTo(classifier, !classifier.enabled)}>
          {classifier.enabled ? <Pause aria-hidden /> : <Play aria-hidden />}
          {classifier.enabled ? 'Disable' : 'Enable'}
        </MenuItem>
        <MenuSeparator />
        <MenuItem tone="danger" onSelect={() => onDelete(classifier)}>
          <Trash2 aria-hidden />
          Delete
        </MenuItem>
      </MenuContent>
    </Menu>
  )
}

/** Switches one on or off, and offers the way back. */
function useSwitch() {
  const update = useUpdateClassifier()
  return async function switchTo({ id, name, version }: ClassifierView, enabled: boolean): Promise<void> {
    try {
      const after = await update.mutateAsync({ id, version, enabled })
      toast(enabled ? `${name} is enabled` : `${name} is disabled`, { undo: () => void switchTo(after, !enabled) })
    } catch (error) {
      const description = describeFailure(error)
      toast(`${name} could not be ${enabled ? 'enabled' : 'disabled'}`, { tone: 'danger', description })
    }
  }
}
