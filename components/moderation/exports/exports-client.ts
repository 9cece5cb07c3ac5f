import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { getJson, lateSchema, sendJson, withQuery } from '@/lib/core/http/client'
import type { ExportFormat } from '@/lib/moderation/schema/exports'

const statementsAnswers = () => import('@/lib/moderation/schema/statements')
const transparencyAnswers = () => import('@/lib/moderation/schema/transparency')

const TRANSPARENCY = ['transparency'] as const
const STATEMENTS = '/api/v1/decisions/statements'

export const quartersQuery = () =>
  queryOptions({
    queryKey: [...TRANSPARENCY, 'list'] as const,
    queryFn: ({ signal }) =>
      getJson('/api/v1/transparency', { schema: lateSchema(transparencyAnswers, 'quarterPage'), signal }),
  })

export const quarterQuery = (quarter: string) =>
  queryOptions({
    queryKey: [...TRANSPARENCY, 'detail', quarter] as const,
    queryFn: ({ signal }) =>
      getJson(`/api/v1/transparency/${quarter}`, { schema: lateSchema(transparencyAnswers, 'quarterDetail'), signal }),
  })

/** Goes by what policies and settings say; that cases are decided meanwhile makes it no older than it says it is. */
export const statementCountsQuery = (quarter: string) =>
  queryOptions({
    queryKey: ['policies', 'statements', quarter] as const,
    queryFn: ({ signal }) =>
      getJson(`${STATEMENTS}/summary`, {
        query: { quarter },
        schema: lateSchema(statementsAnswers, 'statementCounts'),
        signal,
      }),
    meta: { topics: ['settings'] as const },
  })

function useTransparencyMutation<Output>(mutationFn: (quarter: string) => Promise<Output>) {
  const client = useQueryClient()
  return useMutation({ mutationFn, onSettled: () => client.invalidateQueries({ queryKey: TRANSPARENCY }) })
}

/** @throws ApiError `quarter.not_over`, `quarter.published` */
export const usePublish = () =>
  useTransparencyMutation((quarter) =>
    sendJson('PUT', `/api/v1/transparency/${quarter}/publication`, undefined, {
      schema: lateSchema(transparencyAnswers, 'quarterDetail'),
    }),
  )

export const useWithdraw = () =>
  useTransparencyMutation((quarter) => sendJson('DELETE', `/api/v1/transparency/${quarter}/publication`, undefined))

interface DecisionFile {
  format: ExportFormat
  from: string | undefined
  to: string | undefined
  policy: string | undefined
  queue: string | undefined
}

export const decisionFileUrl = ({ format, from, to, policy, queue }: DecisionFile): string =>
  withQuery('/api/v1/decisions/export', { format, from, to, policy, queue })

export const statementFileUrl = (quarter: string): string => withQuery(STATEMENTS, { quarter, format: 'jsonl' })
