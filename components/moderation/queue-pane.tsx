'use client'

import { Inbox, Search } from 'lucide-react'
import { ListState } from '@/components/operations/list-state'
import { LoadMore } from '@/components/operations/load-more'
import { NewRowsBar } from '@/components/shell/new-rows-bar'
import { Chip } from '@/components/ui/chip'
import { cn } from '@/components/ui/cn'
import { EmptyState } from '@/components/ui/empty-state'
import { formatNumber } from '@/components/ui/format'
import { Input } from '@/components/ui/input'
import { RelativeTime } from '@/components/ui/relative-time'
import { Select } from '@/components/ui/select'
import type { CaseSummary } from '@/lib/moderation/schema/cases'
import type { QueueView } from '@/lib/moderation/schema/queues'
import { shownScore, TYPE_WORDS, titleOf, toneOfScore, whyOf } from './case-words'
import type { CaseParams } from './moderation-client'

type List = Parameters<typeof ListState>[0]['query'] & {
  hasNextPage: boolean
  isFetchingNextPage: boolean
  isFetchNextPageError: boolean
  fetchNextPage: () => unknown
}

interface QueuePaneProps {
  params: CaseParams
  onParams: (change: Partial<CaseParams>) => void
  queues: readonly QueueView[]
  policyNames: ReadonlyMap<string, string>
  list: List
  cases: readonly CaseSummary[]
  waiting: number
  onShowNew: () => void
  selectedId: number | null
  onSelect: (id: number) => void
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

export function QueuePane(props: QueuePaneProps) {
  const { list, cases, waiting, onShowNew, selectedId, onSelect, policyNames, params, className } = props
  return (
    <section aria-label="Queue" className={cn('flex min-h-0 flex-col border-line xl:border-r', className)}>
      <QueueHeader {...props} />
      <NewRowsBar count={waiting} onShow={onShowNew} noun={waiting === 1 ? 'case' : 'cases'} />
      <div className="min-h-0 flex-1 xl:overflow-y-auto">
        <ListState query={list} noun="cases" columns={2}>
          {cases.length === 0 ? (
            <EmptyState icon={Inbox} title={params.q ? 'Nothing found' : 'Nothing waits here'}>
              {params.q
                ? 'No case has these words, this member or this id. Look among the decided ones, or clear the search.'
                : 'What members report and what rules find comes in here by itself.'}
            </EmptyState>
          ) : (
            <ul>
              {cases.map((one) => (
                <QueueRow
                  key={one.id}
                  item={one}
                  names={policyNames}
                  isSelected={one.id === selectedId}
                  onSelect={() => onSelect(one.id)}
                />
              ))}
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

function QueueHeader({ params, onParams, queues }: QueuePaneProps) {
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
      </div>
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
      <SearchField value={params.q ?? ''} onSearch={(q) => onParams({ q: q || null })} />
    </div>
  )
}

export const SEARCH_ID = 'case-search'

function SearchField({ value, onSearch }: { value: string; onSearch: (q: string) => void }) {
  return (
    <search>
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
          id={SEARCH_ID}
          name="q"
          type="search"
          defaultValue={value}
          aria-label="Search cases"
          placeholder="Words, member or id"
          className="pl-8"
        />
      </form>
    </search>
  )
}

interface QueueRowProps {
  item: CaseSummary
  names: ReadonlyMap<string, string>
  isSelected: boolean
  onSelect: () => void
}

const SCORE_TONES = {
  danger: 'border-transparent bg-danger-soft text-danger-text',
  warn: 'border-transparent bg-warn-soft text-warn-text',
  neutral: 'border-line bg-sunken text-muted',
} as const

function QueueRow({ item, names, isSelected, onSelect }: QueueRowProps) {
  const why = whyOf(item, names)
  return (
    <li>
      <button
        type="button"
        data-selected={isSelected || undefined}
        aria-current={isSelected || undefined}
        onClick={onSelect}
        className="grid w-full grid-cols-[2.5rem_minmax(0,1fr)] gap-2.5 border-line border-b px-4 py-2.5 text-left transition-colors hover:bg-sunken/60 focus-visible:-outline-offset-2 data-selected:bg-surface data-selected:shadow-[inset_2px_0_var(--accent)]"
      >
        <span
          className={cn(
            'num grid h-6 place-items-center rounded-chip border font-semibold text-xs',
            SCORE_TONES[toneOfScore(item.score)],
          )}
        >
          <span className="sr-only">Score </span>
          {shownScore(item.score)}
        </span>
        <span className="grid min-w-0 gap-0.5">
          <span className="truncate font-semibold">{titleOf(item)}</span>
          <span className="truncate text-muted text-xs">
            {TYPE_WORDS[item.itemType]}
            {item.channel ? ` · #${item.channel}` : ''} · <RelativeTime at={item.decidedAt ?? item.openedAt} />
          </span>
          <span className="flex min-w-0 items-center gap-1.5 text-muted text-xs">
            <span className="truncate">{why}</span>
            {item.claim ? (
              <Chip tone="accent" className="ml-auto shrink-0">
                {item.claim.isOwn ? 'yours' : item.claim.holder}
              </Chip>
            ) : null}
          </span>
        </span>
      </button>
    </li>
  )
}
