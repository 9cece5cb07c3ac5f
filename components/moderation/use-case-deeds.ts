import { useEffect, useEffectEvent, useState } from 'react'
import { toast } from '@/components/ui/toast'
import type { CaseSummary } from '@/lib/moderation/schema/cases'
import { POLICY_ID } from './action-bar'
import type { Choice } from './case-words'
import { addNote, escalateCase, skipCase, snoozeCase } from './moderation-client'
import { takeNoteDraft } from './note-drafts'
import type { ReasonKind } from './reason-dialog'
import type { WholeRuling } from './ruling-dialog'
import { type ClaimState, isToCome, type useClaim } from './use-claim'
import { useRuling } from './use-ruling'

/** The form that is open over the case. */
export type Asking = { kind: ReasonKind; decisionId?: string } | { kind: 'otherwise' } | null

interface DeedsOf {
  id: number
  summary: CaseSummary | null
  claim: ReturnType<typeof useClaim>
  policyId: string | null
  onLeave: (id: number) => void
  onBack: (id: number) => void
}

/** What can be done with the case that is open; each deed ends the claim and goes on to the next case. */
export function useCaseDeeds({ id, summary, claim, policyId, onLeave, onBack }: DeedsOf) {
  const ruling = useRuling(onBack)
  const [asking, ask] = useState<Asking>(null)
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
    const note = takeNoteDraft(id)
    void ruling.decide({ summary, version: held.version, claimToken, policyId: broken, actions, note })
    onLeave(id)
  }
  const carryOut = (wish: Wish) => {
    if (wish !== 'otherwise') choose(wish)
    else if (claim.state.kind === 'held') ask({ kind: 'otherwise' })
  }
  const hasten = useHaste(carryOut, claim.state.kind)
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
    decideWhole: async (whole: WholeRuling) => {
      if (!summary || claim.state.kind !== 'held') return
      const { claimToken, case: held } = claim.state.claim
      await ruling.carryOut({ summary, version: held.version, claimToken, ...whole })
      takeNoteDraft(id)
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
type Wish = Choice | 'otherwise'

/**
 * Who is quicker than the claim's answer is not made to press again. A choice that comes in the very moment in which the case does
 * was meant for the one before it: the second half of a press that was doubled.
 */
function useHaste(act: (wish: Wish) => void, claimKind: ClaimState['kind']): (wish: Wish) => void {
  const [intended, setIntended] = useState<Wish | null>(null)
  const carryOut = useEffectEvent((wish: Wish) => act(wish))
  useEffect(() => {
    if (!intended || isToCome(claimKind)) return
    setIntended(null)
    carryOut(intended)
  }, [intended, claimKind])
  return (wish) => {
    if (!isToCome(claimKind)) act(wish)
    else if (claimKind === 'taking' || wish === 'otherwise') setIntended(wish)
  }
}
