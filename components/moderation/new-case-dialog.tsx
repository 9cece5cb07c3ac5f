'use client'

import { useQueryClient } from '@tanstack/react-query'
import { Controller, type UseFormReturn, useForm } from 'react-hook-form'
import { z } from 'zod'
import { fieldMessage } from '@/components/screen/form-problem'
import { schemaResolver } from '@/components/screen/schema-resolver'
import { showProblem } from '@/components/screen/show-problem'
import { Button } from '@/components/ui/button'
import { Dialog, DialogClose, DialogContent } from '@/components/ui/dialog'
import { Field, FieldError } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { Select } from '@/components/ui/select'
import { Textarea } from '@/components/ui/textarea'
import { toast } from '@/components/ui/toast'
import type { ContextMessage } from '@/lib/moderation/schema/cases'
import type { PolicyView } from '@/lib/moderation/schema/policies'
import { ITEM_TYPES } from '@/lib/moderation/terms'
import { TYPE_LABELS } from './case-text'
import { type NewCase, openCaseManually } from './moderation-client'

interface NewCaseDialogProps {
  /** A mirrored message; without one the item is described. */
  message?: ContextMessage
  policies: readonly PolicyView[]
  onClose: () => void
  onOpened: (caseId: number) => void
}

const formSchema = z.object({
  type: z.enum(ITEM_TYPES),
  id: z.string().trim().max(300),
  text: z.string().max(65_536),
  url: z.string().trim().max(4_000),
  author: z.string().trim().max(300),
  channel: z.string().trim().max(300),
  reason: z.string().trim().min(1, 'Enter a reason.').max(2_000),
  policyId: z.string().nullable(),
})
type Values = z.output<typeof formSchema>
type Form = UseFormReturn<Values>

const EMPTY: Values = {
  ...{ type: 'message', id: '', text: '', url: '', author: '', channel: '', reason: '', policyId: null },
}
const SEVERITY = 2

const toItem = ({ type, id, text, url, author, channel }: Values) => ({
  type,
  id,
  ...(text ? { text } : {}),
  ...(url ? { url } : {}),
  ...(author ? { author: { id: author } } : {}),
  ...(channel ? { channelId: channel } : {}),
})

/** Opens the case of something that nobody has reported: what a moderator came upon. */
export function NewCaseDialog({ message, policies, onClose, onOpened }: NewCaseDialogProps) {
  const client = useQueryClient()
  const form = useForm<Values>({ resolver: schemaResolver(formSchema), defaultValues: EMPTY })
  const { errors, isSubmitting } = form.formState
  const submit = form.handleSubmit(async (values) => {
    if (!message?.id && !values.id) return form.setError('id', { message: 'Enter an ID.' })
    const { reason, policyId } = values
    const severity = policies.find(({ id }) => id === policyId)?.severity ?? SEVERITY
    const what: NewCase = message?.id
      ? { message: { id: message.id, sentAt: message.sentAt }, reason, policyId, severity }
      : { item: toItem(values), reason, policyId, severity }
    try {
      const opened = await openCaseManually(what)
      // Of a case in a queue that is not theirs, they learn no more than its id.
      const isDecided = 'status' in opened && opened.status === 'decided'
      toast(isDecided ? `Case ${opened.id} is already decided` : `Case ${opened.id} is open`)
      onOpened(opened.id)
      await client.invalidateQueries({ queryKey: ['cases'] })
    } catch (error) {
      showProblem(form, error)
    }
  })
  return (
    <Dialog open onOpenChange={(isOpen) => isOpen || onClose()}>
      <DialogContent
        title={message ? 'Open a case for this message' : 'Open a case'}
        footer={
          <>
            <DialogClose asChild>
              <Button>Cancel</Button>
            </DialogClose>
            <Button type="submit" form="new-case" variant="primary" isPending={isSubmitting}>
              Open case
            </Button>
          </>
        }
      >
        <form id="new-case" noValidate onSubmit={(event) => void submit(event)} className="grid gap-4">
          {message ? (
            <blockquote className="whitespace-pre-wrap break-words border-line-strong border-l-2 pl-3 text-muted text-sm">
              <span className="font-medium text-ink">{message.member}</span>
              <br />
              {message.text}
            </blockquote>
          ) : (
            <ItemFields form={form} />
          )}
          <Field
            label="Reason"
            error={fieldMessage('Reason', errors.reason?.message)}
            hint="Saved as a note on the case."
          >
            <Textarea rows={2} {...form.register('reason')} />
          </Field>
          <Controller
            control={form.control}
            name="policyId"
            render={({ field }) => (
              <Field label="Policy" isOptional hint="Sets the severity and the queue.">
                <Select
                  value={field.value ?? ''}
                  options={[
                    { value: '', label: 'No policy yet' },
                    ...policies
                      .filter(({ isArchived }) => !isArchived)
                      .map(({ id, name, severity }) => ({ value: id, label: name, hint: `severity ${severity} of 5` })),
                  ]}
                  onValueChange={(value) => field.onChange(value || null)}
                />
              </Field>
            )}
          />
          {errors.root ? <FieldError>{errors.root.message}</FieldError> : null}
        </form>
      </DialogContent>
    </Dialog>
  )
}

function ItemFields({ form }: { form: Form }) {
  const { errors } = form.formState
  const type = form.watch('type')
  return (
    <>
      <div className="grid gap-4 sm:grid-cols-2">
        <Controller
          control={form.control}
          name="type"
          render={({ field }) => (
            <Field label="Item type">
              <Select
                value={field.value}
                options={ITEM_TYPES.map((value) => ({ value, label: TYPE_LABELS[value] }))}
                onValueChange={field.onChange}
              />
            </Field>
          )}
        />
        <Field label="External ID" error={errors.id?.message}>
          <Input autoComplete="off" autoFocus {...form.register('id')} />
        </Field>
      </div>
      {type === 'member' ? null : (
        <Field label="Text" isOptional error={errors.text?.message}>
          <Textarea rows={3} {...form.register('text')} />
        </Field>
      )}
      {type === 'link' || type === 'image' ? (
        <Field label="URL" isOptional error={errors.url?.message}>
          <Input type="url" autoComplete="off" {...form.register('url')} />
        </Field>
      ) : null}
      {type === 'member' ? null : (
        <div className="grid gap-4 sm:grid-cols-2">
          <Field label="Author’s external ID" isOptional error={errors.author?.message}>
            <Input autoComplete="off" {...form.register('author')} />
          </Field>
          <Field label="Channel’s external ID" isOptional error={errors.channel?.message}>
            <Input autoComplete="off" {...form.register('channel')} />
          </Field>
        </div>
      )}
    </>
  )
}
