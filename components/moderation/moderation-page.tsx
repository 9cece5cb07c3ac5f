'use client'

import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query'
import { Shield } from 'lucide-react'
import { useQueryStates } from 'nuqs'
import { useEffect, useEffectEvent, useMemo, useState } from 'react'
import { useListKeys } from '@/components/operations/use-list-keys'
import { useShortcuts } from '@/components/shell/shortcuts'
import { cn } from '@/components/ui/cn'
import { EmptyState } from '@/components/ui/empty-state'
import { ErrorState } from '@/components/ui/error-state'
import { Skeleton } from '@/components/ui/skeleton'
import { toast } from '@/components/ui/toast'
import type { CaseSummary } from '@/lib/moderation/schema/cases'
import { ActionBar, POLICY_ID } from './action-bar'
import { CasePane } from './case-pane'
import { CHOICES, type Choice, likelyPolicy } from './case-words'
import { MemberPane, NOTE_ID } from './member-pane'
import {
  addNote,
  caseParams,
  caseQuery,
  casesQuery,
  escalateCase,
  policiesQuery,
  queuesQuery,
  recordQuery,
  skipCase,
  toCaseFilter,
} from './moderation-client'
import { QueuePane, SEARCH_ID } from './queue-pane'
import { ReasonDialog } from './reason-dialog'
import { useClaim } from './use-claim'
import { useHeldRows } from './use-held-rows'
import { useRuling } from './use-ruling'

const idOf = ({ id }: CaseSummary): number => id

/** The queue, the case and its author, side by side; on smaller screens one after the other. Everything has its key. */
export function ModerationPage() {
  const [params, setParams] = useQueryStates(caseParams, { history: 'replace' })
  const filter = toCaseFilter(params)
  const list = useInfiniteQuery(casesQuery(filter))
  const queues = useQuery(queuesQuery()).data?.items ?? []
  const policies = useQuery(policiesQuery()).data?.items ?? []
  const policyNames = useMemo(() => new Map(policies.map(({ id, name }) => [id, name])), [policies])
  const rows = list.data?.pages.flatMap((page) => page.items) ?? []
  const { shown, waiting, show } = useHeldRows(rows, idOf, {
    listKey: JSON.stringify(filter),
    isSettled: list.data !== undefined && !list.isPlaceholderData,
    pages: list.data?.pages.length ?? 0,
  })
  // What was just decided is gone from the list before the server has answered.
  const [done, setDone] = useState<ReadonlySet<number>>(new Set())
  const cases = shown.filter(({ id, status }) => !done.has(id) || status === 'decided')
  const select = (id: number | null) => void setParams({ case: id })
  const selected = useSelected(params.case, cases)

  useListKeys({
    noun: 'case',
    ids: cases.map(({ id }) => String(id)),
    selectedId: params.case === null ? null : String(params.case),
    onSelect: (id) => select(Number(id)),
    onOpen: (id) => select(Number(id)),
    onClose: () => select(null),
  })
  useShortcuts([
    { keys: 'N', label: 'Show the new cases', run: show },
    { keys: '/', label: 'Search', run: () => document.getElementById(SEARCH_ID)?.focus() },
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
        params={params}
        onParams={(change) => void setParams({ ...change, case: null })}
        queues={queues}
        policyNames={policyNames}
        list={list}
        cases={cases}
        waiting={waiting}
        onShowNew={show}
        selectedId={params.case}
        onSelect={select}
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
    </div>
  )
}

/** The line of the list is there before the whole. */
const useSelected = (id: number | null, cases: readonly CaseSummary[]): CaseSummary | null =>
  cases.find((one) => one.id === id) ?? null

/** The next case is fetched while this one is read, so that it is painted at once. */
function usePrefetchNext(cases: readonly CaseSummary[], current: number | null): void {
  const client = useQueryClient()
  const next = cases[cases.findIndex(({ id }) => id === current) + 1]
  useEffect(() => {
    if (!next) return
    void client.prefetchQuery(caseQuery(next.id))
    if (next.member) void client.prefetchQuery(recordQuery(next.member.id))
  }, [client, next])
}

function NothingOpen({ count }: { count: number }) {
  return (
    <div className="grid place-items-center max-xl:hidden xl:col-span-2">
      <EmptyState icon={Shield} title={count > 0 ? 'Choose a case' : 'All done'}>
        {count > 0
          ? 'J and K walk through the queue; the number keys decide. Press ? for all keys.'
          : 'Nothing waits in this view. New cases come in by themselves.'}
      </EmptyState>
    </div>
  )
}

interface OpenedCaseProps {
  id: number
  summary: CaseSummary | null
  policies: Parameters<typeof ActionBar>[0]['policies']
  policyNames: ReadonlyMap<string, string>
  onClose: () => void
  /** Goes on to the next one. */
  onLeave: (id: number) => void
  onBack: (id: number) => void
}

function OpenedCase({ id, summary: line, policies, policyNames, onClose, onLeave, onBack }: OpenedCaseProps) {
  const query = useQuery(caseQuery(id))
  const detail = query.data ?? null
  const summary = detail ?? line
  const claim = useClaim(summary, summary !== null)
  const ruling = useRuling(onBack)
  const [chosen, setChosen] = useState<string | null>(null)
  const [asking, setAsking] = useState<'skip' | 'escalate' | null>(null)
  const policyId = chosen ?? (summary ? likelyPolicy(summary, policies) : null)

  // Who is quicker than the claim's answer is not made to press again.
  const [intended, setIntended] = useState<Choice | null>(null)
  const choose = (choice: Choice) => {
    if (!summary || (choice.needsMember && !summary.member)) return
    if (claim.state.kind !== 'held') return setIntended(claim.state.kind === 'taking' ? choice : null)
    if (choice.needsPolicy && !policyId) {
      toast('Choose the policy that was broken first')
      document.getElementById(POLICY_ID)?.focus()
      return
    }
    const { version } = claim.state.claim.case
    const { claimToken } = claim.state.claim
    claim.spend()
    void ruling.decide({
      summary,
      version,
      claimToken,
      policyId: choice.needsPolicy ? policyId : null,
      actions: choice.actions(Date.now()),
    })
    onLeave(id)
  }
  const carryOut = useEffectEvent((choice: Choice) => choose(choice))
  useEffect(() => {
    if (!intended || claim.state.kind === 'taking') return
    setIntended(null)
    if (claim.state.kind === 'held') carryOut(intended)
  }, [intended, claim.state.kind])
  const handOn = async (reason: string) => {
    const isSkip = asking === 'skip'
    await (isSkip ? skipCase(id, reason) : escalateCase(id, reason))
    claim.spend()
    toast(isSkip ? `Case ${id} is left to others` : `Case ${id} is with the managers`)
    onLeave(id)
    await ruling.refresh()
  }
  const isOpen = summary !== null && summary.status !== 'decided'
  useShortcuts([
    ...CHOICES.map((choice) => ({ keys: choice.key, label: choice.label, run: () => choose(choice) })),
    { keys: 'p', label: 'Choose the policy', run: () => document.getElementById(POLICY_ID)?.focus() },
    { keys: 'n', label: 'Write a note', run: () => document.getElementById(NOTE_ID)?.focus() },
    { keys: 'e', label: 'Escalate', run: () => isOpen && summary.status === 'open' && setAsking('escalate') },
    { keys: 's', label: 'Skip', run: () => isOpen && setAsking('skip') },
  ])
  if (!summary) return <CaseToCome query={query} onClose={onClose} />
  return (
    <>
      <CasePane
        summary={summary}
        detail={detail}
        claim={claim.state}
        policyNames={policyNames}
        onBack={onClose}
        onTakeOver={claim.takeOver}
        onReverse={(decisionId) => void ruling.reverse(decisionId, id)}
      >
        {isOpen ? (
          <ActionBar
            policies={policies}
            policyId={policyId}
            onPolicy={setChosen}
            isOpen={claim.state.kind === 'held' || claim.state.kind === 'taking'}
            hasMember={summary.member !== null}
            canEscalate={summary.status === 'open'}
            onChoose={choose}
            onEscalate={() => setAsking('escalate')}
            onSkip={() => setAsking('skip')}
          />
        ) : null}
      </CasePane>
      <MemberPane
        summary={summary}
        detail={detail}
        policy={policies.find((policy) => policy.id === policyId) ?? null}
        onNote={async (text) => {
          await addNote(id, text).catch((error: unknown) => {
            ruling.fail('The note was not saved', error)
            throw error
          })
          await ruling.refresh()
        }}
      />
      <ReasonDialog kind={asking} onClose={() => setAsking(null)} onReason={(reason) => handOn(reason)} />
    </>
  )
}

function CaseToCome({
  query,
  onClose,
}: {
  query: { isError: boolean; error: unknown; refetch: () => unknown }
  onClose: () => void
}) {
  return (
    <div className="xl:col-span-2">
      {query.isError ? (
        <ErrorState title="The case could not be loaded" onRetry={() => void query.refetch()}>
          It may be of a queue that you do not work, or gone.{' '}
          <button type="button" className="font-medium text-accent-text hover:underline" onClick={onClose}>
            Back to the queue
          </button>
        </ErrorState>
      ) : (
        <div role="status" aria-label="Loading the case" className="grid gap-3 p-6">
          <Skeleton className="h-5 w-48" />
          <Skeleton className="h-7 w-96 max-w-full" />
          <Skeleton className="h-40 w-full" />
        </div>
      )}
    </div>
  )
}
