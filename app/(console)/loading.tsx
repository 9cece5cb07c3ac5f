import { Card } from '@/components/ui/card'
import { Skeleton } from '@/components/ui/skeleton'

/** The shape of a page: its head, its filters, its figures and a chart. */
export default function ConsoleLoading() {
  return (
    <div role="status" aria-label="Loading page" className="grid gap-4">
      <div className="grid gap-2">
        <Skeleton className="h-6 w-40" />
        <Skeleton className="h-4 w-72 max-w-full" />
      </div>
      <Skeleton className="h-8 w-96 max-w-full" />
      <Card className="h-32" />
      <Card className="h-80" />
    </div>
  )
}
