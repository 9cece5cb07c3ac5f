import { localDate } from '@/lib/core/time/zoned'
import type { ActionType } from '../schema/decisions'
import type { DsaDetails } from '../schema/dsa-details'
import { type Statement, type StatementProblem, statement } from '../schema/statements'
import type { ItemType } from '../terms'
import { type DecidedFacts, factsOf, sourceOf } from './statement-facts'

/** What is the same in all statements of a community. */
export interface StatementContext {
  zone: string
  language: Statement['content_language'] | null
  territory: readonly NonNullable<Statement['territorial_scope']>[number][]
}

export type Outcome =
  | { kind: 'statement'; statement: Statement; isDateEstimated: boolean }
  | { kind: 'problem'; problem: StatementProblem }
  | { kind: 'unneeded' | 'reversed' }

/** What restricts somebody, and so wants a statement; a warning and what gives back don't. */
const RESTRICTIONS: ReadonlySet<ActionType> = new Set(['hide', 'remove', 'mute', 'suspend', 'ban', 'custom'])

/**
 * The statement of reasons of a decision, or why there is none. What it says comes from the policy, the kinds of actions and
 * the instants alone, and it is valid by the schema or not a statement.
 */
export function toStatement(decided: DecidedFacts, context: StatementContext): Outcome {
  if (!decided.actions.some(({ type }) => RESTRICTIONS.has(type))) return { kind: 'unneeded' }
  if (decided.isTakenBack) return { kind: 'reversed' }
  const { policy } = decided
  if (!policy) return problem('no_policy', noPolicy(decided), null)
  if (!policy.dsa)
    return problem('no_particulars', `The policy ${policy.name} has no details for statements of reasons.`, policy.id)
  const restriction = restrictionOf(decided, policy.dsa, context.zone)
  if (!restriction)
    return problem('custom_action', `The policy ${policy.name} doesn’t say what a custom action restricts.`, policy.id)
  const parsed = statement.safeParse({
    ...restriction,
    ...groundOf(policy.dsa),
    ...contentOf(decided, context),
    ...originOf(decided),
    category: policy.dsa.category,
    application_date: dateOf(decided.at, context.zone),
    decision_facts: factsOf(decided, { ...policy, dsa: policy.dsa }),
    puid: decided.id,
  })
  if (parsed.success) return { kind: 'statement', statement: parsed.data, isDateEstimated: decided.madeAt === null }
  const [issue] = parsed.error.issues
  return problem('invalid', `${issue?.path.join('.') ?? 'The statement'} ${issue?.message ?? ''}`.trim(), policy.id)
}

const problem = (code: StatementProblem['code'], reason: string, policyId: string | null): Outcome => ({
  kind: 'problem',
  problem: { code, reason, policyId },
})

const noPolicy = ({ by }: DecidedFacts): string =>
  by === 'system'
    ? 'A rule acted, and no one has made a decision under a policy since.'
    : 'The decision names no policy.'

const dateOf = (at: Date, zone: string): string => localDate(at.toISOString(), zone).toString()

/** What was restricted and until when; null where nothing is that the database has a word for. */
function restrictionOf({ actions }: DecidedFacts, dsa: DsaDetails, zone: string): Partial<Statement> | null {
  const has = (type: ActionType) => actions.some((action) => action.type === type)
  const endOf = (type: ActionType) => {
    const until = actions.find((action) => action.type === type)?.until
    return until ? dateOf(until, zone) : undefined
  }
  const isOther = has('custom') && dsa.custom !== ''
  const visibility = [
    ...(has('remove') ? [dsa.remove] : []),
    ...(has('hide') ? [dsa.hide] : []),
    ...(isOther ? (['DECISION_VISIBILITY_OTHER'] as const) : []),
  ]
  const restriction: Partial<Statement> = {
    ...(visibility.length > 0 ? { decision_visibility: [...new Set(visibility)] } : {}),
    ...(isOther ? { decision_visibility_other: dsa.custom } : {}),
    // Who is muted keeps the account, and can't use a part of the service.
    ...(has('mute')
      ? { decision_provision: 'DECISION_PROVISION_PARTIAL_SUSPENSION', end_date_service_restriction: endOf('mute') }
      : {}),
    ...(has('ban')
      ? { decision_account: 'DECISION_ACCOUNT_TERMINATED' }
      : has('suspend')
        ? { decision_account: 'DECISION_ACCOUNT_SUSPENDED', end_date_account_restriction: endOf('suspend') }
        : {}),
  }
  return Object.keys(restriction).length > 0 ? restriction : null
}

function groundOf({ ground, reference, explanation, referenceUrl, isIllegalToo }: DsaDetails): Partial<Statement> {
  const url = referenceUrl === null ? {} : { decision_ground_reference_url: referenceUrl }
  if (ground === 'illegal')
    return {
      ...url,
      decision_ground: 'DECISION_GROUND_ILLEGAL_CONTENT',
      illegal_content_legal_ground: reference,
      illegal_content_explanation: explanation,
    }
  return {
    ...url,
    decision_ground: 'DECISION_GROUND_INCOMPATIBLE_CONTENT',
    incompatible_content_ground: reference,
    incompatible_content_explanation: explanation,
    incompatible_content_illegal: isIllegalToo ? 'Yes' : 'No',
  }
}

const CONTENT: Record<ItemType, { type: Statement['content_type'][number]; other?: string }> = {
  message: { type: 'CONTENT_TYPE_TEXT' },
  image: { type: 'CONTENT_TYPE_IMAGE' },
  member: { type: 'CONTENT_TYPE_OTHER', other: 'Profile of an account' },
  link: { type: 'CONTENT_TYPE_OTHER', other: 'Link' },
  custom: { type: 'CONTENT_TYPE_OTHER', other: 'Other content of the platform' },
}

function contentOf(
  { itemType, madeAt, seenAt }: DecidedFacts,
  { zone, language, territory }: StatementContext,
): Partial<Statement> {
  const { type, other } = CONTENT[itemType]
  return {
    content_type: [type],
    ...(other ? { content_type_other: other } : {}),
    content_date: dateOf(madeAt ?? seenAt, zone),
    ...(language ? { content_language: language } : {}),
    ...(territory.length > 0 ? { territorial_scope: [...territory] } : {}),
  }
}

/** How it came to notice and who decided. A key is a program: whether a person stands behind it is not known here. */
function originOf({ by, actions, reportedAt, hitAt }: DecidedFacts): Partial<Statement> {
  const isAutomatic = by === 'system'
  const isPartly = by.startsWith('key:') || actions.some(({ isByLadder }) => isByLadder)
  return {
    source_type: sourceOf({ isAutomatic, reportedAt, hitAt }),
    automated_detection: isAutomatic || hitAt ? 'Yes' : 'No',
    automated_decision: isAutomatic
      ? 'AUTOMATED_DECISION_FULLY'
      : isPartly
        ? 'AUTOMATED_DECISION_PARTIALLY'
        : 'AUTOMATED_DECISION_NOT_AUTOMATED',
  }
}
