import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { refusalsOf } from '@/tests/support/transparency-database'
import { type DsaDetails, dsaDetails } from '../schema/dsa-details'
import { DSA_CATEGORIES, LANGUAGES, TERRITORIES, VISIBILITIES } from '../schema/dsa-terms'
import { statement } from '../schema/statements'
import { ITEM_TYPES } from '../terms'
import type { DecidedFacts } from './statement-facts'
import { type StatementContext, toStatement } from './statements'

const CONTEXT: StatementContext = { zone: 'Europe/Berlin', language: 'DE', territory: ['AT', 'DE'] }

const particulars = (given: Partial<DsaDetails> = {}): DsaDetails =>
  dsaDetails.parse({
    ground: 'incompatible',
    reference: 'Community rules, section 3',
    explanation: 'Advertising that nobody asked for',
    category: 'STATEMENT_CATEGORY_SCAMS_AND_FRAUD',
    ...given,
  })

const at = (iso: string) => new Date(iso)

const facts = (given: Partial<DecidedFacts> = {}): DecidedFacts => ({
  id: '0f0e0d0c-0b0a-4a09-8807-060504030201',
  // 1 August in Berlin already.
  at: at('2026-07-31T22:30:00Z'),
  by: 'staff:1',
  actions: [{ type: 'remove', until: null, isByLadder: false }],
  isTakenBack: false,
  itemType: 'message',
  madeAt: at('2026-07-30T12:00:00Z'),
  seenAt: at('2026-07-31T12:00:00Z'),
  reportedAt: at('2026-07-31T12:00:00Z'),
  hitAt: null,
  policy: { id: 'p', name: 'Spam', dsa: particulars() },
  ...given,
})

const madeOf = (given: Partial<DecidedFacts> = {}) => {
  const outcome = toStatement(facts(given), CONTEXT)
  return outcome.kind === 'statement' ? outcome.statement : outcome
}
const action = (type: DecidedFacts['actions'][number]['type'], until: Date | null = null, isByLadder = false) => ({
  type,
  until,
  isByLadder,
})

describe('a statement', () => {
  test('says what was decided, by the days of the community’s zone', () => {
    expect(madeOf()).toEqual({
      decision_visibility: ['DECISION_VISIBILITY_CONTENT_REMOVED'],
      decision_ground: 'DECISION_GROUND_INCOMPATIBLE_CONTENT',
      incompatible_content_ground: 'Community rules, section 3',
      incompatible_content_explanation: 'Advertising that nobody asked for',
      incompatible_content_illegal: 'No',
      content_type: ['CONTENT_TYPE_TEXT'],
      content_date: '2026-07-30',
      content_language: 'DE',
      territorial_scope: ['AT', 'DE'],
      application_date: '2026-08-01',
      category: 'STATEMENT_CATEGORY_SCAMS_AND_FRAUD',
      decision_facts:
        'The message was found to break the policy “Spam”: it was removed. It was brought to our attention by a member’s report.',
      source_type: 'SOURCE_TYPE_OTHER_NOTIFICATION',
      automated_detection: 'No',
      automated_decision: 'AUTOMATED_DECISION_NOT_AUTOMATED',
      puid: '0f0e0d0c-0b0a-4a09-8807-060504030201',
    })
  })

  test('names the law where the policy is about what is illegal', () => {
    const dsa = particulars({
      ground: 'illegal',
      reference: 'Criminal code, 130',
      referenceUrl: 'https://law.example/130',
    })
    expect(madeOf({ policy: { id: 'p', name: 'Hate', dsa } })).toMatchObject({
      decision_ground: 'DECISION_GROUND_ILLEGAL_CONTENT',
      illegal_content_legal_ground: 'Criminal code, 130',
      illegal_content_explanation: 'Advertising that nobody asked for',
      decision_ground_reference_url: 'https://law.example/130',
    })
  })

  test.for([
    [action('hide'), { decision_visibility: ['DECISION_VISIBILITY_CONTENT_DISABLED'] }],
    [
      action('mute', at('2026-08-02T22:30:00Z')),
      { decision_provision: 'DECISION_PROVISION_PARTIAL_SUSPENSION', end_date_service_restriction: '2026-08-03' },
    ],
    [
      action('suspend', at('2026-09-01T10:00:00Z')),
      { decision_account: 'DECISION_ACCOUNT_SUSPENDED', end_date_account_restriction: '2026-09-01' },
    ],
    [action('ban'), { decision_account: 'DECISION_ACCOUNT_TERMINATED' }],
  ] as const)('%o is the restriction %o', ([one, restriction]) => {
    const made = madeOf({ actions: [one] })
    const said = Object.entries(made).filter(([field]) => /^(decision_(vis|mon|prov|acc)|end_date)/.test(field))
    expect(Object.fromEntries(said)).toEqual(restriction)
  })

  test('calls hiding and removing what the policy calls them, and a custom action only what it says', () => {
    const dsa = particulars({ hide: 'DECISION_VISIBILITY_CONTENT_DEMOTED', custom: 'Links are not followed' })
    expect(
      madeOf({ policy: { id: 'p', name: 'Spam', dsa }, actions: [action('hide'), action('custom')] }),
    ).toMatchObject({
      decision_visibility: ['DECISION_VISIBILITY_CONTENT_DEMOTED', 'DECISION_VISIBILITY_OTHER'],
      decision_visibility_other: 'Links are not followed',
    })
    expect(madeOf({ actions: [action('custom')] })).toMatchObject({ problem: { code: 'custom_action', policyId: 'p' } })
    expect(madeOf({ actions: [action('custom'), action('hide')] })).toMatchObject({
      decision_visibility: ['DECISION_VISIBILITY_CONTENT_DISABLED'],
    })
  })

  test.for([
    [{}, 'SOURCE_TYPE_OTHER_NOTIFICATION', 'No', 'NOT_AUTOMATED'],
    [{ reportedAt: null }, 'SOURCE_VOLUNTARY', 'No', 'NOT_AUTOMATED'],
    [{ hitAt: at('2026-07-31T11:00:00Z') }, 'SOURCE_VOLUNTARY', 'Yes', 'NOT_AUTOMATED'],
    [{ hitAt: at('2026-07-31T13:00:00Z') }, 'SOURCE_TYPE_OTHER_NOTIFICATION', 'Yes', 'NOT_AUTOMATED'],
    [{ by: 'system', hitAt: at('2026-07-31T13:00:00Z') }, 'SOURCE_VOLUNTARY', 'Yes', 'FULLY'],
    [{ by: 'key:7' }, 'SOURCE_TYPE_OTHER_NOTIFICATION', 'No', 'PARTIALLY'],
    [
      { actions: [action('remove'), action('mute', at('2026-08-03T00:00:00Z'), true)] },
      'SOURCE_TYPE_OTHER_NOTIFICATION',
      'No',
      'PARTIALLY',
    ],
  ] as const)('of %o came by %s, detected by machine: %s, decided: %s', ([given, source, detection, decision]) => {
    expect(madeOf(given)).toMatchObject({
      source_type: source,
      automated_detection: detection,
      automated_decision: `AUTOMATED_DECISION_${decision}`,
    })
  })

  test('stands on the day on which the content was first seen where nobody said when it was made', () => {
    expect(toStatement(facts({ madeAt: null }), CONTEXT)).toMatchObject({
      isDateEstimated: true,
      statement: { content_date: '2026-07-31' },
    })
  })

  test('has the facts that the policy words, with what they may speak of', () => {
    const dsa = particulars({ facts: '{policy}: the {item}; {action}; by {source}.' })
    expect(madeOf({ policy: { id: 'p', name: 'Spam', dsa }, actions: [action('hide'), action('warn')] })).toMatchObject(
      {
        decision_facts: 'Spam: the message; it was hidden and its author was warned; by a member’s report.',
      },
    )
  })

  test('is not made where nothing was restricted, where it was taken back, or where the policy says nothing', () => {
    for (const type of ['keep', 'restore', 'warn', 'escalate'] as const)
      expect(madeOf({ actions: [action(type)], policy: null })).toEqual({ kind: 'unneeded' })
    expect(madeOf({ isTakenBack: true, policy: null })).toEqual({ kind: 'reversed' })
    expect(madeOf({ policy: null })).toMatchObject({ problem: { code: 'no_policy', policyId: null } })
    expect(madeOf({ policy: null, by: 'system' })).toMatchObject({
      problem: { reason: 'A rule acted, and no one has made a decision under a policy since.' },
    })
    expect(madeOf({ policy: { id: 'p', name: 'Spam', dsa: null } })).toMatchObject({
      problem: { code: 'no_particulars', policyId: 'p' },
    })
  })

  test('that the database would refuse is none, and says why', () => {
    expect(madeOf({ madeAt: at('1970-01-01T00:00:00Z') })).toMatchObject({
      problem: { code: 'invalid', reason: 'content_date must be a date from 2000-01-01 to 2038-01-01' },
    })
    expect(madeOf({ actions: [action('suspend', at('2040-01-01T00:00:00Z'))] })).toMatchObject({
      problem: { code: 'invalid', reason: expect.stringMatching(/^end_date_account_restriction/) },
    })
  })
})

const text = (max: number) => fc.string({ minLength: 1, maxLength: max, unit: 'grapheme' })
const someParticulars = fc
  .record({
    ground: fc.constantFrom('illegal' as const, 'incompatible' as const),
    reference: text(60),
    explanation: text(200),
    referenceUrl: fc.constantFrom(null, 'https://law.example/a?b=c'),
    isIllegalToo: fc.boolean(),
    category: fc.constantFrom(...DSA_CATEGORIES),
    facts: fc.constantFrom('', '{policy} {action} {item} {source}', '{item}'.repeat(300)),
    hide: fc.constantFrom(...VISIBILITIES),
    remove: fc.constantFrom(...VISIBILITIES),
    custom: fc.oneof(fc.constant(''), text(60)),
  })
  .filter((given) => dsaDetails.safeParse(given).success)
  .map((given) => dsaDetails.parse(given))

const someDate = fc.date({ min: at('2021-01-01T00:00:00Z'), max: at('2030-01-01T00:00:00Z'), noInvalidDate: true })
const aRestriction = fc.constantFrom('hide', 'remove', 'mute', 'suspend', 'ban', 'custom')
const someActions = fc.uniqueArray(fc.oneof(aRestriction, fc.constantFrom('keep', 'warn', 'restore', 'escalate')), {
  minLength: 1,
  maxLength: 5,
})

const someFacts = fc
  .record({
    at: someDate,
    by: fc.constantFrom('system', 'cli', 'staff:1', 'key:2'),
    types: someActions,
    days: fc.integer({ min: 0, max: 2_500 }),
    isByLadder: fc.boolean(),
    isTakenBack: fc.boolean(),
    itemType: fc.constantFrom(...ITEM_TYPES),
    madeAt: fc.option(someDate),
    reportedAt: fc.option(someDate),
    hitAt: fc.option(someDate),
    dsa: fc.option(someParticulars, { freq: 10 }),
    name: text(100),
  })
  .map(({ types, days, isByLadder, dsa, name, ...rest }): DecidedFacts => {
    const until = new Date(rest.at.getTime() + days * 86_400_000)
    const actions = types.map((type) => ({
      type: type as DecidedFacts['actions'][number]['type'],
      until: type === 'mute' || type === 'suspend' ? until : null,
      isByLadder,
    }))
    return { ...rest, id: facts().id, seenAt: rest.at, actions, policy: { id: 'p', name, dsa } }
  })

const someContext = fc.record({
  zone: fc.constantFrom('UTC', 'Europe/Berlin', 'Pacific/Apia', 'America/St_Johns'),
  language: fc.constantFrom(null, ...LANGUAGES),
  territory: fc.uniqueArray(fc.constantFrom(...TERRITORIES)),
})

test('whatever is decided, a statement is one that the database takes, and one is made where the policy says enough', () => {
  const seen = { made: 0, problems: 0 }
  fc.assert(
    fc.property(someFacts, someContext, (decided, context) => {
      const outcome = toStatement(decided, context)
      if (outcome.kind === 'statement') {
        seen.made += 1
        expect(refusalsOf(outcome.statement)).toEqual([])
      } else if (outcome.kind === 'problem') {
        seen.problems += 1
        // Dates are sane here, so that nothing else can be wrong.
        expect(outcome.problem.code).toMatch(/^(no_particulars|custom_action)$/)
      }
    }),
    { numRuns: 2_000 },
  )
  expect(seen.made).toBeGreaterThan(300)
  expect(seen.problems).toBeGreaterThan(20)
})

/** A statement with every field that there is, to be spoiled one by one. */
const FULL = {
  decision_visibility: ['DECISION_VISIBILITY_CONTENT_REMOVED', 'DECISION_VISIBILITY_OTHER'],
  decision_visibility_other: 'Greyed',
  decision_monetary: 'DECISION_MONETARY_OTHER',
  decision_monetary_other: 'Tips',
  decision_provision: 'DECISION_PROVISION_TOTAL_SUSPENSION',
  decision_account: 'DECISION_ACCOUNT_SUSPENDED',
  decision_ground: 'DECISION_GROUND_INCOMPATIBLE_CONTENT',
  decision_ground_reference_url: 'https://terms.example/3',
  incompatible_content_ground: 'Rules, 3',
  incompatible_content_explanation: 'It is against them',
  incompatible_content_illegal: 'No',
  content_type: ['CONTENT_TYPE_TEXT', 'CONTENT_TYPE_OTHER'],
  content_type_other: 'A card',
  category: 'STATEMENT_CATEGORY_VIOLENCE',
  territorial_scope: ['DE'],
  content_language: 'EN',
  content_date: '2026-01-01',
  application_date: '2026-01-02',
  end_date_visibility_restriction: '2026-01-02',
  end_date_monetary_restriction: '2026-01-03',
  end_date_service_restriction: '2026-01-03',
  end_date_account_restriction: '2026-01-03',
  decision_facts: 'Facts',
  source_type: 'SOURCE_ARTICLE_16',
  automated_detection: 'Yes',
  automated_decision: 'AUTOMATED_DECISION_FULLY',
  puid: 'a-Z_9',
}
const ILLEGAL = {
  decision_ground: 'DECISION_GROUND_ILLEGAL_CONTENT',
  incompatible_content_ground: undefined,
  incompatible_content_explanation: undefined,
  incompatible_content_illegal: undefined,
}
const LEGAL = { illegal_content_legal_ground: 'Law', illegal_content_explanation: 'It is against it' }

describe('the field rules', () => {
  test('let pass what has every field, and what has the fewest', () => {
    expect(statement.safeParse(FULL).error).toBeUndefined()
    expect(refusalsOf(FULL)).toEqual([])
    expect(statement.safeParse({ ...FULL, ...ILLEGAL, ...LEGAL }).error).toBeUndefined()
    const made = madeOf()
    expect(statement.safeParse(made).error).toBeUndefined()
  })

  const long = (length: number) => 'x'.repeat(length + 1)
  test.for([
    ['decision_visibility', { decision_visibility: ['DECISION_VISIBILITY_GONE'] }],
    ['decision_visibility_other', { decision_visibility_other: undefined }],
    ['decision_visibility_other', { decision_visibility_other: long(500) }],
    ['decision_monetary', { decision_monetary: 'DECISION_MONETARY_FINE' }],
    ['decision_monetary_other', { decision_monetary_other: undefined }],
    ['decision_monetary_other', { decision_monetary_other: long(500) }],
    ['decision_provision', { decision_provision: 'DECISION_PROVISION_NONE' }],
    ['decision_account', { decision_account: 'DECISION_ACCOUNT_GONE' }],
    ['decision_ground', { decision_ground: undefined }],
    ['decision_ground', { decision_ground: 'DECISION_GROUND_TASTE' }],
    ['decision_ground_reference_url', { decision_ground_reference_url: `https://x.example/${long(500)}` }],
    ['illegal_content_legal_ground', { ...ILLEGAL, ...LEGAL, illegal_content_legal_ground: undefined }],
    ['illegal_content_legal_ground', { ...ILLEGAL, ...LEGAL, illegal_content_legal_ground: long(500) }],
    ['illegal_content_explanation', { ...ILLEGAL, ...LEGAL, illegal_content_explanation: undefined }],
    ['illegal_content_explanation', { ...ILLEGAL, ...LEGAL, illegal_content_explanation: long(2_000) }],
    ['incompatible_content_ground', { incompatible_content_ground: ' ' }],
    ['incompatible_content_ground', { incompatible_content_ground: long(500) }],
    ['incompatible_content_explanation', { incompatible_content_explanation: undefined }],
    ['incompatible_content_explanation', { incompatible_content_explanation: long(2_000) }],
    ['incompatible_content_illegal', { incompatible_content_illegal: 'Maybe' }],
    ['content_type', { content_type: undefined }],
    ['content_type', { content_type: [] }],
    ['content_type', { content_type: ['CONTENT_TYPE_SMELL'] }],
    ['content_type_other', { content_type_other: undefined }],
    ['content_type_other', { content_type_other: long(500) }],
    ['category', { category: undefined }],
    ['category', { category: 'STATEMENT_CATEGORY_SCOPE_OF_PLATFORM_SERVICE' }],
    ['territorial_scope', { territorial_scope: ['US'] }],
    ['content_language', { content_language: 'english' }],
    ['content_date', { content_date: undefined }],
    ['content_date', { content_date: '1999-12-31' }],
    ['content_date', { content_date: '2038-01-02' }],
    ['content_date', { content_date: '2026-02-30' }],
    ['application_date', { application_date: '2019-12-31' }],
    ['application_date', { application_date: '2026-1-2' }],
    ['end_date_account_restriction', { end_date_account_restriction: '2038-01-02' }],
    ['end_date_service_restriction', { end_date_service_restriction: 'soon' }],
    ['decision_facts', { decision_facts: '' }],
    ['decision_facts', { decision_facts: long(5_000) }],
    ['source_type', { source_type: 'SOURCE_OTHER' }],
    ['automated_detection', { automated_detection: true }],
    ['automated_decision', { automated_decision: 'Yes' }],
    ['puid', { puid: undefined }],
    ['puid', { puid: 'with space' }],
    ['puid', { puid: long(500) }],
  ] as const)('%s: %o is refused by us as by the database', ([field, change]) => {
    const spoiled = { ...FULL, ...change }
    const paths = statement.safeParse(spoiled).error?.issues.map((issue) => String(issue.path[0])) ?? []
    expect(paths).toContain(field)
    expect(refusalsOf(spoiled).map((refusal) => refusal.split(':')[0])).toContain(field)
  })

  // The database drops these, or says nothing of them: what has no meaning isn't sent.
  test.for([
    ['decision_visibility', { decision_visibility: [], decision_visibility_other: undefined }],
    ['illegal_content_legal_ground', { illegal_content_legal_ground: 'Law' }],
    ['incompatible_content_illegal', { ...ILLEGAL, ...LEGAL, incompatible_content_illegal: 'Yes' }],
    ['content_type_other', { content_type: ['CONTENT_TYPE_TEXT'] }],
    ['end_date_account_restriction', { decision_account: undefined }],
    ['end_date_account_restriction', { end_date_account_restriction: '2026-01-01' }],
    ['decision_visibility', { decision_visibility: ['DECISION_VISIBILITY_OTHER', 'DECISION_VISIBILITY_OTHER'] }],
  ] as const)('%s: %o is refused by us alone', ([field, change]) => {
    const paths = statement.safeParse({ ...FULL, ...change }).error?.issues.map((issue) => String(issue.path[0])) ?? []
    expect(paths).toContain(field)
  })

  test('one restriction has to be named', () => {
    const { decision_facts, ...rest } = madeOf() as Record<string, unknown>
    const bare = { ...rest, decision_facts, decision_visibility: undefined }
    expect(statement.safeParse(bare).success).toBe(false)
    expect(refusalsOf(bare)).toHaveLength(4)
  })
})

describe('the particulars of a policy', () => {
  test.for([
    ['facts', { facts: 'Against {member}' }],
    ['facts', { facts: 'Ask ada@example.org' }],
    ['reference', { reference: '' }],
    ['reference', { reference: 'x'.repeat(501) }],
    ['explanation', { explanation: 'ask ada@example.org' }],
    ['referenceUrl', { referenceUrl: 'javascript:alert(1)' }],
    ['category', { category: 'STATEMENT_CATEGORY_ELSE' }],
    ['hide', { hide: 'DECISION_VISIBILITY_OTHER' }],
  ] as const)('%s: %o is refused', ([field, change]) => {
    const { error } = dsaDetails.safeParse({ ...particulars(), ...change })
    expect(error?.issues.map((issue) => issue.path[0])).toContain(field)
  })
})
