import { z } from 'zod'
import { externalId, itemInput } from './items'

export const REPORTS_MAX = 500
const REASON_MAX = 200
const COMMENT_MAX = 4_000

export const reportInput = z.strictObject({
  /** Left out where the platform takes complaints without a name. */
  reporter: z.strictObject({ id: externalId, name: z.string().trim().max(300).optional() }).optional(),
  item: itemInput,
  reason: z.string().trim().max(REASON_MAX, `A reason has at most ${REASON_MAX} characters.`).default(''),
  comment: z.string().trim().max(COMMENT_MAX, `A comment has at most ${COMMENT_MAX} characters.`).default(''),
  policyId: z.uuid('A policy is named by its id.').nullish(),
})
export type ReportInput = z.output<typeof reportInput>

/** The rows are checked one by one, so that a wrong one keeps no other out. */
export const reportBatch = z.strictObject({
  reports: z
    .array(z.unknown())
    .min(1, 'Nothing is reported.')
    .max(REPORTS_MAX, `At most ${REPORTS_MAX} reports at once.`),
})

export interface ReportResult {
  /** 201 where it is new, 200 where the same person had reported the item for the same policy. */
  status: 200 | 201
  reportId: string
  caseId: number
}
