import { useState } from 'react'
import { describeFailure } from '@/components/screen/form-problem'
import { Button } from '@/components/ui/button'
import { Dialog, DialogClose, DialogContent } from '@/components/ui/dialog'
import { FieldError } from '@/components/ui/field'
import type { WebhookView } from '@/lib/webhooks/schema'
import { SecretContent } from './secret-content'
import { partsOf } from './webhook-text'
import { useRollSecret } from './webhooks-client'

interface RollSecretDialogProps {
  webhook: WebhookView | null
  onClose: () => void
}

/** Asks, rolls, and shows the new secret for the only time. */
export function RollSecretDialog({ webhook, onClose }: RollSecretDialogProps) {
  return (
    <Dialog open={webhook !== null} onOpenChange={onClose}>
      {webhook ? <RollContent webhook={webhook} onClose={onClose} /> : null}
    </Dialog>
  )
}

function RollContent({ webhook, onClose }: { webhook: WebhookView; onClose: () => void }) {
  const roll = useRollSecret()
  const [secret, setSecret] = useState<string | null>(null)
  const { host } = partsOf(webhook.url)
  if (secret) return <SecretContent title={`New secret for ${host}`} secret={secret} onClose={onClose} />
  return (
    <DialogContent
      title={`Roll the secret of ${host}?`}
      footer={
        <>
          <DialogClose asChild>
            <Button>Cancel</Button>
          </DialogClose>
          <Button
            variant="primary"
            isPending={roll.isPending}
            onClick={() => roll.mutate(webhook.id, { onSuccess: (rolled) => setSecret(rolled.secret) })}
          >
            Roll secret
          </Button>
        </>
      }
    >
      <div className="grid gap-3 text-sm">
        <p className="text-muted">
          For 24 hours Guildhall signs deliveries with both secrets, so you can update the receiver without downtime.
          After that the current secret stops working.
        </p>
        {webhook.oldSecretUntil ? (
          <p className="text-muted">
            You rolled this secret recently. If you roll it again, the oldest secret stops working immediately.
          </p>
        ) : null}
        {roll.isError ? <FieldError>{describeFailure(roll.error)}</FieldError> : null}
      </div>
    </DialogContent>
  )
}
