import { RotateCw, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { Button } from './button'
import { cn } from './cn'

interface ErrorStateProps {
  /** What failed: "The runs could not be loaded". */
  title: string
  /** Why, and what it means for the reader. */
  children?: ReactNode
  onRetry?: () => void
  /** What the button says that tries again. */
  retryLabel?: string
  isRetrying?: boolean
  className?: string
}

/** What failed, and the way to try again; announced when it appears. */
export function ErrorState({
  title,
  children,
  onRetry,
  retryLabel = 'Try again',
  isRetrying,
  className,
}: ErrorStateProps) {
  return (
    <div
      role="alert"
      className={cn('flex flex-col items-center justify-center gap-1.5 px-6 py-10 text-center', className)}
    >
      <span className="mb-1.5 grid size-10 place-items-center rounded-full bg-danger-soft text-danger">
        <TriangleAlert aria-hidden className="size-5 stroke-[1.75]" />
      </span>
      <p className="font-semibold">{title}</p>
      {children ? <p className="max-w-prose text-balance text-muted text-sm">{children}</p> : null}
      {onRetry ? (
        <Button className="mt-2.5" onClick={onRetry} isPending={isRetrying ?? false}>
          {isRetrying ? null : <RotateCw aria-hidden />}
          {retryLabel}
        </Button>
      ) : null}
    </div>
  )
}
