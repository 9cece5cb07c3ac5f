import { queryOptions } from '@tanstack/react-query'
import { createLoader, parseAsInteger, parseAsString, parseAsStringLiteral } from 'nuqs/server'
import { listQuery } from '@/components/screen/list-query'
import { getJson, lateSchema, sendJson } from '@/lib/core/http/client'
import { uuidOf } from '@/lib/core/uuid'
import type { CaseSummary, ClaimView } from '@/lib/moderation/schema/cases'
import type { ActionInput } from '@/lib/moderation/schema/decisions'
import type { CaseFilterQuery } from '@/lib/moderation/schema/desk'
import { CASE_SORTS, ITEM_TYPES } from '@/lib/moderation/terms'

const casesAnswers = () => import('@/lib/moderation/schema/cases')
const deedAnswers = () => import('./deed-answers')
const deskAnswers = () => import('@/lib/moderation/schema/desk')
const policiesAnswers = () => import('@/lib/moderation/schema/policies')
const recordsAnswers = () => import('@/lib/moderation/schema/records')

const CASES = '/api/v1/cases'
const STATUSES = ['open', 'escalated', 'decided'] as const

/** What the address of the page says. */
export const caseParams = {
  queue: parseAsString,
  status: parseAsStringLiteral(STATUSES).withDefault('open'),
  sort: parseAsStringLiteral(CASE_SORTS),
  policy: parseAsString,
  type: parseAsStringLiteral(ITEM_TYPES),
  q: parseAsString,
  /** The author, by our own number. */
  member: parseAsInteger,
  case: parseAsInteger,
}
export const loadCaseParams = createLoader(caseParams)

export interface CaseParams {
  queue: string | null
  status: (typeof STATUSES)[number]
  sort: (typeof CASE_SORTS)[number] | null
  policy: string | null
  type: (typeof ITEM_TYPES)[number] | null
  q: string | null
  member: number | null
}

/** The API's filter for what the address says; a queue or policy that can't be one is no filter. */
export const toCaseFilter = ({ queue, status, sort, policy, type, q, member }: CaseParams) => ({
  queue: uuidOf(queue),
  status,
  sort: sort && (sort !== 'decided' || status === 'decided') ? sort : undefined,
  policy: uuidOf(policy),
  type: type ?? undefined,
  q: q?.trim() || undefined,
  member: member ?? undefined,
})
export type CaseFilter = ReturnType<typeof toCaseFilter>

export const casesQuery = (filter: CaseFilter) =>
  listQuery({
    key: ['cases', 'list'],
    path: CASES,
    item: lateSchema(casesAnswers, 'caseSummary'),
    filter,
    topics: ['claims'],
  })

export const caseQuery = (id: number) =>
  queryOptions({
    queryKey: ['cases', 'detail', id] as const,
    queryFn: ({ signal }) => getJson(`${CASES}/${id}`, { schema: lateSchema(casesAnswers, 'caseDetail'), signal }),
    // Who takes or leaves another case changes nothing about this one; what is decided there may: it is of the same author, say.
    meta: { topics: ['claims', 'webhooks'] as const, of: { claims: id } },
  })

export const recordQuery = (memberId: number) =>
  queryOptions({
    queryKey: ['cases', 'record', memberId] as const,
    queryFn: ({ signal }) =>
      getJson(`/api/v1/members/${memberId}/strikes`, { schema: lateSchema(recordsAnswers, 'recordView'), signal }),
  })

/** The filters that this person keeps; kept under the topic of queues, whose views they are. */
export const filtersQuery = () =>
  queryOptions({
    queryKey: ['queues', 'filters'] as const,
    queryFn: ({ signal }) =>
      getJson('/api/v1/case-filters', { schema: lateSchema(deskAnswers, 'caseFilterPage'), signal }),
  })

export const keepFilter = (name: string, query: CaseFilterQuery) =>
  sendJson('POST', '/api/v1/case-filters', { name, query }, { schema: lateSchema(deskAnswers, 'caseFilterView') })

export const dropFilter = (id: string) => sendJson('DELETE', `/api/v1/case-filters/${id}`, undefined)

export const policiesQuery = () =>
  queryOptions({
    queryKey: ['policies', 'list'] as const,
    queryFn: ({ signal }) => getJson('/api/v1/policies', { schema: lateSchema(policiesAnswers, 'policyPage'), signal }),
  })

/** @throws ApiError `case.claimed` with holder and until, `case.decided` with the winner */
export const claimCase = (caseId: number, isTakeOver = false): Promise<ClaimView> =>
  sendJson('POST', `${CASES}/claim`, { caseId, isTakeOver }, { schema: lateSchema(casesAnswers, 'claimView') })

export const renewClaim = (caseId: number, claimToken: string): Promise<ClaimView> =>
  sendJson('PUT', `${CASES}/${caseId}/claim`, { claimToken }, { schema: lateSchema(casesAnswers, 'claimView') })

/** Also while the page is going away, which other calls don't survive. */
export function releaseClaim(caseId: number, claimToken: string): void {
  void fetch(`${CASES}/${caseId}/claim`, {
    method: 'DELETE',
    keepalive: true,
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ claimToken }),
  }).catch(() => undefined)
}

export interface Ruling {
  caseId: number
  version: number
  claimToken: string
  policyId: string | null
  actions: ActionInput[]
  reason: string
  note: string
}

export const decideCase = ({ caseId, ...ruling }: Ruling) =>
  sendJson('POST', `${CASES}/${caseId}/decisions`, ruling, { schema: lateSchema(deedAnswers, 'decidedAnswer') })

export const reverseDecision = (id: string, reason: string) =>
  sendJson('POST', `/api/v1/decisions/${id}/reversal`, { reason }, { schema: lateSchema(deedAnswers, 'decidedAnswer') })

export const skipCase = (caseId: number, reason: string) =>
  sendJson('POST', `${CASES}/${caseId}/skips`, { reason }, { schema: lateSchema(deedAnswers, 'statusAnswer') })

export const escalateCase = (caseId: number, reason: string) =>
  sendJson('POST', `${CASES}/${caseId}/escalations`, { reason }, { schema: lateSchema(deedAnswers, 'statusAnswer') })

export const snoozeCase = (caseId: number, until: string) =>
  sendJson('POST', `${CASES}/${caseId}/snoozes`, { until }, { schema: lateSchema(deedAnswers, 'snoozedAnswer') })

/** What somebody describes, or a mirrored message by our own number. */
export type NewCase = { reason: string; policyId: string | null; severity: number } & (
  | { item: NewItem }
  | { message: { id: number; sentAt: string } }
)
export interface NewItem {
  type: (typeof ITEM_TYPES)[number]
  id: string
  text?: string
  url?: string
  author?: { id: string }
  channelId?: string
}

export const openCaseByHand = (body: NewCase): Promise<CaseSummary> =>
  sendJson('POST', CASES, body, { schema: lateSchema(casesAnswers, 'caseSummary') })

export const addNote = (caseId: number, text: string) =>
  sendJson('POST', `${CASES}/${caseId}/notes`, { text }, { schema: lateSchema(deedAnswers, 'madeAnswer') })

/** Decides cases each by itself, on the version that was on the screen. */
export const decideBulk = (
  decisions: { caseId: number; version: number; policyId: string | null; actions: ActionInput[] }[],
) => sendJson('POST', `${CASES}/bulk`, { decisions }, { schema: lateSchema(deedAnswers, 'bulkAnswer') })
