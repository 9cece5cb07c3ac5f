import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { listQuery } from '@/components/screen/list-query'
import { ApiError, getJson, sendJson } from '@/lib/core/http/client'
import type { RuleBody } from '@/lib/moderation/engine/schema'
import type {
  ImportedRulesView,
  ModeBody,
  RuleDetail,
  RuleImport,
  RuleSummary,
  RuleTestView,
  SavedRule,
  SuggestedRule,
} from '@/lib/moderation/schema/automatic-rules'
import type { BacktestPage, BacktestView } from '@/lib/moderation/schema/backtests'
import type { ClassifierList } from '@/lib/moderation/schema/classifiers'

const PATH = '/api/v1/rules'
/** The topic of rules, their hits and their backtests, so that every answer of these pages is made old by each. */
const RULES = ['rules'] as const
/** Progress is announced in steps; between them the list asks by itself. */
const FOLLOW_EVERY_MS = 1_000

/** Precision follows from decisions, which are announced with their cases. */
export const ruleListQuery = () =>
  listQuery<RuleSummary>({
    key: [...RULES, 'list'],
    path: PATH,
    topics: ['cases'],
  })

export const ruleQuery = (id: string) =>
  queryOptions({
    queryKey: [...RULES, 'detail', id] as const,
    queryFn: ({ signal }) => getJson<RuleDetail>(`${PATH}/${id}`, { signal }),
    meta: { topics: ['cases'] as const },
  })

export const backtestsQuery = (ruleId: string) =>
  queryOptions({
    queryKey: [...RULES, 'backtests', ruleId] as const,
    queryFn: ({ signal }) => getJson<BacktestPage>(`${PATH}/${ruleId}/backtests`, { signal }),
    refetchInterval: ({ state }) => (state.data?.items.some(isBacktestRunning) ? FOLLOW_EVERY_MS : false),
  })

/** What conditions may ask; announced with the rules. */
export const classifiersQuery = () =>
  queryOptions({
    queryKey: [...RULES, 'classifiers'] as const,
    queryFn: ({ signal }) => getJson<ClassifierList>('/api/v1/classifiers', { signal }),
  })

/** Made once for who opens it: a hint would take away what they have changed of it. */
export const suggestedRuleQuery = (caseId: number) =>
  queryOptions({
    queryKey: ['suggested-rule', caseId] as const,
    queryFn: ({ signal }) =>
      getJson<SuggestedRule>(`/api/v1/cases/${caseId}/suggested-rule`, {
        signal,
      }),
    gcTime: 0,
  })

export const isBacktestRunning = ({ state }: Pick<BacktestView, 'state'>): boolean =>
  state === 'queued' || state === 'running'

function useRuleMutation<Input, Output>(mutationFn: (input: Input) => Promise<Output>) {
  const client = useQueryClient()
  return useMutation({ mutationFn, onSettled: () => client.invalidateQueries({ queryKey: RULES }) })
}

export interface SaveRule {
  /** Null: a new rule. */
  id: string | null
  body: RuleBody
  dailyCap: number
}

export const useSaveRule = () =>
  useRuleMutation(({ id, body, dailyCap }: SaveRule) =>
    sendJson<SavedRule>(id ? 'PUT' : 'POST', id ? `${PATH}/${id}` : PATH, { ...body, dailyCap }),
  )

export const useSetMode = (id: string) =>
  useRuleMutation((body: ModeBody) => sendJson<SavedRule>('PUT', `${PATH}/${id}/mode`, body))

export const useDeleteRule = () => useRuleMutation((id: string) => sendJson('DELETE', `${PATH}/${id}`, undefined))

export const useTryRule = () =>
  useMutation({
    mutationFn: (input: { rule: RuleBody; text: string }) => sendJson<RuleTestView>('POST', `${PATH}/test`, input),
  })

export const useImportRules = () =>
  useMutation({
    mutationFn: (input: RuleImport) => sendJson<ImportedRulesView>('POST', `${PATH}/imports`, input),
  })

export const useStartBacktest = (ruleId: string) => useRuleMutation((file: File | null) => startBacktest(ruleId, file))

export const useCancelBacktest = () =>
  useRuleMutation((id: string) => sendJson('DELETE', `/api/v1/backtests/${id}`, undefined))

/** The file is the body as it is. @throws ApiError */
export async function startBacktest(ruleId: string, file: File | null): Promise<void> {
  const response = await fetch(`${PATH}/${ruleId}/backtests`, {
    method: 'POST',
    headers: file ? { 'Content-Type': 'text/csv' } : {},
    body: file,
  })
  if (response.ok) return
  const problem = (await response.json().catch(() => ({}))) as { code?: string; detail?: string; title?: string }
  const message = problem.detail ?? problem.title ?? `The server responded with status ${response.status}. Try again.`
  throw new ApiError(response.status, problem.code ?? 'server.error', message, [], problem)
}
