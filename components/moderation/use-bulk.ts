import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useState } from 'react'
import { describeFailure } from '@/components/screen/form-problem'
import { countOf } from '@/components/ui/format'
import { type Toast, toast, toastAfter } from '@/components/ui/toast'
import type { CaseSummary } from '@/lib/moderation/schema/cases'
import type { ActionInput } from '@/lib/moderation/schema/decisions'
import { type Choice, doneText } from './case-text'
import { decideBulk, reverseDecision } from './moderation-client'
import { refreshCases } from './refresh-cases'

type BulkResult = Awaited<ReturnType<typeof decideBulk>>['results'][number]

/** The cases that are ticked, and one ruling for all of them; what one is refused for stands at its line, still ticked. */
export function useBulk(cases: readonly CaseSummary[]) {
  const client = useQueryClient()
  const [ticked, setTicked] = useState<ReadonlySet<number>>(new Set())
  const [refusals, setRefusals] = useState<ReadonlyMap<number, string>>(new Map())
  const [isPending, setPending] = useState(false)
  const chosen = cases.filter(({ id }) => ticked.has(id))

  const toggle = useCallback(
    (id: number) =>
      setTicked((before) =>
        before.has(id) ? new Set([...before].filter((one) => one !== id)) : new Set(before).add(id),
      ),
    [],
  )
  const undo = async (decisionIds: readonly string[]) => {
    const results = await Promise.allSettled(decisionIds.map((id) => reverseDecision(id, 'Undone at once.')))
    const failed = results.filter(({ status }) => status === 'rejected').length
    toast(failed > 0 ? `${countOf(failed, 'decision')} could not be undone` : 'Undone. The cases are open again.')
    await refreshCases(client)
  }
  const tell = (actions: ActionInput[], results: readonly BulkResult[]): Toast => {
    const done = results.flatMap((row) => ('decisionId' in row ? row.decisionId : []))
    const refused = results.length - done.length
    return {
      message: `${doneText(actions)}: ${countOf(done.length, 'case')}${refused > 0 ? `, ${refused} failed` : ''}`,
      ...(done.length > 0 ? { undo: () => void undo(done) } : {}),
    }
  }
  const decide = async (choice: Choice, policyId: string | null) => {
    setPending(true)
    const actions = choice.actions(Date.now())
    const decided = decideBulk(chosen.map(({ id, version }) => ({ caseId: id, version, policyId, actions })))
    toastAfter(decided.then(({ results }) => tell(actions, results)))
    try {
      const { results } = await decided
      const refused = results.flatMap((row): [number, string][] =>
        row.caseId !== null && 'problem' in row ? [[row.caseId, row.problem.detail]] : [],
      )
      setRefusals(new Map(refused))
      setTicked(new Set(refused.map(([id]) => id)))
    } catch (error) {
      toast('The cases were not decided', { tone: 'danger', description: describeFailure(error) })
    }
    setPending(false)
    await refreshCases(client)
  }
  return {
    ticked,
    refusals,
    isPending,
    count: chosen.length,
    toggle,
    clear: () => {
      setTicked(new Set())
      setRefusals(new Map())
    },
    decide: (choice: Choice, policyId: string | null) => void decide(choice, policyId),
  }
}
