import { z } from 'zod'
import { describedAs } from '@/lib/core/http/described-as'
import { type DsaDetails, dsaDetails } from './dsa-details'

const TEMPLATE_MAX = 4_000
/** What a template may speak of; anything else in braces is refused when it is saved. */
export const PLACEHOLDERS = ['member', 'policy', 'reason', 'action', 'until'] as const
/** Reporters are told nothing of the member and of what was done to them. */
export const REPORTER_PLACEHOLDERS = ['policy', 'reason'] as const

const template = (placeholders: readonly string[]) =>
  z
    .string()
    .trim()
    .max(TEMPLATE_MAX)
    .superRefine((text, context) => {
      for (const [, name = ''] of text.matchAll(/\{([^{}]*)\}/g)) {
        if (placeholders.includes(name)) continue
        const known = placeholders.map((one) => `{${one}}`).join(', ')
        context.addIssue({ code: 'custom', message: `{${name}} isn’t a placeholder. Use ${known}.` })
      }
    })

const fields = {
  name: z.string().trim().min(1, 'Enter a name.').max(100),
  description: z.string().trim().max(2_000),
  severity: z.int().min(1).max(5),
  strikePoints: z.int('must be a whole number').min(0, 'must be at least 0').max(100, 'must be at most 100'),
  /** Null: a strike for it never lapses. */
  strikeDays: z
    .int('must be a whole number')
    .min(1, 'must be at least 1')
    .max(3_650, 'must be at most 3,650')
    .nullable(),
  /** What the member is told. */
  memberTemplate: template(PLACEHOLDERS),
  /** What each reporter is told. */
  reporterTemplate: template(REPORTER_PLACEHOLDERS),
  /** What statements of reasons say of it; null: none are made. */
  dsa: dsaDetails.nullable(),
}

export const policyBody = z.strictObject({
  ...fields,
  description: fields.description.default(''),
  severity: fields.severity.default(2),
  strikePoints: fields.strikePoints.default(1),
  strikeDays: fields.strikeDays.default(90),
  memberTemplate: fields.memberTemplate.default(''),
  reporterTemplate: fields.reporterTemplate.default(''),
  dsa: fields.dsa.default(null),
})
export type PolicyBody = z.output<typeof policyBody>

export const policyPatch = z
  .strictObject(fields)
  .partial()
  .extend({ version: z.int().min(1), isArchived: z.boolean().optional() })
export type PolicyPatch = z.output<typeof policyPatch>

/** As they were saved; they were checked then. */
const savedDsaDetails = describedAs(
  z.custom<DsaDetails | null>((value) => typeof value === 'object'),
  () => dsaDetails.nullable(),
)

export const policyView = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string(),
  severity: z.number(),
  strikePoints: z.number(),
  strikeDays: z.number().nullable(),
  memberTemplate: z.string(),
  reporterTemplate: z.string(),
  dsa: savedDsaDetails,
  isArchived: z.boolean(),
  version: z.number(),
})
export type PolicyView = z.output<typeof policyView>
export const policyPage = z.object({ items: z.array(policyView), next: z.string().nullable() })
export type PolicyPage = z.output<typeof policyPage>
/** All policies that are in use, in the order in which they are to be offered. */
export const policyOrder = z.strictObject({ ids: z.array(z.uuid()).min(1).max(1_000) })

export const policyParams = z.object({ id: z.uuid() })
