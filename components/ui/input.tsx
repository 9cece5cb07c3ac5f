import type { ComponentProps } from 'react'
import { cn } from './cn'

/** The clothes of everything that is typed into. 16 px on touch screens, or Safari zooms in. */
export const inputStyles =
  'w-full rounded-control border border-line-control bg-surface px-2.5 text-sm text-ink shadow-card transition-colors hover:border-muted focus-visible:border-accent focus-visible:outline-offset-0 disabled:cursor-not-allowed disabled:bg-sunken disabled:text-muted aria-invalid:border-danger coarse:text-lg'

export function Input({ className, ...props }: ComponentProps<'input'>) {
  return <input className={cn(inputStyles, 'h-8 coarse:h-11', className)} {...props} />
}
