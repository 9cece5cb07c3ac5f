import { useState } from 'react'
import { cn } from '@/components/ui/cn'
import { countOf } from '@/components/ui/format'

/** Messages shown on each side of the item, until more are asked for. */
const NEAR = 3

interface NearbyMessages<T> {
  before: readonly T[]
  after: readonly T[]
  /** How many more there are. */
  hidden: number
  showAll: () => void
}

/** Of the messages around an item the nearest, and all of them once they are asked for. */
export function useNearbyMessages<T>(before: readonly T[], after: readonly T[]): NearbyMessages<T> {
  const [isWhole, setWhole] = useState(false)
  const shown = isWhole ? { before, after } : { before: before.slice(-NEAR), after: after.slice(0, NEAR) }
  const hidden = before.length + after.length - shown.before.length - shown.after.length
  return { ...shown, hidden, showAll: () => setWhole(true) }
}

interface ShowNearbyMessagesProps extends Pick<NearbyMessages<unknown>, 'hidden' | 'showAll'> {
  className?: string
}

/** The line above the messages that asks for the rest of them. */
export function ShowNearbyMessages({ hidden, showAll, className }: ShowNearbyMessagesProps) {
  if (hidden === 0) return null
  return (
    <button
      type="button"
      onClick={showAll}
      className={cn(
        'block w-full px-4 py-1.5 text-left font-medium text-accent-text text-sm hover:bg-sunken/60 focus-visible:-outline-offset-2',
        className,
      )}
    >
      Show {countOf(hidden, 'more message')}
    </button>
  )
}
