import type { ReactNode } from 'react'
import { cn } from './cn'

export function Kbd({ children, className }: { children: ReactNode; className?: string }) {
  return (
    <kbd
      className={cn(
        'inline-flex h-[18px] min-w-[18px] items-center justify-center rounded-chip border border-line border-b-2 bg-surface px-1 font-medium font-sans text-2xs text-muted',
        className,
      )}
    >
      {children}
    </kbd>
  )
}
