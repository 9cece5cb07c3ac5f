import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import { cn } from './cn'

interface EmptyStateProps {
  icon?: LucideIcon
  /** What would be here: "No runs in this range". */
  title: string
  /** Why it is empty and what to do, in a sentence. */
  children?: ReactNode
  /** The next step. */
  action?: ReactNode
  className?: string
}

export function EmptyState({ icon: Icon, title, children, action, className }: EmptyStateProps) {
  return (
    <div className={cn('flex flex-col items-center justify-center gap-1.5 px-6 py-10 text-center', className)}>
      {Icon ? (
        <span className="mb-1.5 grid size-10 place-items-center rounded-full bg-sunken text-muted">
          <Icon aria-hidden className="size-5 stroke-[1.75]" />
        </span>
      ) : null}
      <p className="font-semibold">{title}</p>
      {children ? <p className="max-w-prose text-balance text-muted text-sm">{children}</p> : null}
      {action ? <div className="mt-2.5 flex flex-wrap justify-center gap-2">{action}</div> : null}
    </div>
  )
}
