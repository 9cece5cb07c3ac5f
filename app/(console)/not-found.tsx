import { Compass } from 'lucide-react'
import { PageHydrated } from '@/components/shell/page-hydrated'
import { Card } from '@/components/ui/card'
import { EmptyState } from '@/components/ui/empty-state'

/** For an id that is not there, or not any more. */
export default function ConsoleNotFound() {
  return (
    <Card>
      <EmptyState icon={Compass} title="Page not found">
        It may have been deleted, or the link is incomplete.
      </EmptyState>
      <PageHydrated />
    </Card>
  )
}
