import type { DsaDetails } from '@/lib/moderation/schema/dsa-details'
import type { DsaCategory, Visibility } from '@/lib/moderation/schema/dsa-terms'

export const CATEGORY_LABELS: Record<DsaCategory, string> = {
  STATEMENT_CATEGORY_ANIMAL_WELFARE: 'Animal welfare',
  STATEMENT_CATEGORY_CONSUMER_INFORMATION: 'Consumer information infringements',
  STATEMENT_CATEGORY_CYBER_VIOLENCE: 'Cyber violence',
  STATEMENT_CATEGORY_CYBER_VIOLENCE_AGAINST_WOMEN: 'Cyber violence against women',
  STATEMENT_CATEGORY_DATA_PROTECTION_AND_PRIVACY_VIOLATIONS: 'Data protection and privacy violations',
  STATEMENT_CATEGORY_ILLEGAL_OR_HARMFUL_SPEECH: 'Illegal or harmful speech',
  STATEMENT_CATEGORY_INTELLECTUAL_PROPERTY_INFRINGEMENTS: 'Intellectual property infringements',
  STATEMENT_CATEGORY_NEGATIVE_EFFECTS_ON_CIVIC_DISCOURSE_OR_ELECTIONS:
    'Negative effects on civic discourse or elections',
  STATEMENT_CATEGORY_NOT_SPECIFIED_NOTICE: 'Not specified by the notifier',
  STATEMENT_CATEGORY_OTHER_VIOLATION_TC: 'Other violation of the terms',
  STATEMENT_CATEGORY_PROTECTION_OF_MINORS: 'Protection of minors',
  STATEMENT_CATEGORY_RISK_FOR_PUBLIC_SECURITY: 'Risk for public security',
  STATEMENT_CATEGORY_SCAMS_AND_FRAUD: 'Scams and fraud',
  STATEMENT_CATEGORY_SELF_HARM: 'Self-harm',
  STATEMENT_CATEGORY_UNSAFE_AND_PROHIBITED_PRODUCTS: 'Unsafe or prohibited products',
  STATEMENT_CATEGORY_VIOLENCE: 'Violence',
}

export const VISIBILITY_LABELS: Record<Exclude<Visibility, 'DECISION_VISIBILITY_OTHER'>, string> = {
  DECISION_VISIBILITY_CONTENT_REMOVED: 'Removal of content',
  DECISION_VISIBILITY_CONTENT_DISABLED: 'Disabling access to content',
  DECISION_VISIBILITY_CONTENT_DEMOTED: 'Demotion of content',
  DECISION_VISIBILITY_CONTENT_AGE_RESTRICTED: 'Age restriction of content',
  DECISION_VISIBILITY_CONTENT_INTERACTION_RESTRICTED: 'Restricted interaction with content',
  DECISION_VISIBILITY_CONTENT_LABELLED: 'Labelling of content',
}

/** What a policy says at first: against the terms, and the plain words for hiding and removing. */
export const DEFAULT_DSA_DETAILS: DsaDetails = {
  ground: 'incompatible',
  reference: '',
  explanation: '',
  referenceUrl: null,
  isIllegalToo: false,
  category: 'STATEMENT_CATEGORY_OTHER_VIOLATION_TC',
  facts: '',
  hide: 'DECISION_VISIBILITY_CONTENT_DISABLED',
  remove: 'DECISION_VISIBILITY_CONTENT_REMOVED',
  custom: '',
}
