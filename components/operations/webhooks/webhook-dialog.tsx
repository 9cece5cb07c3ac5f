import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Controller } from 'react-hook-form'
import { FormDialog, FormField, useFieldMessage } from '@/components/screen/form-dialog'
import { createMutation, updateMutation } from '@/components/screen/resource-mutations'
import { useSchemaForm } from '@/components/screen/schema-form'
import { Checkbox } from '@/components/ui/checkbox'
import { CheckField, FieldError } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { toast } from '@/components/ui/toast'
import { type WebhookEventOption, type WebhookView, webhookBody } from '@/lib/webhooks/schema'
import { SecretContent } from './secret-content'
import { useWebhookEvents } from './webhook-events'
import { partsOf } from './webhook-text'
import { webhooks } from './webhooks-client'

interface WebhookDialogProps {
  /** The endpoint to edit; without one it adds one. */
  webhook: WebhookView | undefined
  onClose: () => void
}

/** Adds an endpoint, and then shows its secret for the only time; or edits one. */
export function WebhookDialog({ webhook: opened, onClose }: WebhookDialogProps) {
  const client = useQueryClient()
  const { mutateAsync: create } = useMutation(createMutation(webhooks))
  const { mutateAsync: update } = useMutation(updateMutation(webhooks))
  const [webhook, setWebhook] = useState(opened)
  const events = useWebhookEvents()
  const form = useSchemaForm(webhookBody(namesOf(events)), toForm(webhook, events))
  const reload = async (id: string) => {
    const fresh = await client.fetchQuery(webhooks.detail(id))
    setWebhook(fresh)
    return toForm(fresh, events)
  }
  return (
    <FormDialog
      form={form}
      title={webhook ? 'Edit webhook' : 'Add webhook'}
      description={
        webhook
          ? 'Pending deliveries also go to the new URL.'
          : 'You see the secret once, right after you add the webhook.'
      }
      submitLabel={webhook ? 'Save' : 'Add webhook'}
      onSubmit={async (values) => {
        if (!webhook) {
          const { url, secret } = await create(values)
          return <SecretContent title={`${partsOf(url).host} added`} secret={secret} onClose={onClose} />
        }
        await update({ ...values, id: webhook.id, version: webhook.version })
        toast('Saved')
      }}
      onClose={onClose}
      {...(webhook ? { onReload: () => reload(webhook.id) } : {})}
    >
      <FormField
        name="url"
        label="URL"
        hint="The URL where your platform receives events. For example: https://platform.example/guildhall."
      >
        <Input type="url" inputMode="url" autoComplete="off" spellCheck={false} autoFocus {...form.register('url')} />
      </FormField>
      <Controller
        control={form.control}
        name="events"
        render={({ field }) => <EventPicker value={field.value} onChange={field.onChange} />}
      />
    </FormDialog>
  )
}

const namesOf = (events: readonly WebhookEventOption[]): string[] => events.map(({ name }) => name)

const toForm = (webhook: WebhookView | undefined, events: readonly WebhookEventOption[]) => ({
  url: webhook?.url ?? '',
  events: namesOf(
    events.filter(({ name, isPreselected }) => (webhook ? webhook.events.includes(name) : isPreselected)),
  ),
})

interface EventPickerProps {
  value: readonly string[]
  onChange: (events: string[]) => void
}

function EventPicker({ value, onChange }: EventPickerProps) {
  const events = useWebhookEvents()
  const error = useFieldMessage('events', 'Events')
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
