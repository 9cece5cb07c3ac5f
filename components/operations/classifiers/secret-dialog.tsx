import { useState } from 'react'
import { describeFailure } from '@/components/screen/form-problem'
import { ShownOnce } from '@/components/screen/shown-once'
import { Button } from '@/components/ui/button'
import { Dialog, DialogClose, DialogContent } from '@/components/ui/dialog'
import { Field, FieldError } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { toast } from '@/components/ui/toast'
import type { ClassifierView } from '@/lib/moderation/schema/classifiers'
import { useSetSecret } from './classifiers-client'

interface SecretDialogProps {
  classifier: ClassifierView | null
  onClose: () => void
}

/** Sets a new token, or makes a new secret and shows it for the only time. */
export function SecretDialog({ classifier, onClose }: SecretDialogProps) {
  return (
    <Dialog open={classifier !== null} onOpenChange={onClose}>
      {classifier ? <SecretForm classifier={classifier} onClose={onClose} /> : null}
    </Dialog>
  )
}

function SecretForm({ classifier, onClose }: { classifier: ClassifierView; onClose: () => void }) {
  const set = useSetSecret()
  const [token, setToken] = useState('')
  const [made, setMade] = useState<string | null>(null)
  const isToken = classifier.auth === 'bearer'
  if (made) return <MadeSecret name={classifier.name} secret={made} onClose={onClose} />
  const submit = async () => {
    const answer = await set.mutateAsync({ id: classifier.id, ...(isToken ? { token } : {}) })
    if (answer.secret) return setMade(answer.secret)
    toast('Token replaced')
    onClose()
  }
  return (
    <DialogContent
      title={isToken ? `Replace the token of ${classifier.name}` : `Roll the secret of ${classifier.name}?`}
      description="The current one stops working immediately."
      footer={
        <>
          <DialogClose asChild>
            <Button>Cancel</Button>
          </DialogClose>
          <Button type="submit" form="classifier-secret" variant="primary" isPending={set.isPending}>
            {isToken ? 'Replace token' : 'Roll secret'}
          </Button>
        </>
      }
    >
      <form
        id="classifier-secret"
        noValidate
        className="grid gap-3"
        onSubmit={(event) => {
          event.preventDefault()
          void submit().catch(() => undefined)
        }}
      >
        {isToken ? (
          <Field label="Token">
            <Input
              type="password"
              autoComplete="off"
              autoFocus
              value={token}
              onChange={(event) => setToken(event.target.value)}
            />
          </Field>
        ) : (
          <p className="text-muted text-sm">
            The classifier may reject requests until you configure the new secret in it.
          </p>
        )}
        {set.isError ? <FieldError>{describeFailure(set.error)}</FieldError> : null}
      </form>
    </DialogContent>
  )
}

interface MadeSecretProps {
  name: string
  secret: string
  onClose: () => void
}

/** A signing secret at the only time that it is on a screen. */
export function MadeSecret({ name, secret, onClose }: MadeSecretProps) {
  return (
    <DialogContent
      title={`Secret of ${name}`}
      footer={
        <Button variant="primary" onClick={onClose}>
          Done
        </Button>
      }
    >
      <ShownOnce label="Signing secret" value={secret} copyLabel="Copy secret" isKept>
        The classifier verifies <code className="font-mono text-ink">webhook-signature</code> with this secret, as
        described by Standard Webhooks.
      </ShownOnce>
    </DialogContent>
  )
}
