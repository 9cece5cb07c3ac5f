import { z } from 'zod'
import { quarterInput } from '@/lib/core/time/instants'
import { EXPLANATION_MAX, REFERENCE_MAX, requiredText } from './dsa-details'
import { CONTENT_TYPES, DSA_CATEGORIES, LANGUAGES, TERRITORIES, VISIBILITIES } from './dsa-terms'
import { periodShape } from './exports'

/** Statements that the transparency database takes in one call. */
export const STATEMENTS_PER_CALL = 100

const FACTS_MAX = 5_000

const date = (first: string) =>
  z.iso
    .date('must be a date')
    .refine((text) => text >= first && text <= '2038-01-01', `must be a date from ${first} to 2038-01-01`)
const end = date('2020-01-01').optional()
const oneOf = <T extends readonly [string, ...string[]]>(values: T) =>
  z
    .array(z.enum(values))
    .min(1, 'must have at least one value')
    .refine((list) => new Set(list).size === list.length, 'must not have duplicate values')

const shape = z.strictObject({
  decision_visibility: oneOf(VISIBILITIES).optional(),
  decision_visibility_other: requiredText(REFERENCE_MAX).optional(),
  decision_monetary: z
    .enum(['DECISION_MONETARY_SUSPENSION', 'DECISION_MONETARY_TERMINATION', 'DECISION_MONETARY_OTHER'])
    .optional(),
  decision_monetary_other: requiredText(REFERENCE_MAX).optional(),
  decision_provision: z
    .enum([
      'DECISION_PROVISION_PARTIAL_SUSPENSION',
      'DECISION_PROVISION_TOTAL_SUSPENSION',
      'DECISION_PROVISION_PARTIAL_TERMINATION',
      'DECISION_PROVISION_TOTAL_TERMINATION',
    ])
    .optional(),
  decision_account: z.enum(['DECISION_ACCOUNT_SUSPENDED', 'DECISION_ACCOUNT_TERMINATED']).optional(),
  decision_ground: z.enum(['DECISION_GROUND_ILLEGAL_CONTENT', 'DECISION_GROUND_INCOMPATIBLE_CONTENT']),
  decision_ground_reference_url: z.url().max(REFERENCE_MAX).optional(),
  illegal_content_legal_ground: requiredText(REFERENCE_MAX).optional(),
  illegal_content_explanation: requiredText(EXPLANATION_MAX).optional(),
  incompatible_content_ground: requiredText(REFERENCE_MAX).optional(),
  incompatible_content_explanation: requiredText(EXPLANATION_MAX).optional(),
  incompatible_content_illegal: z.enum(['Yes', 'No']).optional(),
  content_type: oneOf(CONTENT_TYPES),
  content_type_other: requiredText(REFERENCE_MAX).optional(),
  category: z.enum(DSA_CATEGORIES),
  territorial_scope: oneOf(TERRITORIES).optional(),
  content_language: z.enum(LANGUAGES).optional(),
  content_date: date('2000-01-01'),
  application_date: date('2020-01-01'),
  end_date_visibility_restriction: end,
  end_date_monetary_restriction: end,
  end_date_service_restriction: end,
  end_date_account_restriction: end,
  decision_facts: requiredText(FACTS_MAX),
  source_type: z.enum([
    'SOURCE_ARTICLE_16',
    'SOURCE_TRUSTED_FLAGGER',
    'SOURCE_TYPE_OTHER_NOTIFICATION',
    'SOURCE_VOLUNTARY',
  ]),
  automated_detection: z.enum(['Yes', 'No']),
  automated_decision: z.enum([
    'AUTOMATED_DECISION_FULLY',
    'AUTOMATED_DECISION_PARTIALLY',
    'AUTOMATED_DECISION_NOT_AUTOMATED',
  ]),
  puid: z
    .string()
    .regex(/^[a-zA-Z0-9_-]+$/, 'must have only letters, digits, hyphens and underscores')
    .max(500),
})
type Shape = z.output<typeof shape>
type Field = keyof Shape

/** Fields that are needed where a condition holds, and must not be there where it doesn't. */
const DEPENDENT: readonly [Field, (given: Shape) => boolean][] = [
  ['decision_visibility_other', (given) => given.decision_visibility?.includes('DECISION_VISIBILITY_OTHER') ?? false],
  ['decision_monetary_other', (given) => given.decision_monetary === 'DECISION_MONETARY_OTHER'],
  ['content_type_other', (given) => given.content_type.includes('CONTENT_TYPE_OTHER')],
  ['illegal_content_legal_ground', isIllegal],
  ['illegal_content_explanation', isIllegal],
  ['incompatible_content_ground', (given) => !isIllegal(given)],
  ['incompatible_content_explanation', (given) => !isIllegal(given)],
]

function isIllegal({ decision_ground: ground }: Shape): boolean {
  return ground === 'DECISION_GROUND_ILLEGAL_CONTENT'
}

/** Each end and the restriction that it ends. */
const ENDS: readonly [Field, Field][] = [
  ['end_date_visibility_restriction', 'decision_visibility'],
  ['end_date_monetary_restriction', 'decision_monetary'],
  ['end_date_service_restriction', 'decision_provision'],
  ['end_date_account_restriction', 'decision_account'],
]

/**
 * A statement of reasons as `POST /statements` of the EU's transparency database takes it: the field rules of its
 * GroupedSubmissionsService.php (github.com/digital-services-act/transparency-database), and that an end belongs to a
 * restriction and doesn't lie before it.
 */
export const statement = shape.superRefine((given, context) => {
  const fault = (field: Field, message: string) => context.addIssue({ code: 'custom', path: [field], message })
  if (ENDS.every(([, restriction]) => given[restriction] === undefined))
    fault('decision_visibility', 'is required if there is no other restriction')
  for (const [field, isNeeded] of DEPENDENT) {
    if (isNeeded(given) && given[field] === undefined) fault(field, 'is required')
    if (!isNeeded(given) && given[field] !== undefined) fault(field, 'is not allowed here')
  }
  if (isIllegal(given) && given.incompatible_content_illegal)
    fault('incompatible_content_illegal', 'is not allowed here')
  for (const [field, restriction] of ENDS) {
    const at = given[field]
    if (at === undefined) continue
    if (given[restriction] === undefined)
      fault(field, 'must be empty, because the statement has no restriction that it would end')
    else if (at < given.application_date) fault(field, 'must not be before the application date')
  }
})
export type Statement = z.output<typeof statement>

const statementPeriod = { quarter: quarterInput.optional(), ...periodShape }
type RequestedPeriod = { quarter?: string | undefined; from?: string | undefined; to?: string | undefined }
const namesPeriod = ({ quarter, from, to }: RequestedPeriod): boolean =>
  (quarter === undefined) !== (from === undefined && to === undefined)
const PERIOD_NEEDED = { path: ['quarter'], message: 'Use either quarter, or from and to.' }

export const statementsQuery = z
  .strictObject({
    ...statementPeriod,
    /** `json`: one call's worth, with what comes next; `jsonl`: all of them, a line for each call. */
    format: z.enum(['json', 'jsonl']).default('json'),
    after: z.string().max(500).optional(),
  })
  .refine(namesPeriod, PERIOD_NEEDED)
export type StatementsQuery = z.output<typeof statementsQuery>

export const statementCountsQuery = z.strictObject(statementPeriod).refine(namesPeriod, PERIOD_NEEDED)
export type StatementCountsQuery = z.output<typeof statementCountsQuery>

/** Why no statement can be made of a decision that needs one. */
export const PROBLEM_CODES = ['no_policy', 'no_particulars', 'custom_action', 'invalid'] as const
export type ProblemCode = (typeof PROBLEM_CODES)[number]

const problem = z.object({
  code: z.enum(PROBLEM_CODES),
  /** In a sentence. */
  reason: z.string(),
  policyId: z.string().nullable(),
})
export type StatementProblem = z.output<typeof problem>

/** The counts of a period, each decision in one of them. */
export const statementCounts = z.object({
  from: z.string(),
  to: z.string(),
  valid: z.number(),
  /** Decisions that restrict nothing, so that the database wants no statement of them. */
  unneeded: z.number(),
  /** Taken back before they were asked for. */
  reversed: z.number(),
  invalid: z.number(),
  /** Of the valid ones: nobody said when the content was made, so that the day stands on which it was first seen. */
  estimatedDates: z.number(),
  problems: z.array(problem.extend({ count: z.number(), /** One of them. */ caseId: z.number() })),
})
export type StatementCounts = z.output<typeof statementCounts>

/** `statements` is what `POST /statements` wants; the rest is for who sends it. */
export const statementPage = z.object({
  statements: z.array(statement),
  invalid: z.array(problem.extend({ decisionId: z.string(), caseId: z.number() })),
  next: z.string().nullable(),
})
export type StatementPage = z.output<typeof statementPage>
