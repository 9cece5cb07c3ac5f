import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { createLoader, parseAsString, parseAsStringLiteral } from 'nuqs/server'
import { listQuery } from '@/components/screen/list-query'
import { getJson, sendJson } from '@/lib/core/http/client'
import type { AppealView, RuledAppeal, RulingBody } from '@/lib/moderation/schema/appeals'

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
  listQuery<AppealView>({ key: ['appeals', 'list'], path: APPEALS, filter, topics })

export const appealQuery = (id: string) =>
  queryOptions({
    queryKey: ['appeals', 'detail', id] as const,
    queryFn: ({ signal }) => getJson<AppealView>(`${APPEALS}/${id}`, { signal }),
    meta: { topics },
  })

/** @throws ApiError `appeal.own_decision`, `appeal.ruled` with the winner */
export function useRuleAppeal() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ id, ...body }: RulingBody & { id: string }) =>
      sendJson<RuledAppeal>('POST', `${APPEALS}/${id}/ruling`, body),
    onSettled: () =>
      Promise.all(['appeals', 'cases', 'queues'].map((topic) => client.invalidateQueries({ queryKey: [topic] }))),
  })
}
