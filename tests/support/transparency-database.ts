/**
 * What the EU's transparency database refuses, written a second time and by hand from the rules in its
 * app/Services/GroupedSubmissionsService.php (github.com/digital-services-act/transparency-database): a field and why. Lengths
 * are counted in characters there, dates are compared as texts of the form Y-m-d.
 */
export function refusalsOf(given: Record<string, unknown>): string[] {
  return [
    ...RESTRICTIONS.flatMap((field) =>
      RESTRICTIONS.every((one) => !isThere(given[one])) ? [`${field}: required without all others`] : [],
    ),
    ...REQUIRED.flatMap((field) => (isThere(given[field]) ? [] : [`${field}: required`])),
    ...requiredIf(given).flatMap((field) => (isThere(given[field]) ? [] : [`${field}: required if`])),
    ...Object.entries(MAX).flatMap(([field, max]) =>
      typeof given[field] === 'string' && [...given[field]].length > max ? [`${field}: max ${max}`] : [],
    ),
    ...Object.entries(ONE_OF).flatMap(([field, values]) =>
      [given[field] ?? []].flat().every((value) => values.test(String(value))) ? [] : [`${field}: in`],
    ),
    ...DATES.flatMap((field) => refusedDate(field, given[field])),
    ...(/^[a-zA-Z0-9_-]+$/.test(String(given.puid)) ? [] : ['puid: regex']),
  ]
}

const RESTRICTIONS = ['decision_visibility', 'decision_monetary', 'decision_provision', 'decision_account']
const REQUIRED = [
  ...['decision_ground', 'content_type', 'category', 'content_date', 'application_date', 'decision_facts'],
  ...['source_type', 'automated_detection', 'automated_decision', 'puid'],
]
const MAX: Record<string, number> = {
  decision_visibility_other: 500,
  decision_monetary_other: 500,
  decision_ground_reference_url: 500,
  illegal_content_legal_ground: 500,
  illegal_content_explanation: 2_000,
  incompatible_content_ground: 500,
  incompatible_content_explanation: 2_000,
  content_type_other: 500,
  decision_facts: 5_000,
  puid: 500,
}
const ONE_OF: Record<string, RegExp> = {
  decision_visibility:
    /^DECISION_VISIBILITY_(?:CONTENT_(?:REMOVED|DISABLED|DEMOTED|AGE_RESTRICTED|INTERACTION_RESTRICTED|LABELLED)|OTHER)$/,
  decision_monetary: /^DECISION_MONETARY_(?:SUSPENSION|TERMINATION|OTHER)$/,
  decision_provision: /^DECISION_PROVISION_(?:PARTIAL|TOTAL)_(?:SUSPENSION|TERMINATION)$/,
  decision_account: /^DECISION_ACCOUNT_(?:SUSPENDED|TERMINATED)$/,
  decision_ground: /^DECISION_GROUND_(?:ILLEGAL|INCOMPATIBLE)_CONTENT$/,
  incompatible_content_illegal: /^(?:Yes|No)$/,
  content_type: /^CONTENT_TYPE_(?:APP|AUDIO|IMAGE|PRODUCT|SYNTHETIC_MEDIA|TEXT|VIDEO|OTHER)$/,
  category:
    /^STATEMENT_CATEGORY_(?:ANIMAL_WELFARE|CONSUMER_INFORMATION|CYBER_VIOLENCE|CYBER_VIOLENCE_AGAINST_WOMEN|DATA_PROTECTION_AND_PRIVACY_VIOLATIONS|ILLEGAL_OR_HARMFUL_SPEECH|INTELLECTUAL_PROPERTY_INFRINGEMENTS|NEGATIVE_EFFECTS_ON_CIVIC_DISCOURSE_OR_ELECTIONS|NOT_SPECIFIED_NOTICE|OTHER_VIOLATION_TC|PROTECTION_OF_MINORS|RISK_FOR_PUBLIC_SECURITY|SCAMS_AND_FRAUD|SELF_HARM|UNSAFE_AND_PROHIBITED_PRODUCTS|VIOLENCE)$/,
  territorial_scope: /^(?:AT|BE|BG|CY|CZ|DE|DK|EE|ES|FI|FR|GR|HR|HU|IE|IS|IT|LI|LT|LU|LV|MT|NL|NO|PL|PT|RO|SE|SI|SK)$/,
  content_language: /^[A-Z]{2}$/,
  source_type: /^SOURCE_(?:ARTICLE_16|TRUSTED_FLAGGER|TYPE_OTHER_NOTIFICATION|VOLUNTARY)$/,
  automated_detection: /^(?:Yes|No)$/,
  automated_decision: /^AUTOMATED_DECISION_(?:FULLY|PARTIALLY|NOT_AUTOMATED)$/,
}
const DATES = [
  ...['content_date', 'application_date', 'end_date_account_restriction', 'end_date_monetary_restriction'],
  ...['end_date_service_restriction', 'end_date_visibility_restriction'],
]

const isThere = (value: unknown): boolean =>
  value !== undefined && value !== null && !(typeof value === 'string' && value.trim() === '') && !isEmpty(value)
const isEmpty = (value: unknown): boolean => Array.isArray(value) && value.length === 0

function requiredIf(given: Record<string, unknown>): string[] {
  const lists = (field: string, value: string) => Array.isArray(given[field]) && given[field].includes(value)
  return [
    ...(lists('decision_visibility', 'DECISION_VISIBILITY_OTHER') ? ['decision_visibility_other'] : []),
    ...(lists('content_type', 'CONTENT_TYPE_OTHER') ? ['content_type_other'] : []),
    ...(given.decision_monetary === 'DECISION_MONETARY_OTHER' ? ['decision_monetary_other'] : []),
    ...(given.decision_ground === 'DECISION_GROUND_ILLEGAL_CONTENT'
      ? ['illegal_content_legal_ground', 'illegal_content_explanation']
      : []),
    ...(given.decision_ground === 'DECISION_GROUND_INCOMPATIBLE_CONTENT'
      ? ['incompatible_content_ground', 'incompatible_content_explanation']
      : []),
  ]
}

function refusedDate(field: string, value: unknown): string[] {
  if (value === undefined) return []
  const first = field === 'content_date' ? '2000-01-01' : field === 'application_date' ? '2020-01-01' : '0000-00-00'
  const text = String(value)
  const isDate = /^\d{4}-\d{2}-\d{2}$/.test(text) && isDay(text)
  return isDate && text >= first && text <= '2038-01-01' ? [] : [`${field}: date`]
}

const isDay = (text: string): boolean =>
  !Number.isNaN(Date.parse(text)) && new Date(text).toISOString().slice(0, 10) === text
