import { useState } from 'react'
import { Controller, useWatch } from 'react-hook-form'
import { fieldMessage } from '@/components/screen/form-problem'
import { useZones } from '@/components/ui/clock'
import { Field, FieldError } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { Segmented } from '@/components/ui/segmented'
import { Select } from '@/components/ui/select'
import type { SourceForm } from './source-form-values'

const UNITS = [
  { value: '1', label: 'seconds' },
  { value: '60', label: 'minutes' },
  { value: '3600', label: 'hours' },
] as const
type Unit = (typeof UNITS)[number]['value']

const MODES = [
  { value: 'interval', label: 'Fixed interval' },
  { value: 'cron', label: 'Cron' },
] as const

const HOURLY = '0 * * * *'
const HALF_HOUR_SECONDS = 1_800

/** The largest unit in which the length is a whole number. */
export const unitOf = (seconds: number): Unit =>
  seconds > 0 && seconds % 3600 === 0 ? '3600' : seconds > 0 && seconds % 60 === 0 ? '60' : '1'

/** When a source is collected, and how long a run may take. */
export function ScheduleFields({ form }: { form: SourceForm }) {
  const { home } = useZones()
  const { errors } = form.formState
  const cron = useWatch({ control: form.control, name: 'cron' })
  const isCron = cron !== undefined
  const setMode = (mode: 'interval' | 'cron') => {
    form.setValue('cron', mode === 'cron' ? HOURLY : undefined, { shouldDirty: true })
    form.setValue('intervalSeconds', mode === 'cron' ? undefined : HALF_HOUR_SECONDS, { shouldDirty: true })
    form.clearErrors(['cron', 'intervalSeconds'])
  }
  return (
    <fieldset className="grid gap-3">
      <legend className="mb-1.5 font-medium text-sm">Schedule</legend>
      <Segmented
        label="Schedule"
        value={isCron ? 'cron' : 'interval'}
        onValueChange={setMode}
        segments={MODES}
        className="justify-self-start"
      />
      {isCron ? (
        <Field
          label="Cron expression"
          error={fieldMessage('Cron expression', errors.cron?.message)}
          hint={`Minute, hour, day of month, month, day of week, in the time zone ${home}.`}
        >
          <Input className="font-mono" spellCheck={false} {...form.register('cron')} />
        </Field>
      ) : (
        <Controller
          control={form.control}
          name="intervalSeconds"
          render={({ field }) => (
            <Interval
              seconds={field.value}
              onChange={field.onChange}
              error={fieldMessage('Interval', errors.intervalSeconds?.message)}
            />
          )}
        />
      )}
      <Field
        label="Timeout in seconds"
        error={fieldMessage('Timeout', errors.timeoutSeconds?.message)}
        hint="A run that takes longer is stopped and keeps what it has collected."
      >
        <Input type="number" className="num w-32" {...form.register('timeoutSeconds', { valueAsNumber: true })} />
      </Field>
    </fieldset>
  )
}

interface IntervalProps {
  seconds: number | undefined
  onChange: (seconds: number) => void
  error: string | undefined
}

function Interval({ seconds = Number.NaN, onChange, error }: IntervalProps) {
  const [unit, setUnit] = useState<Unit>(() => unitOf(seconds))
  const size = Number(unit)
  return (
    <div className="grid gap-1.5">
      <div className="flex items-center gap-2">
        <span className="text-sm">Every</span>
        <Input
          type="number"
          aria-label="Interval"
          aria-invalid={error ? true : undefined}
          className="num w-24"
          value={Number.isNaN(seconds) ? '' : seconds / size}
          onChange={(event) => onChange(Math.round(event.target.valueAsNumber * size))}
        />
        <Select
          aria-label="Unit"
          value={unit}
          options={UNITS}
          onValueChange={(next) => {
            setUnit(next)
            onChange((seconds / size) * Number(next))
          }}
        />
      </div>
      {error ? <FieldError>{error}</FieldError> : null}
    </div>
  )
}
