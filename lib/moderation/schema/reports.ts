import { z } from 'zod'
import { describedAs } from '@/lib/core/http/described-as'
import { problemMembers } from '@/lib/core/http/problem-members'
import { externalId, itemInput } from './items'

export const REPORTS_MAX = 500
const REASON_MAX = 200
const COMMENT_MAX = 4_000

export const reportInput = z.strictObject({
  /** Left out where the platform takes complaints without a name. */
  reporter: z.strictObject({ id: externalId, name: z.string().trim().max(300).optional() }).optional(),
  item: itemInput,
  reason: z.string().trim().max(REASON_MAX, `A reason can have at most ${REASON_MAX} characters.`).default(''),
  comment: z.string().trim().max(COMMENT_MAX, `A comment can have at most ${COMMENT_MAX} characters.`).default(''),
  policyId: z.uuid('Use the ID of a policy.').nullish(),
})
export type ReportInput = z.output<typeof reportInput>

/** The rows are checked one by one, so that a wrong one keeps no other out. */
export const reportBatch = describedAs(
  z.strictObject({
    reports: z
      .array(z.unknown())
      .min(1, 'Send at least one report.')
      .max(REPORTS_MAX, `You can send at most ${REPORTS_MAX} reports at once.`),
  }),
  () => z.strictObject({ reports: z.array(reportInput).min(1).max(REPORTS_MAX) }),
)
/** What the address takes: one of them or many. */
export const reportOrBatch = z.union([reportInput, reportBatch])

/** A report that was taken in, and the case of its item. */
export const takenReport = z.object({ reportId: z.string(), caseId: z.number() })

const reportResult = takenReport.extend({
  /** 201 where it is new, 200 where the same person had reported the item for the same policy. */
  status: z.literal([200, 201]),
})
export type ReportResult = z.output<typeof reportResult>

/** By row of a batch, in their order: the report, or why it was not taken in. */
export const reportResults = z.object({
  results: z.array(z.union([reportResult, z.object({ status: z.number(), problem: problemMembers })])),
})
export type ReportResults = z.output<typeof reportResults>
