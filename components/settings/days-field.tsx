import { useId } from 'react'
import { FieldError } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { Label } from '@/components/ui/label'
import { Select } from '@/components/ui/select'

interface DaysFieldProps {
  label: string
  /** What is dropped, and what stays. */
  hint: string
  /** Days; null keeps for ever; NaN while the field is empty. */
  value: number | null
  onChange: (days: number | null) => void
  error?: string | undefined
  /** The choice that is not a number of days. */
  otherwise: { label: string; value: number | null }
  /** Days offered when a limit is first set. */
  suggestion: number
}

/** How long something is kept: for ever (or not at all), or a number of days. */
export function DaysField({ label, hint, value, onChange, error, otherwise, suggestion }: DaysFieldProps) {
  const id = useId()
  const isLimited = value !== otherwise.value
  return (
    <div className="grid gap-1.5 border-line border-t pt-4 first:border-t-0 first:pt-0 sm:grid-cols-[minmax(0,1fr)_auto] sm:gap-x-6">
      <div className="grid content-start gap-1">
        <Label id={`${id}-label`} htmlFor={isLimited ? id : undefined}>
          {label}
        </Label>
        <p id={`${id}-hint`} className="text-muted text-xs">
          {hint}
        </p>
        {error ? <FieldError id={`${id}-error`}>{error}</FieldError> : null}
      </div>
      <div className="flex items-center gap-2 self-start">
        <Select
          aria-label={label}
          aria-describedby={`${id}-hint`}
          value={isLimited ? 'days' : 'otherwise'}
          onValueChange={(choice) => onChange(choice === 'days' ? suggestion : otherwise.value)}
          options={[
            { value: 'otherwise', label: otherwise.label },
            { value: 'days', label: 'Limited' },
          ]}
          className="w-32"
        />
        <span className="flex w-28 items-center gap-2">
          {isLimited ? (
            <>
              <Input
                id={id}
                type="number"
                inputMode="numeric"
                min={1}
                aria-invalid={error ? true : undefined}
                aria-describedby={error ? `${id}-error` : `${id}-hint`}
                value={value === null || Number.isNaN(value) ? '' : value}
                onChange={(event) => onChange(event.target.valueAsNumber)}
                className="num text-right"
              />
              <span className="text-muted text-sm">days</span>
            </>
          ) : null}
        </span>
      </div>
    </div>
  )
}
