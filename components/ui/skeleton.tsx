import { cn } from './cn'

/** A quiet block in the shape of what is coming; the region around it says that it loads. */
export function Skeleton({ className }: { className?: string }) {
  return <div aria-hidden className={cn('animate-shimmer rounded-chip bg-line', className)} />
}
