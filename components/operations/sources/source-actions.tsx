import { MoreHorizontal, Pause, Pencil, Play, PlugZap, Trash2 } from 'lucide-react'
import { describeFailure } from '@/components/screen/form-problem'
import { Menu, MenuContent, MenuItem, MenuSeparator, MenuTrigger } from '@/components/ui/dropdown-menu'
import { IconButton } from '@/components/ui/icon-button'
import { Link } from '@/components/ui/link'
import { toast } from '@/components/ui/toast'
import type { SourceView } from '@/lib/collection/schema'
import { testSource, usePauseSource } from './sources-client'

interface SourceActionsProps {
  source: SourceView
  onEdit: () => void
  onDelete: () => void
}

/** What can be done with a source besides collecting it. */
export function SourceActions({ source, onEdit, onDelete }: SourceActionsProps) {
  const pause = usePauseSource()
  const switchTo = async (isPaused: boolean) => {
    try {
      await pause.mutateAsync({ id: source.id, isPaused })
      toast(isPaused ? `${source.name} was paused` : `${source.name} was resumed`, {
        undo: () => void switchTo(!isPaused),
      })
    } catch (error) {
      toast(`${source.name} could not be ${isPaused ? 'paused' : 'resumed'}`, {
        tone: 'danger',
        description: describeFailure(error),
      })
    }
  }
  const test = async () => {
    try {
      const { isOk, message } = await testSource(source.id)
      toast(isOk ? `${source.name} can be reached` : `${source.name} can’t be reached`, {
        description: message,
        tone: isOk ? 'neutral' : 'danger',
      })
    } catch (error) {
      toast('The connection could not be tested', { tone: 'danger', description: describeFailure(error) })
    }
  }
  const isPaused = source.pausedAt !== null
  return (
    <Menu>
      <MenuTrigger asChild>
        <IconButton icon={MoreHorizontal} label={`Actions for ${source.name}`} />
      </MenuTrigger>
      <MenuContent>
        <MenuItem onSelect={onEdit}>
          <Pencil aria-hidden />
          Edit
        </MenuItem>
        <MenuItem onSelect={() => void test()}>
          <PlugZap aria-hidden />
          Test connection
        </MenuItem>
        <MenuItem onSelect={() => void switchTo(!isPaused)}>
          {isPaused ? <Play aria-hidden /> : <Pause aria-hidden />}
          {isPaused ? 'Resume' : 'Pause'}
        </MenuItem>
        <MenuItem asChild>
          <Link href={`/operations/runs?source=${source.id}`}>View runs</Link>
        </MenuItem>
        <MenuSeparator />
        <MenuItem tone="danger" onSelect={onDelete}>
          <Trash2 aria-hidden />
          Delete
        </MenuItem>
      </MenuContent>
    </Menu>
  )
}
