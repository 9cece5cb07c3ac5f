import { useInfiniteQuery } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { ListState } from '@/components/screen/list-state'
import { Card, CardHeader, CardTitle } from '@/components/ui/card'
import { Link } from '@/components/ui/link'
import { RunTable } from './run-table'
import { runsQuery } from './runs-client'

const SHOWN = 8

/** What the collectors did last, whatever the source. */
export function RecentRuns() {
  const router = useRouter()
  const list = useInfiniteQuery(runsQuery({}))
  const runs = list.data?.pages[0]?.items.slice(0, SHOWN) ?? []
  if (list.data && runs.length === 0) return null
  return (
    <Card aria-labelledby="recent-runs">
      <CardHeader className="items-center pb-2">
        <CardTitle id="recent-runs">Latest runs</CardTitle>
        <Link href="/operations/runs" className="ml-auto font-medium text-accent-text text-sm hover:underline">
          All runs
        </Link>
      </CardHeader>
      <ListState query={list} noun="runs" columns={6}>
        <RunTable
          runs={runs}
          selectedId={null}
          isStale={false}
          onOpen={(id) => router.push(`/operations/runs/${id}`)}
        />
      </ListState>
    </Card>
  )
}
