'use client'

import { hashKey, useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query'
import { Shield } from 'lucide-react'
import dynamic from 'next/dynamic'
import { useQueryStates } from 'nuqs'
import { useCallback, useEffect, useMemo, useState } from 'react'
import { useListKeys } from '@/components/screen/use-list-keys'
import { useShortcuts } from '@/components/shell/shortcuts'
import { afterPaint } from '@/components/ui/after-paint'
import { cn } from '@/components/ui/cn'
import { EmptyState } from '@/components/ui/empty-state'
import type { CaseFilterQuery } from '@/lib/moderation/schema/case-tools'
import type { CaseSummary } from '@/lib/moderation/schema/cases'
import { memberActivityQuery } from './member-activity-query'
import {
  type CaseParams,
  caseParams,
  caseQuery,
  casesQuery,
  policiesQuery,
  recordQuery,
  toCaseFilter,
} from './moderation-client'
import { OpenedCase } from './opened-case'
import { QueuePane, SEARCH_ID } from './queue-pane'
import { queuesQuery } from './queues-query'
import { useBulk } from './use-bulk'
import { usePinnedRows } from './use-pinned-rows'

const NewCaseDialog = dynamic(() => import('./new-case-dialog').then((module) => module.NewCaseDialog), { ssr: false })

/** All that a filter can say, said of nothing. */
const NO_FILTER = { queue: null, status: null, sort: null, policy: null, type: null, q: null, member: null }

/** The queue, the case and its author, side by side; on smaller screens one after the other. Everything has its key. */
export function ModerationPage() {
  const [params, setParams] = useQueryStates(caseParams, { history: 'replace' })
  const narrowing = useNarrowing(params)
  const filter = toCaseFilter(narrowing)
  const list = useInfiniteQuery(casesQuery(filter))
  const queues = useQuery(queuesQuery()).data?.items ?? []
  const policies = useQuery(policiesQuery()).data?.items ?? []
  const policyNames = useMemo(() => new Map(policies.map(({ id, name }) => [id, name])), [policies])
  const rows = list.data?.pages.flatMap((page) => page.items) ?? []
  const { shown, waiting, show } = usePinnedRows(rows, {
    listKey: JSON.stringify(filter),
    isSettled: list.data !== undefined && !list.isPlaceholderData,
    pages: list.data?.pages.length ?? 0,
    asOf: list.dataUpdatedAt,
  })
  // What was just decided is gone from the list before the server has answered.
  const [done, setDone] = useState<ReadonlySet<number>>(new Set())
  const cases = shown.filter(({ id, status }) => !done.has(id) || status === 'decided')
  const narrow = useCallback((change: Partial<CaseParams>) => void setParams({ ...change, case: null }), [setParams])
  const narrowTo = useCallback(
    (next: CaseFilterQuery) => void setParams({ ...NO_FILTER, ...next, case: null }),
    [setParams],
  )
  const select = useCallback((id: number | null) => void setParams({ case: id }), [setParams])
  const selected = useSelected(params.case, cases)

  useListKeys({
    noun: 'case',
    ids: cases.map(({ id }) => String(id)),
    selectedId: params.case === null ? null : String(params.case),
    onSelect: (id) => select(Number(id)),
    onOpen: (id) => select(Number(id)),
    onClose: () => select(null),
  })
  const [isOpening, setOpening] = useState(false)
  const openByHand = useCallback(() => setOpening(true), [])
  useShortcuts([
    { keys: 'c', label: 'Open a case manually', run: openByHand },
    { keys: 'N', label: 'Show the new cases', run: show },
    { keys: '/', label: 'Search', run: () => document.getElementById(SEARCH_ID)?.focus() },
  ])
  const bulk = useBulk(cases)
  useShortcuts([
    { keys: 'x', label: 'Select or deselect the case', run: () => params.case !== null && bulk.toggle(params.case) },
  ])
  usePrefetchNext(cases, params.case)

  const leave = (id: number) => {
    const at = cases.findIndex((one) => one.id === id)
    setDone((before) => new Set(before).add(id))
    select((cases[at + 1] ?? cases[at - 1])?.id ?? null)
  }
  const comeBack = (id: number) => {
    setDone((before) => new Set([...before].filter((one) => one !== id)))
    select(id)
  }
  return (
    <div className="-mx-3.5 -mt-4 -mb-20 md:-mx-6 md:-mt-5.5 md:-mb-10 grid xl:h-[calc(100dvh-3rem)] xl:grid-cols-[21rem_minmax(0,1fr)_18.5rem]">
      <QueuePane
        className={cn(params.case !== null && 'max-xl:hidden')}
        params={narrowing}
        onParams={narrow}
        onFilter={narrowTo}
        queues={queues}
        policyNames={policyNames}
        list={list}
        cases={cases}
        waiting={waiting}
        onShowNew={show}
        onNewCase={openByHand}
        selectedId={params.case}
        onSelect={select}
        bulk={bulk}
        policies={policies}
      />
      {params.case === null ? (
        <NothingOpen count={cases.length} />
      ) : (
        <OpenedCase
          key={params.case}
          id={params.case}
          summary={selected}
          policies={policies}
          policyNames={policyNames}
          onClose={() => select(null)}
          onLeave={leave}
          onBack={comeBack}
        />
      )}
      {isOpening ? (
        <NewCaseDialog
          policies={policies}
          onClose={() => setOpening(false)}
          onOpened={(caseId) => {
            setOpening(false)
            select(caseId)
          }}
        />
      ) : null}
    </div>
  )
}

/** What the address says of the list: the same object while only the case that is open changes. */
function useNarrowing({ queue, status, sort, policy, type, q, member }: CaseParams): CaseParams {
  return useMemo(
    () => ({ queue, status, sort, policy, type, q, member }),
    [queue, status, sort, policy, type, q, member],
  )
}

/** The line of the list is there before the whole. */
const useSelected = (id: number | null, cases: readonly CaseSummary[]): CaseSummary | null =>
  cases.find((one) => one.id === id) ?? null

/** The next case is fetched while this one is read, so that it is painted at once. */
function usePrefetchNext(cases: readonly CaseSummary[], current: number | null): void {
  const client = useQueryClient()
  const next = cases[cases.findIndex(({ id }) => id === current) + 1]
  // Their numbers and not the row, which changes with its score by the minute.
  const id = next?.id
  const memberId = next?.member?.id
  useEffect(() => {
    if (id === undefined) return
    const fetchAll = () => {
      void client.prefetchQuery(caseQuery(id))
      if (memberId === undefined) return
      void client.prefetchQuery(recordQuery(memberId))
      void client.prefetchQuery(memberActivityQuery(memberId))
    }
    let callOff = afterPaint(fetchAll)
    // What a hint makes old is fetched anew now, and not while the case is being painted.
    const keys = [caseQuery(id).queryKey, ...(memberId === undefined ? [] : [recordQuery(memberId).queryKey])]
    const watched = new Set(keys.map((key) => hashKey(key)))
    const unsubscribe = client.getQueryCache().subscribe((event) => {
      if (event.type !== 'updated' || event.action.type !== 'invalidate' || !watched.has(event.query.queryHash)) return
      callOff()
      callOff = afterPaint(fetchAll)
    })
    return () => {
      callOff()
      unsubscribe()
    }
  }, [client, id, memberId])
}

function NothingOpen({ count }: { count: number }) {
  return (
    <div className="grid place-items-center max-xl:hidden xl:col-span-2">
      <EmptyState icon={Shield} title={count > 0 ? 'Select a case' : 'All done'}>
        {count > 0
          ? 'Press J and K to move through the queue and a number to decide. Press ? for all shortcuts.'
          : 'No cases are waiting in this view. New cases appear automatically.'}
      </EmptyState>
    </div>
  )
}
