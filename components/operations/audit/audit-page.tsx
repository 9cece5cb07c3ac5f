'use client'

import { useInfiniteQuery } from '@tanstack/react-query'
import { ScrollText } from 'lucide-react'
import { parseAsString, useQueryState, useQueryStates } from 'nuqs'
import { DetailPane } from '@/components/screen/detail-pane'
import { ListState } from '@/components/screen/list-state'
import { LoadMore } from '@/components/screen/load-more'
import { useBufferedRows } from '@/components/screen/use-buffered-rows'
import { useIsWide } from '@/components/screen/use-is-wide'
import { useListKeys } from '@/components/screen/use-list-keys'
import { NewRowsBar } from '@/components/shell/new-rows-bar'
import { PageHeader } from '@/components/shell/page-header'
import { Card } from '@/components/ui/card'
import { useNow } from '@/components/ui/clock'
import { EmptyState } from '@/components/ui/empty-state'
import { Sheet, SheetContent } from '@/components/ui/sheet'
import type { AuditView } from '@/lib/audit/schema'
import { auditListQuery, auditParams, toAuditFilter } from './audit-client'
import { AuditDetail } from './audit-detail'
import { AuditFilters } from './audit-filters'
import { AuditTable } from './audit-table'
import { auditActionText } from './audit-text'
import { ChainCheck } from './chain-check'
import { ChainHead } from './chain-head'

const idOf = (entry: AuditView): string => entry.id

/** Who did what to which thing, when, from where, before and after. */
export function AuditPage() {
  const [params] = useQueryStates(auditParams)
  const [selectedId, select] = useQueryState('entry', parseAsString.withOptions({ history: 'push' }))
  const filter = toAuditFilter(params, useNow())
  const list = useInfiniteQuery(auditListQuery(filter))
  const entries = list.data?.pages.flatMap((page) => page.items) ?? []
  const { shown, waiting, show } = useBufferedRows(entries, idOf, JSON.stringify(filter))
  const selected = shown.find((entry) => entry.id === selectedId)
  const isWide = useIsWide()
  const close = () => void select(null)
  useListKeys({
    noun: 'entry',
    ids: shown.map(idOf),
    selectedId,
    onSelect: (id) => void select(id, { history: 'replace' }),
    onOpen: (id) => void select(id),
    onClose: close,
  })
  return (
    <>
      <PageHeader title="Audit log" actions={<ChainCheck />}>
        Every change, with who made it and from where. Entries are chained and can’t be changed.
        <ChainHead />
      </PageHeader>
      <AuditFilters />
      <div className="flex min-w-0 gap-4">
        <Card aria-label="Entries" className="flex-1">
          <NewRowsBar count={waiting} onShow={show} noun={waiting === 1 ? 'entry' : 'entries'} />
          <ListState query={list} noun="entries">
            {shown.length === 0 ? (
              <EmptyState icon={ScrollText} title="No entries">
                No entries match these filters. Choose a longer period or clear the filters.
              </EmptyState>
            ) : (
              <AuditTable
                entries={shown}
                selectedId={selectedId}
                isStale={list.isPlaceholderData}
                onOpen={(id) => void select(id)}
              />
            )}
            <LoadMore
              noun="entries"
              shown={shown.length}
              hasMore={list.hasNextPage}
              isLoading={list.isFetchingNextPage}
              isFailed={list.isFetchNextPageError}
              onLoad={() => list.fetchNextPage()}
            />
          </ListState>
        </Card>
        {selected ? (
          <DetailPane title={auditActionText(selected.action)} onClose={close}>
            <AuditDetail entry={selected} />
          </DetailPane>
        ) : null}
      </div>
      <Sheet open={selected !== undefined && !isWide} onOpenChange={close}>
        {selected ? (
          <SheetContent title={auditActionText(selected.action)}>
            <AuditDetail entry={selected} />
          </SheetContent>
        ) : null}
      </Sheet>
    </>
  )
}
