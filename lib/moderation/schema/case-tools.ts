import { z } from 'zod'
import { CASE_STATUSES } from '../rules/status'
import { CASE_SORTS, ITEM_TYPES } from '../terms'

/** Who else has a case open. */
export const viewersView = z.object({ items: z.array(z.object({ id: z.string(), name: z.string() })) })
export type ViewersView = z.output<typeof viewersView>

/** Filters that one person can keep. */
export const FILTERS_MAX = 50

/** What of the queue is shown, as the page's address has it. */
export const caseFilterQuery = z.strictObject({
  queue: z.uuid().optional(),
  status: z.enum(CASE_STATUSES).optional(),
  policy: z.uuid().optional(),
  type: z.enum(ITEM_TYPES).optional(),
  sort: z.enum(CASE_SORTS).optional(),
  q: z.string().trim().min(1).max(200).optional(),
  member: z.int().min(1).optional(),
})
export type CaseFilterQuery = z.output<typeof caseFilterQuery>

export const caseFilterBody = z.strictObject({
  name: z.string('Enter a name.').trim().min(1, 'Enter a name.').max(60),
  query: caseFilterQuery,
})
export type CaseFilterBody = z.output<typeof caseFilterBody>

export const caseFilterParams = z.object({ id: z.uuid() })
export const caseFilterView = caseFilterBody.extend({ id: z.string() })
export type CaseFilterView = z.output<typeof caseFilterView>
export const caseFilterPage = z.object({ items: z.array(caseFilterView) })
export type CaseFilterPage = z.output<typeof caseFilterPage>

/** Messages of a member by week, the oldest first; the last week is the present one. */
export const memberActivityView = z.object({
  weeks: z.array(z.object({ start: z.string(), messages: z.number() })),
})
export type MemberActivityView = z.output<typeof memberActivityView>
