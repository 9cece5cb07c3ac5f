import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { getJson, sendJson, withQuery } from '@/lib/core/http/client'
import type { ExportFormat } from '@/lib/moderation/schema/exports'
import type { StatementCounts } from '@/lib/moderation/schema/statements'
import type { QuarterDetail, QuarterPage } from '@/lib/moderation/schema/transparency'

const TRANSPARENCY = ['transparency'] as const
const STATEMENTS = '/api/v1/decisions/statements'

export const quartersQuery = () =>
  queryOptions({
    queryKey: [...TRANSPARENCY, 'list'] as const,
    queryFn: ({ signal }) => getJson<QuarterPage>('/api/v1/transparency', { signal }),
  })

export const quarterQuery = (quarter: string) =>
  queryOptions({
    queryKey: [...TRANSPARENCY, 'detail', quarter] as const,
    queryFn: ({ signal }) => getJson<QuarterDetail>(`/api/v1/transparency/${quarter}`, { signal }),
  })

/** Goes by what policies and settings say; that cases are decided meanwhile makes it no older than it says it is. */
export const statementCountsQuery = (quarter: string) =>
  queryOptions({
    queryKey: ['policies', 'statements', quarter] as const,
    queryFn: ({ signal }) =>
      getJson<StatementCounts>(`${STATEMENTS}/summary`, {
        query: { quarter },
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
    sendJson<QuarterDetail>('PUT', `/api/v1/transparency/${quarter}/publication`, undefined),
  )

export const useUnpublish = () =>
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
