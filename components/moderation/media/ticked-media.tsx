import { useQuery } from '@tanstack/react-query'
import { Button } from '@/components/ui/button'
import { Skeleton } from '@/components/ui/skeleton'
import type { CaseSummary } from '@/lib/moderation/schema/cases'
import { caseQuery } from '../moderation-client'
import { CaseMedia } from './case-media'
import { mediaOf } from './media-text'

/** The media of a case that is ticked, in its line: what is decided on together has to be seen one by one. */
export function TickedMedia({ summary }: { summary: CaseSummary }) {
  const { data, isError, refetch } = useQuery(caseQuery(summary.id))
  if (isError)
    return (
      <p className="flex items-center justify-between gap-2 text-danger-text text-xs">
        The media could not be loaded.
        <Button size="sm" onClick={() => void refetch()}>
          Try again
        </Button>
      </p>
    )
  if (!data) return <Skeleton className="h-60 w-full" />
  return <CaseMedia media={mediaOf(summary, data)} of={`case ${summary.id}`} />
}
