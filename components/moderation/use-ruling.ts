import { useQueryClient } from '@tanstack/react-query'
import { describeFailure } from '@/components/screen/form-problem'
import { toast, toastAfter } from '@/components/ui/toast'
import { ApiError } from '@/lib/core/http/client'
import type { CaseSummary } from '@/lib/moderation/schema/cases'
import type { ActionInput } from '@/lib/moderation/schema/decisions'
import { doneWords } from './case-words'
import { decideCase, reverseDecision } from './moderation-client'
import { keepNoteDraft } from './note-drafts'
import { readAnew, readAnewAfter } from './read-anew'
import { leaveBehind } from './use-claim'

interface Deed {
  summary: CaseSummary
  version: number
  claimToken: string
  policyId: string | null
  actions: ActionInput[]
  reason?: string
  note?: string
}

/** Sends rulings and tells how they went; what was done can be undone by the toast or Z. */
export function useRuling(onBack: (id: number) => void) {
  const client = useQueryClient()
  const refresh = () => readAnewAfter(client)
  const fail = (title: string, error: unknown) => toast(title, { tone: 'danger', description: explain(error) })
  const undo = async (decisionId: string, caseId: number) => {
    try {
      await reverseDecision(decisionId, 'Undone at once.')
      toast('Undone. The case is open again.')
      onBack(caseId)
    } catch (error) {
      fail('The decision was not undone', error)
      await readAnew(client)
    }
    await refresh()
  }
  /** @throws ApiError as the API says it */
  const carryOut = async ({ summary, reason = '', note = '', ...deed }: Deed) => {
    const decided = decideCase({ ...deed, caseId: summary.id, reason, note })
    toastAfter(
      decided.then(({ decisionId }) => ({
        message: `${doneWords(deed.actions)}: case ${summary.id}`,
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
    decide: async (deed: Deed) => {
      try {
        await carryOut(deed)
      } catch (error) {
        keepNoteDraft(deed.summary.id, deed.note ?? '')
        leaveBehind(deed.summary.id, deed.claimToken)
        fail(`Case ${deed.summary.id} was not decided`, error)
        onBack(deed.summary.id)
        await readAnew(client)
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
