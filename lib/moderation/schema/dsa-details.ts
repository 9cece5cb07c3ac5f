import { z } from 'zod'
import { DSA_CATEGORIES, VISIBILITIES } from './dsa-terms'

export const REFERENCE_MAX = 500
export const EXPLANATION_MAX = 2_000
const FACTS_TEMPLATE_MAX = 2_000

/** What the facts of a statement may speak of: nothing that leads to a person. */
export const FACTS_PLACEHOLDERS = ['policy', 'action', 'item', 'source'] as const

const EMAIL = /[\w.+-]+@[\w-]+\.\w/

/** Everybody can read it: an address in it would be somebody's. */
const publicText = (max: number) =>
  z
    .string()
    .trim()
    .max(max, `must have at most ${max} characters`)
    .refine((text) => !EMAIL.test(text), 'is public and can’t contain an e-mail address')
export const requiredText = (max: number) => publicText(max).min(1, 'is required')

const factsTemplate = publicText(FACTS_TEMPLATE_MAX).superRefine((text, context) => {
  for (const [, name = ''] of text.matchAll(/\{([^{}]*)\}/g)) {
    if ((FACTS_PLACEHOLDERS as readonly string[]).includes(name)) continue
    const known = FACTS_PLACEHOLDERS.map((one) => `{${one}}`).join(', ')
    context.addIssue({ code: 'custom', message: `{${name}} isn’t a placeholder. Use ${known}.` })
  }
})

/** What a policy is for statements of reasons: why something was forbidden, and what the actions are called there. */
export const dsaDetails = z.strictObject({
  /** Whether what is forbidden is illegal, or against the community's terms. */
  ground: z.enum(['illegal', 'incompatible']),
  /** The law, or the clause of the terms. */
  reference: requiredText(REFERENCE_MAX),
  /** Why what falls under the policy is against it. */
  explanation: requiredText(EXPLANATION_MAX),
  /** Where the law or the terms can be read. */
  referenceUrl: z
    .url({ protocol: /^https?$/, error: 'must be an http or https URL' })
    .max(REFERENCE_MAX)
    .nullable()
    .default(null),
  /** Of what is against the terms: whether it is illegal as well. */
  isIllegalToo: z.boolean().default(false),
  category: z.enum(DSA_CATEGORIES),
  /** Empty: a sentence that Guildhall makes of policy, actions and source. */
  facts: factsTemplate.default(''),
  hide: z.enum(VISIBILITIES).exclude(['DECISION_VISIBILITY_OTHER']).default('DECISION_VISIBILITY_CONTENT_DISABLED'),
  remove: z.enum(VISIBILITIES).exclude(['DECISION_VISIBILITY_OTHER']).default('DECISION_VISIBILITY_CONTENT_REMOVED'),
  /** What a custom action restricts; empty: nothing that is known. */
  custom: publicText(REFERENCE_MAX).default(''),
})
export type DsaDetails = z.output<typeof dsaDetails>
