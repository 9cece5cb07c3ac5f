import { fieldMessage } from '@/components/screen/form-problem'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import type { QueueForm } from './queue-dialog'

const FIELDS = [
  { name: 'restMinutes', label: 'Working time, in minutes' },
  { name: 'restDecisions', label: 'Decisions' },
  { name: 'restReveals', label: 'Media views' },
  { name: 'pauseMinutes', label: 'Length of the cooldown, in minutes' },
] as const

/** When moderators rest from the queue; whichever comes first. */
export function RotationFields({ form }: { form: QueueForm }) {
  const { errors } = form.formState
  return (
    <fieldset className="grid gap-3">
      <legend className="mb-1.5 font-medium text-sm">Cooldown</legend>
      <div className="grid gap-4 sm:grid-cols-2">
        {FIELDS.map(({ name, label }) => (
          <Field key={name} label={label} error={fieldMessage(label.replace(/,.*/, ''), errors[name]?.message)}>
            <Input inputMode="numeric" autoComplete="off" {...form.register(name)} />
          </Field>
        ))}
      </div>
      <p className="text-muted text-xs">
        Leave a limit empty if it shouldn’t apply. A moderator who reaches a limit can’t claim new cases in this queue
        until the cooldown ends. The limits don’t apply to managers.
      </p>
    </fieldset>
  )
}
