import type { ReactNode } from 'react'
import { ErrorState } from '@/components/ui/error-state'
import { Skeleton } from '@/components/ui/skeleton'
import { describeFailure } from './form-problem'

interface ListStateProps {
  query: {
    isPending: boolean
    isError: boolean
    isFetching: boolean
    data: unknown
    error: unknown
    refetch: () => unknown
  }
  /** What the list holds: "runs". */
  noun: string
  columns?: number
  children: ReactNode
}

const ROWS = [0, 1, 2, 3, 4, 5]

/** A list before it is there: rows in its shape while it loads, what failed and a way to try again where it did. */
export function ListState({ query, noun, columns = 4, children }: ListStateProps) {
  if (query.data !== undefined) return children
  if (query.isError) {
    return (
      <ErrorState
        title={`The ${noun} could not be loaded`}
        onRetry={() => query.refetch()}
        isRetrying={query.isFetching}
      >
        {describeFailure(query.error)}
      </ErrorState>
    )
  }
  return (
    <div role="status" aria-label={`Loading the ${noun}`}>
      {ROWS.map((row) => (
        <div key={row} className="flex h-11 items-center gap-6 border-line border-b px-4 last:border-b-0">
          {Array.from({ length: columns }, (_, column) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the columns of a skeleton have nothing but their place
            <Skeleton key={column} className={column === 0 ? 'h-3 w-40' : 'h-3 w-16 max-sm:hidden'} />
          ))}
        </div>
      ))}
    </div>
  )
}
