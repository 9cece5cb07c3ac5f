import { expect, test } from 'vitest'
import { type DecisionDraft, needsPolicy, problemsOf, startDecisionDraft, toActions } from './decision-draft'

const NOW = Date.parse('2026-11-26T12:00:00Z')
const asUtc = (local: string): string | null => (local ? `${local}:00.000Z` : null)
const draft = (part: Partial<DecisionDraft>): DecisionDraft => ({
  ...startDecisionDraft({ contentState: 'visible' }, 'p-1'),
  ...part,
})

test('actions come in the order of item, member and platform, with their lengths', () => {
  const made = draft({
    item: 'remove',
    measures: ['suspend', 'warn', 'mute'],
    suspend: { minutes: null, local: '2026-12-01T09:30' },
    custom: ' shadow ',
    isConfirmed: true,
  })
  expect(toActions(made, asUtc)).toEqual([
    { type: 'remove' },
    { type: 'warn' },
    { type: 'mute', minutes: 1_440 },
    { type: 'suspend', until: '2026-12-01T09:30:00.000Z' },
    { type: 'custom', name: 'shadow', isConfirmed: true },
  ])
  expect(problemsOf(made, toActions(made, asUtc), NOW)).toEqual({})
})

test('keeping stands alone and needs no policy', () => {
  const made = draft({ item: 'keep', measures: ['ban'], custom: 'x', policyId: null })
  expect(toActions(made, asUtc)).toEqual([{ type: 'keep' }])
  expect(needsPolicy(made)).toBe(false)
  expect(problemsOf(made, toActions(made, asUtc), NOW)).toEqual({})
})

test('what is missing is named at its field', () => {
  const nothing = draft({ item: 'none' })
  expect(problemsOf(nothing, toActions(nothing, asUtc), NOW)).toEqual({ item: 'Choose an action.' })
  const bare = draft({
    measures: ['mute', 'suspend'],
    policyId: null,
    mute: { minutes: null, local: '' },
    suspend: { minutes: null, local: '2026-11-26T11:00' },
    custom: 'x',
  })
  expect(problemsOf(bare, toActions(bare, asUtc), NOW)).toEqual({
    policy: 'Choose a policy.',
    mute: 'Enter an end time.',
    suspend: 'Enter an end time in the future.',
    custom: 'Confirm this action. It can’t be undone.',
  })
})

test('what is hidden already is left as it is unless somebody says otherwise', () => {
  expect(startDecisionDraft({ contentState: 'hidden' }, null).item).toBe('none')
  const restored = draft({ item: 'restore', policyId: null })
  expect(toActions(restored, asUtc)).toEqual([{ type: 'restore' }])
  expect(needsPolicy(restored)).toBe(false)
})
