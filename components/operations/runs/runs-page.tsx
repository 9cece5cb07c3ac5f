'use client'

import { useInfiniteQuery } from '@tanstack/react-query'
import { History } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { parseAsString, useQueryState, useQueryStates } from 'nuqs'
import { DetailPane } from '@/components/screen/detail-pane'
import { ListState } from '@/components/screen/list-state'
import { LoadMore } from '@/components/screen/load-more'
import { useGatheredRows } from '@/components/screen/use-gathered-rows'
import { useIsWide } from '@/components/screen/use-is-wide'
import { useListKeys } from '@/components/screen/use-list-keys'
import { NewRowsBar } from '@/components/shell/new-rows-bar'
import { PageHeader } from '@/components/shell/page-header'
import { Card } from '@/components/ui/card'
import { useNow } from '@/components/ui/clock'
import { EmptyState } from '@/components/ui/empty-state'
import type { RunView } from '@/lib/collection/schema'
import { RunDetail } from './run-detail'
import { RunFilters } from './run-filters'
import { RunTable } from './run-table'
import { runParams, runsQuery, toRunFilter } from './runs-client'

const idOf = (run: RunView): string => run.id

/** Every execution of a collector: when, by whom, how it went. The detail stands beside the list, on small screens on a page. */
export function RunsPage() {
  const [params] = useQueryStates(runParams)
  const [selectedId, select] = useQueryState('run', parseAsString)
  const router = useRouter()
  const isWide = useIsWide()
  const filter = toRunFilter(params, useNow())
  const list = useInfiniteQuery(runsQuery(filter))
  const runs = list.data?.pages.flatMap((page) => page.items) ?? []
  const { shown, waiting, show } = useGatheredRows(runs, idOf, JSON.stringify(filter))
  const open = (id: string) => {
    if (isWide) void select(id)
    else router.push(`/operations/runs/${id}`)
  }
  useListKeys({
    noun: 'run',
    ids: shown.map(idOf),
    selectedId,
    onSelect: (id) => void select(id),
    onOpen: (id) => router.push(`/operations/runs/${id}`),
    onClose: () => void select(null),
  })
  return (
    <>
      <PageHeader title="Runs">
        Each execution of a collector: when, by whom, what it measured and what went wrong.
      </PageHeader>
      <RunFilters />
      <div className="flex min-w-0 gap-4">
        <Card aria-label="Runs" className="flex-1 self-start">
          <NewRowsBar count={waiting} onShow={show} noun={waiting === 1 ? 'run' : 'runs'} />
          <ListState query={list} noun="runs" columns={6}>
            {shown.length === 0 ? (
              <EmptyState icon={History} title="No runs">
                No run fits these filters. Widen the period or clear them; a source’s first run comes by its schedule.
              </EmptyState>
            ) : (
              <RunTable runs={shown} selectedId={selectedId} isStale={list.isPlaceholderData} onOpen={open} />
            )}
            <LoadMore
              noun="runs"
              shown={shown.length}
              hasMore={list.hasNextPage}
              isLoading={list.isFetchingNextPage}
              isFailed={list.isFetchNextPageError}
              onLoad={() => list.fetchNextPage()}
            />
          </ListState>
        </Card>
        {selectedId ? (
          <DetailPane title="Run" onClose={() => void select(null)}>
            <RunDetail id={selectedId} />
          </DetailPane>
        ) : null}
      </div>
    </>
  )
}
