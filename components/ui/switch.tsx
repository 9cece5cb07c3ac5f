import type { CheckboxProps } from './checkbox'
import { cn } from './cn'
import { onCheckClick } from './on-check-click'

/** A checkbox whose effect is at once, or that reads as on and off. */
export function Switch({ className, checked, onCheckedChange, ...props }: CheckboxProps) {
  return (
    <span className={cn('relative inline-flex h-[18px] w-8 shrink-0', className)}>
      <input
        type="checkbox"
        role="switch"
        checked={checked}
        aria-checked={checked}
        onClick={(event) => onCheckedChange(event.currentTarget.checked)}
        onChange={onCheckClick}
        className="touch-target peer relative size-full appearance-none rounded-full bg-line-control transition-colors checked:bg-accent disabled:opacity-50"
        {...props}
      />
      <span
        aria-hidden
        className="pointer-events-none absolute top-0.5 left-0.5 size-3.5 rounded-full bg-surface transition-transform peer-checked:translate-x-3.5"
      />
    </span>
  )
}
