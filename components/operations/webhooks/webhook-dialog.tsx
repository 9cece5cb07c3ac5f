import { zodResolver } from '@hookform/resolvers/zod'
import { useState } from 'react'
import { Controller, useForm } from 'react-hook-form'
import { fieldMessage, showProblem } from '@/components/screen/form-problem'
import { Button } from '@/components/ui/button'
import { Checkbox } from '@/components/ui/checkbox'
import { Dialog, DialogClose, DialogContent } from '@/components/ui/dialog'
import { CheckField, Field, FieldError } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { toast } from '@/components/ui/toast'
import type { CreateWebhook } from '@/lib/webhooks/requests'
import { type WebhookEventOption, type WebhookView, type WebhookWithSecret, webhookBody } from '@/lib/webhooks/schema'
import { SecretContent } from './secret-content'
import { useWebhookEvents } from './webhook-events'
import { partsOf } from './webhook-words'
import { useCreateWebhook, useUpdateWebhook } from './webhooks-client'

interface WebhookDialogProps {
  /** The endpoint to edit, `new` to add one, null for a closed dialog. */
  target: WebhookView | 'new' | null
  onClose: () => void
}

/** Adds an endpoint, and then shows its secret for the only time; or edits one. */
export function WebhookDialog({ target, onClose }: WebhookDialogProps) {
  return (
    <Dialog open={target !== null} onOpenChange={onClose}>
      {target ? <WebhookContent webhook={target === 'new' ? undefined : target} onClose={onClose} /> : null}
    </Dialog>
  )
}

interface WebhookContentProps {
  webhook: WebhookView | undefined
  onClose: () => void
}

function WebhookContent({ webhook, onClose }: WebhookContentProps) {
  const [created, setCreated] = useState<WebhookWithSecret | null>(null)
  if (created) {
    return <SecretContent title={`${partsOf(created.url).host} added`} secret={created.secret} onClose={onClose} />
  }
  return <WebhookForm webhook={webhook} onCreated={setCreated} onSaved={onClose} />
}

const namesOf = (events: readonly WebhookEventOption[]): string[] => events.map(({ name }) => name)

interface WebhookFormProps {
  webhook: WebhookView | undefined
  onCreated: (webhook: WebhookWithSecret) => void
  onSaved: () => void
}

function WebhookForm({ webhook, onCreated, onSaved }: WebhookFormProps) {
  const create = useCreateWebhook()
  const update = useUpdateWebhook()
  const events = useWebhookEvents()
  const chosen = events.filter(({ name, isPreselected }) => (webhook ? webhook.events.includes(name) : isPreselected))
  const form = useForm<CreateWebhook>({
    resolver: zodResolver(webhookBody(namesOf(events))),
    defaultValues: { url: webhook?.url ?? '', events: namesOf(chosen) },
  })
  const { errors, isSubmitting } = form.formState
  const submit = form.handleSubmit(async (values) => {
    try {
      if (!webhook) return onCreated(await create.mutateAsync(values))
      await update.mutateAsync({ ...values, id: webhook.id, version: webhook.version })
      toast('Saved')
      onSaved()
    } catch (error) {
      showProblem(form, error)
    }
  })
  return (
    <DialogContent
      title={webhook ? 'Edit webhook' : 'Add webhook'}
      description={
        webhook
          ? 'What is on its way already goes to the new address too.'
          : 'Its secret is shown once, when it is added.'
      }
      footer={
        <>
          <DialogClose asChild>
            <Button>Cancel</Button>
          </DialogClose>
          <Button type="submit" form="webhook" variant="primary" isPending={isSubmitting}>
            {webhook ? 'Save' : 'Add webhook'}
          </Button>
        </>
      }
    >
      <form id="webhook" noValidate onSubmit={submit} className="grid gap-4">
        <Field
          label="Address"
          error={fieldMessage('Address', errors.url?.message)}
          hint="Where your platform takes decisions: https://platform.example/guildhall."
        >
          <Input type="url" inputMode="url" autoComplete="off" spellCheck={false} autoFocus {...form.register('url')} />
        </Field>
        <Controller
          control={form.control}
          name="events"
          render={({ field }) => (
            <EventPicker value={field.value} onChange={field.onChange} error={errors.events?.message} />
          )}
        />
        {errors.root ? <FieldError>{errors.root.message}</FieldError> : null}
      </form>
    </DialogContent>
  )
}

interface EventPickerProps {
  value: readonly string[]
  onChange: (events: string[]) => void
  error: string | undefined
}

function EventPicker({ value, onChange, error }: EventPickerProps) {
  const events = useWebhookEvents()
  return (
    <fieldset className="grid gap-2">
      <legend className="mb-1.5 font-medium text-sm">Events</legend>
      <div className="grid gap-2.5 rounded-control border border-line p-3">
        {events.map(({ name, title, description }) => (
          <CheckField key={name} label={title} hint={description}>
            <Checkbox
              checked={value.includes(name)}
              onCheckedChange={(isOn) => onChange(isOn ? [...value, name] : value.filter((chosen) => chosen !== name))}
            />
          </CheckField>
        ))}
      </div>
      {error ? <FieldError>{error}</FieldError> : null}
    </fieldset>
  )
}
