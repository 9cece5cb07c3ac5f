import { useMutation } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { removeMutation } from '@/components/screen/resource-mutations'
import { ConfirmDialog } from '@/components/ui/alert-dialog'
import { toast } from '@/components/ui/toast'
import type { WebhookView } from '@/lib/webhooks/schema'
import { RollSecretDialog } from './roll-secret-dialog'
import { WebhookDialog } from './webhook-dialog'
import { partsOf } from './webhook-text'
import { webhooks } from './webhooks-client'

/** Which dialog is open, about which endpoint. */
export type OpenDialog =
  | { kind: 'edit'; webhook: WebhookView | 'new' }
  | { kind: 'roll' | 'delete'; webhook: WebhookView }
  | null

interface WebhookDialogsProps {
  open: OpenDialog
  onClose: () => void
}

/** The dialogs of both pages. */
export function WebhookDialogs({ open, onClose }: WebhookDialogsProps) {
  return (
    <>
      {open?.kind === 'edit' ? (
        <WebhookDialog webhook={open.webhook === 'new' ? undefined : open.webhook} onClose={onClose} />
      ) : null}
      <RollSecretDialog webhook={open?.kind === 'roll' ? open.webhook : null} onClose={onClose} />
      <DeleteWebhook webhook={open?.kind === 'delete' ? open.webhook : null} onClose={onClose} />
    </>
  )
}

function DeleteWebhook({ webhook, onClose }: { webhook: WebhookView | null; onClose: () => void }) {
  const remove = useMutation(removeMutation(webhooks))
  const router = useRouter()
  const host = webhook ? partsOf(webhook.url).host : ''
  return (
    <ConfirmDialog
      isOpen={webhook !== null}
      onOpenChange={onClose}
      title={`Delete the webhook ${host}?`}
      confirmLabel="Delete webhook"
      onConfirm={async () => {
        if (!webhook) return
        await remove.mutateAsync(webhook.id)
        router.push('/operations/webhooks')
        toast(`${host} was deleted`)
      }}
    >
      Guildhall stops sending to this URL, cancels pending deliveries and permanently deletes the secret. To stop
      deliveries for a while, disable the webhook instead.
    </ConfirmDialog>
  )
}
