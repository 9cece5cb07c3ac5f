import { type UseFormReturn, useForm } from 'react-hook-form'
import { fieldMessage } from '@/components/screen/form-problem'
import { schemaResolver } from '@/components/screen/schema-resolver'
import { showProblem } from '@/components/screen/show-problem'
import { Button } from '@/components/ui/button'
import { Dialog, DialogClose, DialogContent } from '@/components/ui/dialog'
import { Field, FieldError } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { toast } from '@/components/ui/toast'
import type { PolicyView } from '@/lib/moderation/schema/policies'
import type { QueueView } from '@/lib/moderation/schema/queues'
import { AccessFields } from './access-fields'
import { type QueueFormValues, queueForm, toQueueBody, toQueueForm } from './queue-form-values'
import { useAddQueue, useUpdateQueue } from './queues-client'
import { RotationFields } from './rotation-fields'
import { RoutingFields } from './routing-fields'

export type QueueForm = UseFormReturn<QueueFormValues>

interface QueueDialogProps {
  /** The queue to edit, `new` to add one, null for a closed dialog. */
  target: QueueView | 'new' | null
  queues: readonly QueueView[]
  policies: readonly PolicyView[]
  onClose: () => void
}

export function QueueDialog({ target, queues, policies, onClose }: QueueDialogProps) {
  return (
    <Dialog open={target !== null} onOpenChange={onClose}>
      {target ? (
        <QueueContent
          queue={target === 'new' ? undefined : target}
          position={nextPosition(queues)}
          policies={policies}
          onSaved={onClose}
        />
      ) : null}
    </Dialog>
  )
}

const STEP = 10
const LAST = 999

/** Behind the others, before the default one. */
const nextPosition = (queues: readonly QueueView[]): number =>
  Math.min(LAST, Math.max(0, ...queues.filter(({ isDefault }) => !isDefault).map(({ position }) => position)) + STEP)

interface QueueContentProps {
  queue: QueueView | undefined
  position: number
  policies: readonly PolicyView[]
  onSaved: () => void
}

function QueueContent({ queue, position, policies, onSaved }: QueueContentProps) {
  const add = useAddQueue()
  const update = useUpdateQueue()
  const form: QueueForm = useForm<QueueFormValues>({
    resolver: schemaResolver(queueForm),
    defaultValues: toQueueForm(queue, position),
  })
  const { errors, isSubmitting } = form.formState
  const submit = form.handleSubmit(async (values) => {
    const body = toQueueBody(values)
    try {
      if (!queue) await add.mutateAsync(body)
      else {
        const { routing, position: place, ...rest } = body
        const own = queue.isDefault ? {} : { routing, position: place }
        await update.mutateAsync({ ...rest, ...own, id: queue.id, version: queue.version })
      }
      toast(queue ? 'Saved' : `${body.name} was added`)
      onSaved()
    } catch (error) {
      showProblem(form, error)
    }
  })
  return (
    <DialogContent
      title={queue ? `Edit ${queue.name}` : 'Add queue'}
      description="Open cases stay where they are. Changes to routing apply only to new cases."
      footer={
        <>
          <DialogClose asChild>
            <Button>Cancel</Button>
          </DialogClose>
          <Button type="submit" form="queue" variant="primary" isPending={isSubmitting}>
            {queue ? 'Save' : 'Add queue'}
          </Button>
        </>
      }
    >
      <form id="queue" noValidate onSubmit={submit} className="grid gap-4">
        <div className="grid gap-4 sm:grid-cols-2">
          <Field label="Name" error={fieldMessage('Name', errors.name?.message)}>
            <Input autoComplete="off" autoFocus {...form.register('name')} />
          </Field>
          <Field
            label="Time limit in hours"
            error={fieldMessage('Time limit in hours', errors.slaHours?.message)}
            hint="Leave empty for no limit."
          >
            <Input inputMode="decimal" autoComplete="off" {...form.register('slaHours')} />
          </Field>
        </div>
        {queue?.isDefault ? (
          <p className="text-muted text-sm">
            This queue takes the cases that no other queue takes, so it has no routing.
          </p>
        ) : (
          <RoutingFields form={form} policies={policies} />
        )}
        <AccessFields form={form} />
        <RotationFields form={form} />
        {errors.root ? <FieldError>{errors.root.message}</FieldError> : null}
      </form>
    </DialogContent>
  )
}
