'use client'

import { useQuery } from '@tanstack/react-query'
import { queuesQuery } from '@/components/moderation/queues-query'
import { cn } from '@/components/ui/cn'
import { formatCompact } from '@/components/ui/format'

/** How many cases wait in the queues that one may work; red where some are overdue. */
export function OpenCases({ isCollapsed }: { isCollapsed: boolean }) {
  const { data } = useQuery(queuesQuery())
  const open = data?.items.reduce((sum, queue) => sum + queue.open, 0) ?? 0
  const isLate = data?.items.some(({ overdue }) => overdue > 0) ?? false
  if (open === 0) return null
  return (
    <span className={cn('num ml-auto text-xs', isLate ? 'text-danger-text' : 'text-muted', isCollapsed && 'sr-only')}>
      {formatCompact(open)}
      <span className="sr-only"> open{isLate ? ', some overdue' : ''}</span>
    </span>
  )
}
