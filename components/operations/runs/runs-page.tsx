'use client'

import { useInfiniteQuery } from '@tanstack/react-query'
import { History } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { parseAsString, useQueryState, useQueryStates } from 'nuqs'
import { DetailPane } from '@/components/screen/detail-pane'
import { NavigableList } from '@/components/screen/navigable-list'
import { useIsWide } from '@/components/screen/use-is-wide'
import { PageHeader } from '@/components/shell/page-header'
import { useNow } from '@/components/ui/clock'
import { RunDetail } from './run-detail'
import { RunFilters } from './run-filters'
import { runParams, toRunFilter } from './run-params'
import { RunTable } from './run-table'
import { runsQuery } from './runs-client'

/** Every execution of a collector: when, by whom, how it went. The detail stands beside the list, on small screens on a page. */
export function RunsPage() {
  const [params] = useQueryStates(runParams)
  const [selectedId, select] = useQueryState('run', parseAsString)
  const router = useRouter()
  const isWide = useIsWide()
  const filter = toRunFilter(params, useNow())
  const list = useInfiniteQuery(runsQuery(filter))
  const close = () => void select(null)
  const open = (id: string) => {
    if (isWide) void select(id)
    else router.push(`/operations/runs/${id}`)
  }
  return (
    <>
      <PageHeader title="Runs">Every execution of a collector, with its trigger, samples and errors.</PageHeader>
      <RunFilters />
      <div className="flex min-w-0 gap-4">
        <NavigableList
          query={list}
          nouns={['run', 'runs']}
          idOf={(run) => run.id}
          columns={6}
          liveKey={JSON.stringify(filter)}
          selection={{ selectedId, onSelect: (id) => void select(id), onClose: close }}
          onOpen={(id) => router.push(`/operations/runs/${id}`)}
          className="flex-1 self-start"
          empty={{
            icon: History,
            title: 'No runs',
            text: 'No runs match these filters. Choose a longer period or clear the filters. A source’s first run follows its schedule.',
          }}
        >
          {(runs, shown) => <RunTable runs={runs} onOpen={open} {...shown} />}
        </NavigableList>
        {selectedId ? (
          <DetailPane title="Run" onClose={close}>
            <RunDetail id={selectedId} />
          </DetailPane>
        ) : null}
      </div>
    </>
  )
}
