'use client'

import { useInfiniteQuery } from '@tanstack/react-query'
import { Scale } from 'lucide-react'
import { useQueryStates } from 'nuqs'
import { DetailPane } from '@/components/screen/detail-pane'
import { ListState } from '@/components/screen/list-state'
import { LoadMore } from '@/components/screen/load-more'
import { useBufferedRows } from '@/components/screen/use-buffered-rows'
import { useIsWide } from '@/components/screen/use-is-wide'
import { useListKeys } from '@/components/screen/use-list-keys'
import { NewRowsBar } from '@/components/shell/new-rows-bar'
import { PageHeader } from '@/components/shell/page-header'
import { Card } from '@/components/ui/card'
import { EmptyState } from '@/components/ui/empty-state'
import { Segmented } from '@/components/ui/segmented'
import { Sheet, SheetContent } from '@/components/ui/sheet'
import type { AppealView } from '@/lib/moderation/schema/appeals'
import { AppealDetail } from './appeal-detail'
import { AppealTable } from './appeal-table'
import { APPEAL_STATUS_LABELS } from './appeal-text'
import { appealListQuery, appealUrl, SHOWN, toAppealFilter } from './appeals-client'

const idOf = ({ id }: AppealView): string => id

const SEGMENTS = SHOWN.map((value) => ({ value, label: value === 'all' ? 'All' : APPEAL_STATUS_LABELS[value].label }))

/** What members object to, and what came of it. */
export function AppealsPage() {
  const [params, setParams] = useQueryStates(appealUrl)
  const filter = toAppealFilter(params)
  const list = useInfiniteQuery(appealListQuery(filter))
  const appeals = list.data?.pages.flatMap((page) => page.items) ?? []
  const { shown, waiting, show } = useBufferedRows(appeals, idOf, JSON.stringify(filter))
  const isWide = useIsWide()
  const selectedId = params.appeal
  const open = (appeal: string) => void setParams({ appeal }, { history: 'push' })
  const close = () => void setParams({ appeal: null })
  useListKeys({
    noun: 'appeal',
    ids: shown.map(idOf),
    selectedId,
    onSelect: (appeal) => void setParams({ appeal }),
    onOpen: open,
    onClose: close,
  })
  const detail = selectedId ? (
    <AppealDetail key={selectedId} id={selectedId} known={appeals.find(({ id }) => id === selectedId)} />
  ) : null
  return (
    <>
      <PageHeader title="Appeals">
        Members’ objections to decisions. Each appeal is decided once, by someone who didn’t make the original decision.
        Guildhall notifies the member of the outcome.
      </PageHeader>
      <div className="flex flex-wrap items-center gap-2">
        <Segmented
          label="Status"
          value={params.status}
          onValueChange={(status) => void setParams({ status, appeal: null })}
          segments={SEGMENTS}
        />
      </div>
      <div className="flex min-w-0 gap-4">
        <Card aria-label="Appeals" className="min-w-0 flex-1 self-start">
          <NewRowsBar count={waiting} onShow={show} noun={waiting === 1 ? 'appeal' : 'appeals'} />
          <ListState query={list} noun="appeals">
            {shown.length === 0 ? (
              <NoAppeals status={params.status} />
            ) : (
              <AppealTable appeals={shown} selectedId={selectedId} isStale={list.isPlaceholderData} onOpen={open} />
            )}
            <LoadMore
              noun="appeals"
              shown={shown.length}
              hasMore={list.hasNextPage}
              isLoading={list.isFetchingNextPage}
              isFailed={list.isFetchNextPageError}
              onLoad={() => list.fetchNextPage()}
            />
          </ListState>
        </Card>
        {detail && isWide ? (
          <DetailPane title="Appeal" onClose={close}>
            {detail}
          </DetailPane>
        ) : null}
      </div>
      <Sheet open={detail !== null && !isWide} onOpenChange={close}>
        {detail && !isWide ? <SheetContent title="Appeal">{detail}</SheetContent> : null}
      </Sheet>
    </>
  )
}

function NoAppeals({ status }: { status: (typeof SHOWN)[number] }) {
  return (
    <EmptyState icon={Scale} title={status === 'open' ? 'No open appeals' : 'No appeals'}>
      Members can appeal through your platform or through a decision’s appeal link, for 20 days after the decision.
      Their appeals appear here.
    </EmptyState>
  )
}
