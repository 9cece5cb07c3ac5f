'use client'

import { useQuery } from '@tanstack/react-query'
import dynamic from 'next/dynamic'
import { useState } from 'react'
import { useShortcuts } from '@/components/shell/shortcuts'
import { ErrorState } from '@/components/ui/error-state'
import { Skeleton } from '@/components/ui/skeleton'
import type { CaseSummary } from '@/lib/moderation/schema/cases'
import { ActionBar, POLICY_ID } from './action-bar'
import { CasePane } from './case-pane'
import { CUSTOM_DECISION_KEY, choicesFor, type HeldByRules, suggestedPolicy } from './case-text'
import { MemberPane, NOTE_ID } from './member-pane'
import { caseQuery } from './moderation-client'
import { useCaseActions } from './use-case-actions'
import { isClaimPending, useClaim } from './use-claim'
import { useViewers } from './use-viewers'

/** Forms, which are fetched while the case is being read. */
const ReasonDialog = dynamic(() => import('./reason-dialog').then((module) => module.ReasonDialog), { ssr: false })
const RulingDialog = dynamic(() => import('./decision-dialog').then((module) => module.DecisionDialog), { ssr: false })

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

/** A case that is worked: taken for this tab, decided by one press or by the form, or handed on. */
export function OpenedCase({ id, summary: line, policies, policyNames, onClose, onLeave, onBack }: OpenedCaseProps) {
  const query = useQuery(caseQuery(id))
  const detail = query.data ?? null
  const summary = detail ?? line
  const claim = useClaim(summary, summary !== null)
  const viewers = useViewers(id)
  const [chosen, setChosen] = useState<string | null>(null)
  const policyId = chosen ?? (summary ? suggestedPolicy(summary, policies) : null)
  const deeds = useCaseActions({ id, summary, claim, policyId, onLeave, onBack })
  const choices = summary ? choicesFor(summary) : []
  const isOpen = summary !== null && summary.status !== 'decided'
  const isHeld = claim.state.kind === 'held'
  useShortcuts([
    ...choices.map((choice) => ({ keys: choice.key, label: choice.label, run: () => deeds.choose(choice) })),
    {
      keys: CUSTOM_DECISION_KEY,
      label: 'Custom decision: several actions, durations, a reason',
      run: deeds.askOtherwise,
    },
    { keys: 'p', label: 'Choose a policy', run: () => document.getElementById(POLICY_ID)?.focus() },
    { keys: 'n', label: 'Write a note', run: () => document.getElementById(NOTE_ID)?.focus() },
    { keys: 'e', label: 'Escalate', run: () => summary?.status === 'open' && deeds.ask({ kind: 'escalate' }) },
    { keys: 's', label: 'Skip', run: () => isOpen && deeds.ask({ kind: 'skip' }) },
  ])
  if (!summary) return <CaseToCome query={query} onClose={onClose} />
  return (
    <>
      <CasePane
        summary={summary}
        detail={detail}
        claim={claim.state}
        viewers={viewers}
        policyNames={policyNames}
        onBack={onClose}
        onTakeOver={claim.takeOver}
        onReverse={(decisionId) => deeds.ask({ kind: 'reverse', decisionId })}
      >
        {isOpen ? (
          <ActionBar
            policies={policies}
            policyId={policyId}
            onPolicy={setChosen}
            isOpen={isHeld || isClaimPending(claim.state.kind)}
            choices={choices}
            canEscalate={summary.status === 'open'}
            onChoose={deeds.choose}
            onOtherwise={deeds.askOtherwise}
            onEscalate={() => deeds.ask({ kind: 'escalate' })}
            onSkip={() => deeds.ask({ kind: 'skip' })}
            onSnooze={(until) => void deeds.snooze(until)}
          />
        ) : null}
      </CasePane>
      <MemberPane
        summary={summary}
        detail={detail}
        policy={policies.find((policy) => policy.id === policyId) ?? null}
        onNote={deeds.note}
      />
      <CaseForms
        summary={summary}
        held={detail?.heldByRules ?? []}
        policies={policies}
        policyId={policyId}
        deeds={deeds}
        isHeld={isHeld}
      />
    </>
  )
}

interface CaseFormsProps extends Pick<OpenedCaseProps, 'policies'> {
  summary: CaseSummary
  held: HeldByRules
  policyId: string | null
  deeds: ReturnType<typeof useCaseActions>
  isHeld: boolean
}

/** The form that is asked for, over the case. */
function CaseForms({ summary, held, policies, policyId, deeds, isHeld }: CaseFormsProps) {
  const { asking } = deeds
  const close = () => deeds.ask(null)
  if (asking?.kind === 'otherwise')
    return (
      <RulingDialog
        summary={summary}
        held={held}
        policies={policies}
        policyId={policyId}
        isHeld={isHeld}
        onClose={close}
        onDecide={deeds.decideWhole}
      />
    )
  return <ReasonDialog kind={asking?.kind ?? null} onClose={close} onReason={deeds.giveReason} />
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
          You may not have access to its queue, or the case no longer exists.{' '}
          <button type="button" className="font-medium text-accent-text hover:underline" onClick={onClose}>
            Back to queue
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
