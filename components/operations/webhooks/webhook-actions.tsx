import { useMutation } from '@tanstack/react-query'
import { KeyRound, List, MoreHorizontal, Pause, Pencil, Play, Send, Trash2 } from 'lucide-react'
import { describeFailure } from '@/components/screen/form-problem'
import { updateMutation } from '@/components/screen/resource-mutations'
import { Menu, MenuContent, MenuItem, MenuSeparator, MenuTrigger } from '@/components/ui/dropdown-menu'
import { IconButton } from '@/components/ui/icon-button'
import { Link } from '@/components/ui/link'
import { toast } from '@/components/ui/toast'
import type { WebhookView } from '@/lib/webhooks/schema'
import { partsOf } from './webhook-text'
import { useSendTest, webhooks } from './webhooks-client'

/** What opens a dialog, which the page holds. */
export interface WebhookMenuActions {
  onEdit: (webhook: WebhookView) => void
  onRoll: (webhook: WebhookView) => void
  onDelete: (webhook: WebhookView) => void
}

interface WebhookActionsProps extends WebhookMenuActions {
  webhook: WebhookView
}

/** What can be done with an endpoint. */
export function WebhookActions({ webhook, onEdit, onRoll, onDelete }: WebhookActionsProps) {
  const { host } = partsOf(webhook.url)
  const switchTo = useSwitchWebhook()
  const test = useSendTest()
  const sendTest = async () => {
    try {
      await test.mutateAsync(webhook.id)
      toast(`Sending a test to ${host}`)
    } catch (error) {
      toast('The test could not be sent', { tone: 'danger', description: describeFailure(error) })
    }
  }
  return (
    <Menu>
      <MenuTrigger asChild>
        <IconButton icon={MoreHorizontal} label={`Actions for ${host}`} />
      </MenuTrigger>
      <MenuContent>
        <MenuItem onSelect={() => onEdit(webhook)}>
          <Pencil aria-hidden />
          Edit
        </MenuItem>
        <MenuItem disabled={!webhook.enabled} onSelect={() => void sendTest()}>
          <Send aria-hidden />
          Send test
        </MenuItem>
        <MenuItem onSelect={() => onRoll(webhook)}>
          <KeyRound aria-hidden />
          Roll secret
        </MenuItem>
        <MenuItem onSelect={() => void switchTo(webhook, !webhook.enabled)}>
          {webhook.enabled ? <Pause aria-hidden /> : <Play aria-hidden />}
          {webhook.enabled ? 'Disable' : 'Enable'}
        </MenuItem>
        <MenuItem asChild>
          <Link href={`/operations/webhooks/${webhook.id}`}>
            <List aria-hidden />
            View deliveries
          </Link>
        </MenuItem>
        <MenuSeparator />
        <MenuItem tone="danger" onSelect={() => onDelete(webhook)}>
          <Trash2 aria-hidden />
          Delete
        </MenuItem>
      </MenuContent>
    </Menu>
  )
}

/** Switches an endpoint on or off, and offers the way back. */
function useSwitchWebhook() {
  const update = useMutation(updateMutation(webhooks))
  return async function switchTo({ id, url, version }: WebhookView, enabled: boolean): Promise<void> {
    const { host } = partsOf(url)
    try {
      const after = await update.mutateAsync({ id, version, enabled })
      toast(enabled ? `${host} is enabled` : `${host} is disabled`, { undo: () => void switchTo(after, !enabled) })
    } catch (error) {
      const description = describeFailure(error)
      toast(`${host} could not be ${enabled ? 'enabled' : 'disabled'}`, { tone: 'danger', description })
    }
  }
}
