import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { createLoader, parseAsString, parseAsStringLiteral } from 'nuqs/server'
import { listQuery } from '@/components/screen/list-query'
import { getJson, lateSchema, sendJson } from '@/lib/core/http/client'
import type { RulingBody } from '@/lib/moderation/schema/appeals'

const answers = () => import('@/lib/moderation/schema/appeals')

const APPEALS = '/api/v1/appeals'
export const SHOWN = ['open', 'upheld', 'overturned', 'all'] as const

/** What the address of the page says. */
export const appealUrl = { status: parseAsStringLiteral(SHOWN).withDefault('open'), appeal: parseAsString }
export const loadAppealParams = createLoader(appealUrl)

/** The API's filter for what the address says. */
export const toAppealFilter = ({ status }: { status: (typeof SHOWN)[number] }) => ({
  status: status === 'all' ? undefined : status,
})
export type AppealFilter = ReturnType<typeof toAppealFilter>

/** A decision that is reversed otherwise shows in its appeal as well. */
const topics = ['cases'] as const

export const appealListQuery = (filter: AppealFilter) =>
  listQuery({ key: ['appeals', 'list'], path: APPEALS, item: lateSchema(answers, 'appealView'), filter, topics })

export const appealQuery = (id: string) =>
  queryOptions({
    queryKey: ['appeals', 'detail', id] as const,
    queryFn: ({ signal }) => getJson(`${APPEALS}/${id}`, { schema: lateSchema(answers, 'appealView'), signal }),
    meta: { topics },
  })

/** @throws ApiError `appeal.own_decision`, `appeal.ruled` with the winner */
export function useRuleAppeal() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ id, ...body }: RulingBody & { id: string }) =>
      sendJson('POST', `${APPEALS}/${id}/ruling`, body, { schema: lateSchema(answers, 'ruledAppeal') }),
    onSettled: () =>
      Promise.all(['appeals', 'cases', 'queues'].map((topic) => client.invalidateQueries({ queryKey: [topic] }))),
  })
}
