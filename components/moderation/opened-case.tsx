'use client'

import { useQuery } from '@tanstack/react-query'
import { useEffect, useEffectEvent, useState } from 'react'
import { useShortcuts } from '@/components/shell/shortcuts'
import { ErrorState } from '@/components/ui/error-state'
import { Skeleton } from '@/components/ui/skeleton'
import { toast } from '@/components/ui/toast'
import type { CaseSummary } from '@/lib/moderation/schema/cases'
import { ActionBar, POLICY_ID } from './action-bar'
import { CasePane } from './case-pane'
import { CHOICES, type Choice, likelyPolicy } from './case-words'
import { MemberPane, NOTE_ID } from './member-pane'
import { addNote, caseQuery, escalateCase, skipCase, snoozeCase } from './moderation-client'
import { ReasonDialog } from './reason-dialog'
import { useClaim } from './use-claim'
import { useRuling } from './use-ruling'

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

/** A case that is worked: taken for this tab, decided by one press, or handed on. */
export function OpenedCase({ id, summary: line, policies, policyNames, onClose, onLeave, onBack }: OpenedCaseProps) {
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
  const snooze = async (until: string) => {
    try {
      await snoozeCase(id, until)
      claim.spend()
      toast(`Case ${id} comes back later`)
      onLeave(id)
    } catch (error) {
      ruling.fail('The case was not put off', error)
    }
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
            onSnooze={(until) => void snooze(until)}
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
