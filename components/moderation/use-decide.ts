import { useQueryClient } from '@tanstack/react-query'
import { describeFailure } from '@/components/screen/form-problem'
import { toast, toastAfter } from '@/components/ui/toast'
import { ApiError } from '@/lib/core/http/client'
import type { CaseSummary } from '@/lib/moderation/schema/cases'
import type { ActionInput } from '@/lib/moderation/schema/decisions'
import { doneText } from './case-text'
import { decideCase, reverseDecision } from './moderation-client'
import { saveNoteDraft } from './note-drafts'
import { refreshCases, refreshCasesAfter } from './refresh-cases'
import { rememberFailedClaim } from './use-claim'

interface DecisionUndo {
  summary: CaseSummary
  version: number
  claimToken: string
  policyId: string | null
  actions: ActionInput[]
  reason?: string
  note?: string
}

/** Sends rulings and tells how they went; what was done can be undone by the toast or Z. */
export function useDecide(onBack: (id: number) => void) {
  const client = useQueryClient()
  const refresh = () => refreshCasesAfter(client)
  const fail = (title: string, error: unknown) => toast(title, { tone: 'danger', description: explain(error) })
  const undo = async (decisionId: string, caseId: number) => {
    try {
      await reverseDecision(decisionId, 'Undone at once.')
      toast('Undone. The case is open again.')
      onBack(caseId)
    } catch (error) {
      fail('The decision was not undone', error)
      await refreshCases(client)
    }
    await refresh()
  }
  /** @throws ApiError as the API says it */
  const carryOut = async ({ summary, reason = '', note = '', ...deed }: DecisionUndo) => {
    const decided = decideCase({ ...deed, caseId: summary.id, reason, note })
    toastAfter(
      decided.then(({ decisionId }) => ({
        message: `${doneText(deed.actions)}: case ${summary.id}`,
        undo: () => void undo(decisionId, summary.id),
      })),
    )
    await decided
  }
  return {
    refresh,
    fail,
    carryOut,
    /** The next case is on the screen by then, so that a refusal names the one that it is about. */
    decide: async (deed: DecisionUndo) => {
      try {
        await carryOut(deed)
      } catch (error) {
        saveNoteDraft(deed.summary.id, deed.note ?? '')
        rememberFailedClaim(deed.summary.id, deed.claimToken)
        fail(`Case ${deed.summary.id} was not decided`, error)
        onBack(deed.summary.id)
        await refreshCases(client)
      }
      await refresh()
    },
    /** @throws ApiError as the API says it */
    reverse: async (decisionId: string, caseId: number, reason: string) => {
      await reverseDecision(decisionId, reason)
      toast(`The decision on case ${caseId} was reversed`)
      await refresh()
    },
  }
}

function explain(error: unknown): string {
  if (!(error instanceof ApiError)) return describeFailure(error)
  const winner = error.problem.winner as { actor?: string; action?: string } | undefined
  return winner?.action ? `${error.message} (${winner.action})` : error.message
}
