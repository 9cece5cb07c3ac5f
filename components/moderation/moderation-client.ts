import { queryOptions } from '@tanstack/react-query'
import { createLoader, parseAsInteger, parseAsString, parseAsStringLiteral } from 'nuqs/server'
import { listQuery } from '@/components/screen/list-query'
import { getJson, sendJson } from '@/lib/core/http/client'
import { uuidOf } from '@/lib/core/uuid'
import type { CaseFilterPage, CaseFilterQuery, CaseFilterView } from '@/lib/moderation/schema/case-tools'
import type {
  AddedNote,
  CaseDetail,
  CaseSummary,
  ChangedStatus,
  ClaimView,
  OpenedCase,
  SnoozedCase,
} from '@/lib/moderation/schema/cases'
import type { ActionInput, BulkResults, DecidedCase } from '@/lib/moderation/schema/decisions'
import type { PolicyPage } from '@/lib/moderation/schema/policies'
import type { RecordView } from '@/lib/moderation/schema/records'
import { CASE_SORTS, ITEM_TYPES } from '@/lib/moderation/terms'

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
  listQuery<CaseSummary>({
    key: ['cases', 'list'],
    path: CASES,
    filter,
    topics: ['claims'],
  })

export const caseQuery = (id: number) =>
  queryOptions({
    queryKey: ['cases', 'detail', id] as const,
    queryFn: ({ signal }) => getJson<CaseDetail>(`${CASES}/${id}`, { signal }),
    // Who takes or leaves another case changes nothing about this one; what is decided there may: it is of the same author, say.
    meta: { topics: ['claims', 'webhooks'] as const, of: { claims: id } },
  })

export const recordQuery = (memberId: number) =>
  queryOptions({
    queryKey: ['cases', 'record', memberId] as const,
    queryFn: ({ signal }) => getJson<RecordView>(`/api/v1/members/${memberId}/strikes`, { signal }),
  })

/** The filters that this person keeps; kept under the topic of queues, whose views they are. */
export const filtersQuery = () =>
  queryOptions({
    queryKey: ['queues', 'filters'] as const,
    queryFn: ({ signal }) => getJson<CaseFilterPage>('/api/v1/case-filters', { signal }),
  })

export const saveFilter = (name: string, query: CaseFilterQuery) =>
  sendJson<CaseFilterView>('POST', '/api/v1/case-filters', { name, query })

export const deleteFilter = (id: string) => sendJson('DELETE', `/api/v1/case-filters/${id}`, undefined)

export const policiesQuery = () =>
  queryOptions({
    queryKey: ['policies', 'list'] as const,
    queryFn: ({ signal }) => getJson<PolicyPage>('/api/v1/policies', { signal }),
  })

/** @throws ApiError `case.claimed` with holder and until, `case.decided` with the winner */
export const claimCase = (caseId: number, isTakeOver = false): Promise<ClaimView> =>
  sendJson<ClaimView>('POST', `${CASES}/claim`, { caseId, isTakeOver })

export const renewClaim = (caseId: number, claimToken: string): Promise<ClaimView> =>
  sendJson<ClaimView>('PUT', `${CASES}/${caseId}/claim`, { claimToken })

/** Also while the page is going away, which other calls don't survive. */
export function releaseClaim(caseId: number, claimToken: string): void {
  void fetch(`${CASES}/${caseId}/claim`, {
    method: 'DELETE',
    keepalive: true,
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ claimToken }),
  }).catch(() => undefined)
}

export interface DecisionInput {
  caseId: number
  version: number
  claimToken: string
  policyId: string | null
  actions: ActionInput[]
  reason: string
  note: string
}

export const decideCase = ({ caseId, ...ruling }: DecisionInput) =>
  sendJson<DecidedCase>('POST', `${CASES}/${caseId}/decisions`, ruling)

export const reverseDecision = (id: string, reason: string) =>
  sendJson<DecidedCase>('POST', `/api/v1/decisions/${id}/reversal`, { reason })

export const skipCase = (caseId: number, reason: string) =>
  sendJson<ChangedStatus>('POST', `${CASES}/${caseId}/skips`, { reason })

export const escalateCase = (caseId: number, reason: string) =>
  sendJson<ChangedStatus>('POST', `${CASES}/${caseId}/escalations`, { reason })

export const snoozeCase = (caseId: number, until: string) =>
  sendJson<SnoozedCase>('POST', `${CASES}/${caseId}/snoozes`, { until })

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

export const openCaseManually = (body: NewCase) => sendJson<OpenedCase>('POST', CASES, body)

export const addNote = (caseId: number, text: string) =>
  sendJson<AddedNote>('POST', `${CASES}/${caseId}/notes`, { text })

/** Decides cases each by itself, on the version that was on the screen. */
export const decideBulk = (
  decisions: { caseId: number; version: number; policyId: string | null; actions: ActionInput[] }[],
) => sendJson<BulkResults>('POST', `${CASES}/bulk`, { decisions })
