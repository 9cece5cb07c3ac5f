import { Controller } from 'react-hook-form'
import { fieldMessage } from '@/components/screen/form-problem'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { Select } from '@/components/ui/select'
import { Textarea } from '@/components/ui/textarea'
import type { PolicyView } from '@/lib/moderation/schema/policies'
import { ITEM_TYPES } from '@/lib/moderation/terms'
import { TYPE_LABELS } from '../case-text'
import { SEVERITY_LABELS } from '../policies/policy-text'
import { CheckList } from './check-list'
import type { QueueForm } from './queue-dialog'

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1)

const TYPES = ITEM_TYPES.map((value) => ({
  value,
  label: value === 'custom' ? 'Others' : capital(`${TYPE_LABELS[value]}s`),
}))
const SEVERITIES = [
  { value: 'any', label: 'Any' },
  ...(['1', '2', '3', '4', '5'] as const).map((value) => ({
    value,
    label: `${value} and up`,
    hint: SEVERITY_LABELS[Number(value)] ?? '',
  })),
] as const

/** What a case needs to land in the queue; all of it has to fit. */
export function RoutingFields({ form, policies }: { form: QueueForm; policies: readonly PolicyView[] }) {
  const { errors } = form.formState
  const chosen = form.getValues('policyIds')
  const options = policies
    .filter(({ id, isArchived }) => !isArchived || chosen.includes(id))
    .map(({ id, name }) => ({ value: id, label: name }))
  return (
    <>
      <Controller
        control={form.control}
        name="itemTypes"
        render={({ field }) => (
          <CheckList
            label="Item types"
            hint="If you select none, all types match."
            options={TYPES}
            value={field.value}
            onChange={field.onChange}
          />
        )}
      />
      <Controller
        control={form.control}
        name="policyIds"
        render={({ field }) => (
          <CheckList
            label="Policies"
            hint="If you select none, all policies match. Otherwise, a report must name one of them."
            options={options}
            value={field.value}
            onChange={field.onChange}
          />
        )}
      />
      <Field
        label="Channels"
        isOptional
        error={fieldMessage('Channels', errors.channels?.message)}
        hint="Your platform’s channel IDs, one per line. Leave empty for all channels."
      >
        <Textarea rows={2} spellCheck={false} className="font-mono" {...form.register('channels')} />
      </Field>
      <div className="grid gap-4 sm:grid-cols-2">
        <Controller
          control={form.control}
          name="leastSeverity"
          render={({ field }) => (
            <Field label="Minimum severity">
              <Select value={field.value} onValueChange={field.onChange} options={SEVERITIES} />
            </Field>
          )}
        />
        <Field
          label="Order"
          error={fieldMessage('Order', errors.position?.message)}
          hint="If several queues match, the one with the lowest number takes the case."
        >
          <Input
            type="number"
            inputMode="numeric"
            min={0}
            max={999}
            {...form.register('position', { valueAsNumber: true })}
          />
        </Field>
      </div>
    </>
  )
}
