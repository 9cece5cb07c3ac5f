import { Check } from 'lucide-react'
import type { ComponentProps } from 'react'
import { cn } from './cn'
import { onCheckClick } from './on-check-click'

export interface CheckboxProps extends Omit<ComponentProps<'input'>, 'type' | 'checked' | 'onChange'> {
  checked: boolean
  onCheckedChange: (isChecked: boolean) => void
}

export function Checkbox({ className, checked, onCheckedChange, ...props }: CheckboxProps) {
  return (
    <span className={cn('relative grid size-4 shrink-0 place-items-center', className)}>
      <input
        type="checkbox"
        checked={checked}
        onClick={(event) => onCheckedChange(event.currentTarget.checked)}
        onChange={onCheckClick}
        className="touch-target peer relative size-4 appearance-none rounded-[4px] border border-line-control bg-surface transition-colors checked:border-accent checked:bg-accent disabled:opacity-50"
        {...props}
      />
      <Check
        aria-hidden
        className="pointer-events-none absolute hidden size-3 stroke-3 text-on-accent peer-checked:block"
      />
    </span>
  )
}
