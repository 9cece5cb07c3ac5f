import { X } from 'lucide-react'
import { Controller } from 'react-hook-form'
import { fieldMessage } from '@/components/screen/form-problem'
import { FieldError } from '@/components/ui/field'
import { IconButton } from '@/components/ui/icon-button'
import { Input } from '@/components/ui/input'
import { Select } from '@/components/ui/select'
import { Switch } from '@/components/ui/switch'
import { TableCell, TableRow } from '@/components/ui/table'
import { hasEnd, LADDER_ACTIONS } from '@/lib/moderation/terms'
import type { LadderFormState } from './ladder-form'
import { LADDER_LABELS } from './policy-text'

const ACTIONS = LADDER_ACTIONS.map((value) => ({ value, label: LADDER_LABELS[value] }))
const HOUR_MINUTES = 60
const DAY_MINUTES = 1_440

/** On a phone a step is a block, each field under the name of its column. */
const cell =
  'max-md:block max-md:h-auto max-md:px-4 max-md:py-0 max-md:before:mb-1 max-md:before:block max-md:before:text-muted max-md:before:text-xs max-md:before:content-[attr(data-label)]'

interface LadderRowProps {
  form: LadderFormState
  index: number
  onRemove: () => void
}

/** One step, each field named for assistive technology by its column and its place. */
export function LadderRow({ form, index, onRemove }: LadderRowProps) {
  const step = index + 1
  const errors = form.formState.errors.items?.[index]
  return (
    <TableRow className="max-md:grid max-md:grid-cols-2 max-md:gap-y-2 max-md:py-2.5">
      <TableCell data-label="Points" className={cell}>
        <NumberField form={form} index={index} name="points" label="Points" />
      </TableCell>
      <TableCell data-label="Time window (days)" className={cell}>
        <NumberField form={form} index={index} name="days" label="Days" />
      </TableCell>
      <TableCell data-label="Step" className={cell}>
        <Controller
          control={form.control}
          name={`items.${index}.action`}
          render={({ field }) => (
            <Select
              aria-label={`Action of step ${step}`}
              value={field.value}
              options={ACTIONS}
              className="w-28"
              onValueChange={(action) => {
                field.onChange(action)
                const before = form.getValues(`items.${index}.minutes`)
                form.setValue(`items.${index}.minutes`, hasEnd(action) ? (before ?? DAY_MINUTES) : null, {
                  shouldDirty: true,
                })
              }}
            />
          )}
        />
      </TableCell>
      <TableCell data-label="Duration (hours)" className={cell}>
        <Controller
          control={form.control}
          name={`items.${index}.minutes`}
          render={({ field }) =>
            field.value === null || field.value === undefined ? (
              <span className="text-muted">–</span>
            ) : (
              <Input
                type="number"
                inputMode="decimal"
                aria-label={`Hours of step ${step}`}
                aria-invalid={errors?.minutes ? true : undefined}
                className="w-24"
                min={0}
                defaultValue={field.value / HOUR_MINUTES}
                onChange={({ target }) => field.onChange(Math.round(Number(target.value) * HOUR_MINUTES))}
              />
            )
          }
        />
        {errors?.minutes ? <FieldError>{fieldMessage('Duration', errors.minutes.message)}</FieldError> : null}
      </TableCell>
      <TableCell data-label="Automatic" className={cell}>
        <Controller
          control={form.control}
          name={`items.${index}.isApplied`}
          render={({ field }) => (
            <Switch
              aria-label={`Apply step ${step} automatically`}
              checked={field.value ?? false}
              onCheckedChange={field.onChange}
            />
          )}
        />
      </TableCell>
      <TableCell className={`${cell} w-12 text-right max-md:w-auto max-md:self-end`}>
        <IconButton icon={X} label={`Remove step ${step}`} onClick={onRemove} />
      </TableCell>
    </TableRow>
  )
}

interface NumberFieldProps {
  form: LadderFormState
  index: number
  name: 'points' | 'days'
  label: string
}

function NumberField({ form, index, name, label }: NumberFieldProps) {
  const message = form.formState.errors.items?.[index]?.[name]?.message
  return (
    <>
      <Input
        type="number"
        inputMode="numeric"
        min={1}
        aria-label={`${label} of step ${index + 1}`}
        aria-invalid={message ? true : undefined}
        className="w-24"
        {...form.register(`items.${index}.${name}`, { valueAsNumber: true })}
      />
      {message ? <FieldError>{fieldMessage(label, message)}</FieldError> : null}
    </>
  )
}
