import { zodResolver } from '@hookform/resolvers/zod'
import { useState } from 'react'
import { Controller, useForm } from 'react-hook-form'
import type { z } from 'zod'
import { fieldMessage, showProblem } from '@/components/screen/form-problem'
import { Button } from '@/components/ui/button'
import { Checkbox } from '@/components/ui/checkbox'
import { Dialog, DialogClose, DialogContent } from '@/components/ui/dialog'
import { CheckField, Field, FieldError } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { toast } from '@/components/ui/toast'
import {
  createWebhookBody,
  PLATFORM_EVENTS,
  WEBHOOK_EVENTS,
  type WebhookView,
  type WebhookWithSecret,
} from '@/lib/webhooks/schema'
import { SecretContent } from './secret-content'
import { EVENT_WORDS, partsOf } from './webhook-words'
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

interface WebhookFormProps {
  webhook: WebhookView | undefined
  onCreated: (webhook: WebhookWithSecret) => void
  onSaved: () => void
}

function WebhookForm({ webhook, onCreated, onSaved }: WebhookFormProps) {
  const create = useCreateWebhook()
  const update = useUpdateWebhook()
  const form = useForm<z.input<typeof createWebhookBody>, unknown, z.output<typeof createWebhookBody>>({
    resolver: zodResolver(createWebhookBody),
    defaultValues: { url: webhook?.url ?? '', events: webhook?.events ?? [...PLATFORM_EVENTS] },
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
  value: readonly (typeof WEBHOOK_EVENTS)[number][]
  onChange: (events: string[]) => void
  error: string | undefined
}

function EventPicker({ value, onChange, error }: EventPickerProps) {
  return (
    <fieldset className="grid gap-2">
      <legend className="mb-1.5 font-medium text-sm">Events</legend>
      <div className="grid gap-2.5 rounded-control border border-line p-3">
        {WEBHOOK_EVENTS.map((event) => (
          <CheckField key={event} label={EVENT_WORDS[event].label} hint={EVENT_WORDS[event].hint}>
            <Checkbox
              checked={value.includes(event)}
              onCheckedChange={(isOn) =>
                onChange(isOn ? [...value, event] : value.filter((chosen) => chosen !== event))
              }
            />
          </CheckField>
        ))}
      </div>
      {error ? <FieldError>{error}</FieldError> : null}
    </fieldset>
  )
}
