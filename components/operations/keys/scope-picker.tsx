import { Checkbox } from '@/components/ui/checkbox'
import { CheckField } from '@/components/ui/field'
import type { Permission } from '@/lib/staff/permissions'
import type { Role } from '@/lib/staff/roles'

/** What a key of each role may at most. */
export type Grantable = Readonly<Record<Role, readonly Permission[]>>

interface ScopePickerProps {
  choices: readonly Permission[]
  value: readonly string[]
  onChange: (scopes: string[]) => void
}

/** Limits a key to some of what its role may; none chosen means all of it. */
export function ScopePicker({ choices, value, onChange }: ScopePickerProps) {
  return (
    <fieldset className="grid gap-2">
      <legend className="mb-1.5 font-medium text-sm">Limit to</legend>
      <p className="text-muted text-xs">
        {value.length === 0
          ? 'If you choose none, the key has all permissions of its role in the API.'
          : 'The key has only the permissions that you choose.'}
      </p>
      <div className="grid gap-2 rounded-control border border-line p-3 sm:grid-cols-2">
        {choices.map((permission) => (
          <CheckField key={permission} label={scopeLabel(permission)}>
            <Checkbox
              checked={value.includes(permission)}
              onCheckedChange={(isOn) =>
                onChange(isOn ? [...value, permission] : value.filter((scope) => scope !== permission))
              }
            />
          </CheckField>
        ))}
      </div>
    </fieldset>
  )
}

/** `sources:write` as words: "Write sources". */
export function scopeLabel(permission: string): string {
  const [noun = '', verb = ''] = permission.split(':')
  return `${verb.charAt(0).toUpperCase()}${verb.slice(1)} ${noun}`
}
