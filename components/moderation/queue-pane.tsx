'use client'

import { Inbox, Plus, Search, X } from 'lucide-react'
import { memo, useState } from 'react'
import { ListState } from '@/components/screen/list-state'
import { LoadMore } from '@/components/screen/load-more'
import { useIsWide } from '@/components/screen/use-is-wide'
import { useTabs } from '@/components/shell/navigation'
import { NewRowsBar } from '@/components/shell/new-rows-bar'
import { Button } from '@/components/ui/button'
import { Chip } from '@/components/ui/chip'
import { cn } from '@/components/ui/cn'
import { EmptyState } from '@/components/ui/empty-state'
import { formatNumber } from '@/components/ui/format'
import { IconButton } from '@/components/ui/icon-button'
import { Input } from '@/components/ui/input'
import { Link } from '@/components/ui/link'
import { LongList } from '@/components/ui/long-list'
import { Select } from '@/components/ui/select'
import type { CaseFilterQuery } from '@/lib/moderation/schema/case-tools'
import type { CaseSummary } from '@/lib/moderation/schema/cases'
import type { PolicyView } from '@/lib/moderation/schema/policies'
import type { QueueView } from '@/lib/moderation/schema/queues'
import { BulkBar } from './bulk-bar'
import { FilterMenu } from './filter-menu'
import type { CaseParams } from './moderation-client'
import { QueueRow } from './queue-row'
import type { useBulk } from './use-bulk'

type List = Parameters<typeof ListState>[0]['query'] & {
  hasNextPage: boolean
  isFetchingNextPage: boolean
  isFetchNextPageError: boolean
  fetchNextPage: () => unknown
}

interface QueuePaneProps {
  params: CaseParams
  onParams: (change: Partial<CaseParams>) => void
  /** Shows what a kept filter says, and nothing else. */
  onFilter: (filter: CaseFilterQuery) => void
  queues: readonly QueueView[]
  policyNames: ReadonlyMap<string, string>
  list: List
  cases: readonly CaseSummary[]
  waiting: number
  onShowNew: () => void
  onNewCase: () => void
  selectedId: number | null
  onSelect: (id: number) => void
  bulk: ReturnType<typeof useBulk>
  policies: readonly PolicyView[]
  className?: string
}

const STATUS_OPTIONS = [
  { value: 'open', label: 'Open' },
  { value: 'escalated', label: 'Escalated' },
  { value: 'decided', label: 'Decided' },
] as const
const SORT_OPTIONS = [
  { value: 'score', label: 'By score' },
  { value: 'age', label: 'Oldest first' },
  { value: 'due', label: 'By due time' },
  { value: 'reports', label: 'Most reports' },
] as const

/** Of a line, in pixels, before it was measured. */
const ROW_HEIGHT = 84

export function QueuePane(props: QueuePaneProps) {
  const { list, cases, waiting, onShowNew, selectedId, onSelect, policyNames, params, bulk, className } = props
  const isWide = useIsWide()
  const [frame, setFrame] = useState<HTMLElement | null>(null)
  const [rows, setRows] = useState<HTMLElement | null>(null)
  return (
    <section aria-label="Queue" className={cn('flex min-h-0 flex-col border-line xl:border-r', className)}>
      <QueueHeader
        params={params}
        onParams={props.onParams}
        onFilter={props.onFilter}
        onNewCase={props.onNewCase}
        queues={props.queues}
        policies={props.policies}
      />
      {bulk.count > 0 ? (
        <BulkBar
          count={bulk.count}
          policies={props.policies}
          isPending={bulk.isPending}
          onDecide={bulk.decide}
          onClear={bulk.clear}
        />
      ) : null}
      <NewRowsBar count={waiting} onShow={onShowNew} noun={waiting === 1 ? 'case' : 'cases'} />
      <div ref={setFrame} className="min-h-0 flex-1 xl:overflow-y-auto">
        <ListState query={list} noun="cases" columns={2}>
          {cases.length === 0 ? (
            <EmptyState icon={Inbox} title={params.q ? 'No cases found' : 'No cases'}>
              {params.q
                ? 'No case has this text, member or ID. Look under Decided, or clear the search.'
                : 'Member reports and rule hits appear here.'}
            </EmptyState>
          ) : (
            <ul ref={setRows}>
              <LongList
                items={cases}
                keyOf={({ id }) => id}
                estimatedHeight={ROW_HEIGHT}
                frame={isWide ? frame : null}
                list={rows}
                selectedIndex={cases.findIndex(({ id }) => id === selectedId)}
                render={(one, place) => (
                  <QueueRow
                    place={place}
                    item={one}
                    names={policyNames}
                    isSelected={one.id === selectedId}
                    onSelect={onSelect}
                    isBulk={bulk.count > 0}
                    isTicked={bulk.ticked.has(one.id)}
                    refusal={bulk.refusals.get(one.id)}
                    onTick={bulk.toggle}
                  />
                )}
              />
            </ul>
          )}
          <LoadMore
            noun="cases"
            shown={cases.length}
            hasMore={list.hasNextPage}
            isLoading={list.isFetchingNextPage}
            isFailed={list.isFetchNextPageError}
            onLoad={() => list.fetchNextPage()}
          />
        </ListState>
      </div>
    </section>
  )
}

type HeaderProps = Pick<QueuePaneProps, 'params' | 'onParams' | 'onFilter' | 'onNewCase' | 'queues' | 'policies'>

/** The queue takes the whole page, so that the way to the other pages of Moderation stands in its head. It stays while cases come and go. */
const QueueHeader = memo(function QueueHeader(props: HeaderProps) {
  const pages = useTabs('/moderation').slice(1)
  const { params, onParams, onFilter, onNewCase, queues, policies } = props
  const some = params.queue ? queues.filter(({ id }) => id === params.queue) : queues
  const sum = (of: (queue: QueueView) => number) => some.reduce((total, queue) => total + of(queue), 0)
  const overdue = sum((queue) => queue.overdue)
  const queueOptions = [
    { value: '', label: 'All queues' },
    ...queues.map(({ id, name }) => ({ value: id, label: name })),
  ]
  return (
    <div className="grid gap-2.5 border-line border-b px-4 pt-4 pb-3">
      <div className="flex items-center gap-2">
        <h1 className="font-semibold text-lg tracking-tight">Moderation</h1>
        <Chip className="num">{formatNumber(sum((queue) => queue.open))} open</Chip>
        {overdue > 0 ? (
          <Chip tone="danger" className="num">
            {formatNumber(overdue)} overdue
          </Chip>
        ) : null}
        <IconButton icon={Plus} label="Open a case manually" side="left" className="ml-auto" onClick={onNewCase} />
      </div>
      <nav aria-label="Pages of Moderation" className="flex flex-wrap gap-x-3 gap-y-1 text-sm">
        {pages.map(({ href, label }) => (
          <Link key={href} href={href} className="touch-target relative font-medium text-accent-text hover:underline">
            {label}
          </Link>
        ))}
      </nav>
      <div className="flex gap-1.5 [&>*]:w-auto [&>*]:min-w-0 [&>*]:gap-1 [&>*]:px-2 max-xl:flex-wrap">
        <Select
          aria-label="Queue"
          value={params.queue ?? ''}
          options={queueOptions}
          onValueChange={(queue) => onParams({ queue: queue || null })}
        />
        <Select
          aria-label="Status"
          value={params.status}
          options={STATUS_OPTIONS}
          onValueChange={(status) => onParams({ status, sort: null })}
        />
        {params.status === 'decided' ? null : (
          <Select
            aria-label="Order"
            value={params.sort && params.sort !== 'decided' ? params.sort : 'score'}
            options={SORT_OPTIONS}
            onValueChange={(sort) => onParams({ sort: sort === 'score' ? null : sort })}
          />
        )}
      </div>
      {params.member === null ? null : (
        <Button size="sm" className="justify-self-start" onClick={() => onParams({ member: null })}>
          Clear member filter
          <X aria-hidden />
        </Button>
      )}
      <div className="flex gap-1.5">
        <SearchField value={params.q ?? ''} onSearch={(q) => onParams({ q: q || null })} />
        <FilterMenu params={params} policies={policies} onParams={onParams} onFilter={onFilter} />
      </div>
    </div>
  )
})

export const SEARCH_ID = 'case-search'

function SearchField({ value, onSearch }: { value: string; onSearch: (q: string) => void }) {
  return (
    <search className="min-w-0 flex-1">
      <form
        onSubmit={(event) => {
          event.preventDefault()
          onSearch(String(new FormData(event.currentTarget).get('q') ?? '').trim())
        }}
        className="relative"
      >
        <Search
          aria-hidden
          className="pointer-events-none absolute top-1/2 left-2.5 size-4 -translate-y-1/2 text-muted"
        />
        <Input
          key={value}
          // Browsers empty a search by its cross or by Escape, and say so by an event that React does not know.
          ref={(input) => {
            const heed = () => input?.value === '' && value !== '' && onSearch('')
            input?.addEventListener('search', heed)
            return () => input?.removeEventListener('search', heed)
          }}
          id={SEARCH_ID}
          name="q"
          type="search"
          defaultValue={value}
          aria-label="Search cases"
          placeholder="Text, member or ID"
          className="pl-8"
        />
      </form>
    </search>
  )
}
