import { z } from 'zod'
import { instantOrDate } from '@/lib/core/time/instants'

export const EXPORT_FORMATS = ['csv', 'json', 'jsonl'] as const
export type ExportFormat = (typeof EXPORT_FORMATS)[number]

/** Half-open; a date is the start of that day in the community's zone. Left out, it reaches to the first or the latest. */
export const periodShape = { from: instantOrDate.optional(), to: instantOrDate.optional() }

export const decisionExportQuery = z.strictObject({
  format: z.enum(EXPORT_FORMATS).default('csv'),
  ...periodShape,
  policy: z.uuid().optional(),
  /** Where the case lies now. */
  queue: z.uuid().optional(),
})
export type DecisionExportQuery = z.output<typeof decisionExportQuery>

/** The columns in the order of the file; in JSON they are the members. Described in docs/moderation-exports.md. */
export const DECISION_COLUMNS = [
  'decisionId',
  'position',
  'action',
  'name',
  'until',
  'decidedAt',
  'decidedBy',
  'isAutomatic',
  'policyId',
  'policy',
  'reason',
  'caseId',
  'itemType',
  'itemId',
  'revision',
  'memberId',
  'queueId',
  'queue',
  'firstReportAt',
  'dueAt',
  'reversedAt',
  'reversedBy',
  'reversalReason',
  'appeal',
] as const
type DecisionColumn = (typeof DECISION_COLUMNS)[number]

/** Columns whose texts are ids, ours or the platform's. */
export const ID_COLUMNS: ReadonlySet<DecisionColumn> = new Set([
  'decisionId',
  'policyId',
  'itemId',
  'memberId',
  'queueId',
])

/** One action of one decision. */
export interface ExportedAction extends Record<DecisionColumn, string | number | boolean | null> {
  decisionId: string
  /** Of the action in its decision, from 0. */
  position: number
  action: string
  /** What the platform calls a custom action. */
  name: string | null
  until: string | null
  decidedAt: string
  decidedBy: string
  /** Whether a rule made it. */
  isAutomatic: boolean
  policyId: string | null
  policy: string | null
  reason: string
  caseId: number
  itemType: string
  /** The platform's ids. */
  itemId: string
  revision: number
  memberId: string | null
  queueId: string
  queue: string
  firstReportAt: string | null
  dueAt: string | null
  reversedAt: string | null
  reversedBy: string | null
  reversalReason: string | null
  /** `open`, `upheld` or `overturned`. */
  appeal: string | null
}
