import { ShownOnce } from '@/components/screen/shown-once'
import { Button } from '@/components/ui/button'
import { DialogContent } from '@/components/ui/dialog'

interface SecretContentProps {
  title: string
  secret: string
  onClose: () => void
}

/** An endpoint's secret at the only time that it is on a screen. */
export function SecretContent({ title, secret, onClose }: SecretContentProps) {
  return (
    <DialogContent
      title={title}
      footer={
        <Button variant="primary" onClick={onClose}>
          Done
        </Button>
      }
    >
      <ShownOnce label="Signing secret" value={secret} copyLabel="Copy secret" isKept>
        The receiver verifies <code className="font-mono text-ink">webhook-signature</code> with this secret, as
        described by Standard Webhooks.
      </ShownOnce>
    </DialogContent>
  )
}
