import { useEffect, useEffectEvent, useState } from 'react'
import { toast } from '@/components/ui/toast'
import type { CaseSummary } from '@/lib/moderation/schema/cases'
import { POLICY_ID } from './action-bar'
import type { Choice } from './case-text'
import type { DecisionFormResult } from './decision-dialog'
import { addNote, escalateCase, skipCase, snoozeCase } from './moderation-client'
import { popNoteDraft } from './note-drafts'
import type { ReasonKind } from './reason-dialog'
import { type ClaimState, isClaimPending, type useClaim } from './use-claim'
import { useDecide } from './use-decide'

/** The form that is open over the case. */
export type OpenCaseDialog = { kind: ReasonKind; decisionId?: string } | { kind: 'otherwise' } | null

interface CaseActionsInput {
  id: number
  summary: CaseSummary | null
  claim: ReturnType<typeof useClaim>
  policyId: string | null
  onLeave: (id: number) => void
  onBack: (id: number) => void
}

/** What can be done with the case that is open; each deed ends the claim and goes on to the next case. */
export function useCaseActions({ id, summary, claim, policyId, onLeave, onBack }: CaseActionsInput) {
  const ruling = useDecide(onBack)
  const [asking, ask] = useState<OpenCaseDialog>(null)
  const choose = (choice: Choice) => {
    if (!summary || claim.state.kind !== 'held') return
    if (choice.needsPolicy && !policyId) {
      toast('Choose a policy first')
      document.getElementById(POLICY_ID)?.focus()
      return
    }
    const { claimToken, case: held } = claim.state.claim
    // Pressed twice before the next one was there.
    if (!claim.spend()) return
    const actions = choice.actions(Date.now())
    const broken = choice.needsPolicy ? policyId : null
    // What was begun for the team would else be lost with the case that leaves the screen.
    const note = popNoteDraft(id)
    void ruling.decide({ summary, version: held.version, claimToken, policyId: broken, actions, note })
    onLeave(id)
  }
  const carryOut = (wish: RequestedChoice) => {
    if (wish !== 'otherwise') choose(wish)
    else if (claim.state.kind === 'held') ask({ kind: 'otherwise' })
  }
  const hasten = useDeferredChoice(carryOut, claim.state.kind)
  const handOn = async (kind: 'skip' | 'escalate', reason: string) => {
    await (kind === 'skip' ? skipCase(id, reason) : escalateCase(id, reason))
    claim.spend()
    toast(kind === 'skip' ? `Case ${id} was skipped` : `Case ${id} was escalated`)
    onLeave(id)
    await ruling.refresh()
  }
  return {
    asking,
    ask,
    choose: hasten,
    /** Opens the form with everything that a decision can hold. */
    askOtherwise: () => hasten('otherwise'),
    /** @throws ApiError as the API says it */
    decideWhole: async (whole: DecisionFormResult) => {
      if (!summary || claim.state.kind !== 'held') return
      const { claimToken, case: held } = claim.state.claim
      await ruling.carryOut({ summary, version: held.version, claimToken, ...whole })
      popNoteDraft(id)
      claim.spend()
      onLeave(id)
      await ruling.refresh()
    },
    /** What was asked a reason for. @throws ApiError as the API says it */
    giveReason: async (reason: string) => {
      if (asking?.kind === 'reverse' && asking.decisionId) await ruling.reverse(asking.decisionId, id, reason)
      else if (asking?.kind === 'skip' || asking?.kind === 'escalate') await handOn(asking.kind, reason)
    },
    snooze: async (until: string) => {
      try {
        await snoozeCase(id, until)
        claim.spend()
        toast(`Case ${id} was snoozed`)
        onLeave(id)
      } catch (error) {
        ruling.fail('The case was not snoozed', error)
      }
      await ruling.refresh()
    },
    /** @throws what the API says, after it was shown: what was typed stays */
    note: async (text: string) => {
      await addNote(id, text).catch((error: unknown) => {
        ruling.fail('The note was not saved', error)
        throw error
      })
      await ruling.refresh()
    },
  }
}

/** What takes a case that is held: one of the choices, or the form. */
type RequestedChoice = Choice | 'otherwise'

/**
 * Who is quicker than the claim's answer is not made to press again. A choice that comes in the very moment in which the case does
 * was meant for the one before it: the second half of a press that was doubled.
 */
function useDeferredChoice(
  act: (wish: RequestedChoice) => void,
  claimKind: ClaimState['kind'],
): (wish: RequestedChoice) => void {
  const [intended, setIntended] = useState<RequestedChoice | null>(null)
  const carryOut = useEffectEvent((wish: RequestedChoice) => act(wish))
  useEffect(() => {
    if (!intended || isClaimPending(claimKind)) return
    setIntended(null)
    carryOut(intended)
  }, [intended, claimKind])
  return (wish) => {
    if (!isClaimPending(claimKind)) act(wish)
    else if (claimKind === 'taking' || wish === 'otherwise') setIntended(wish)
  }
}
