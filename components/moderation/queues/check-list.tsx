import { Checkbox } from '@/components/ui/checkbox'
import { CheckField } from '@/components/ui/field'

interface CheckListProps<T extends string> {
  /** What is chosen here. */
  label: string
  hint: string
  options: readonly { value: T; label: string }[]
  value: readonly T[]
  onChange: (value: T[]) => void
}

/** Any of some, all in sight. */
export function CheckList<T extends string>({ label, hint, options, value, onChange }: CheckListProps<T>) {
  return (
    <fieldset className="grid gap-1.5">
      <legend className="mb-1.5 font-medium text-sm">{label}</legend>
      <div className="grid max-h-44 gap-2 overflow-y-auto rounded-control border border-line p-3 sm:grid-cols-2">
        {options.map((option) => (
          <CheckField key={option.value} label={option.label}>
            <Checkbox
              checked={value.includes(option.value)}
              onCheckedChange={(isOn) =>
                onChange(isOn ? [...value, option.value] : value.filter((chosen) => chosen !== option.value))
              }
            />
          </CheckField>
        ))}
        {options.length === 0 ? <p className="text-muted text-sm">None available.</p> : null}
      </div>
      <p className="text-muted text-xs">{hint}</p>
    </fieldset>
  )
}
