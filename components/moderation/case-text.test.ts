import { expect, test } from 'vitest'
import { CHOICES, type Choice, effectsOf, receiverText, rulesText, titleOf, WHOLE_MAX } from './case-text'

const choice = (label: string): Choice => CHOICES.find((one) => one.label === label) as Choice
const VISIBLE = { contentState: 'visible' } as const
const HIDDEN = { contentState: 'hidden' } as const

test('keeping says what ends with it: what a rule has hidden, and the mute that it gave', () => {
  expect(effectsOf(choice('Keep'), VISIBLE, [])).toEqual(['The item stays as it is', 'The reports count as incorrect'])
  expect(effectsOf(choice('Keep'), HIDDEN, ['hide', 'mute'])).toEqual([
    'The item that a rule hid is visible again',
    'The reports count as incorrect',
    'The author can write again: the rule’s mute ends',
  ])
  expect(effectsOf(choice('Restore'), HIDDEN, [])).toEqual(['The item is visible again'])
})

test('other choices say whether the mute of a rule goes on', () => {
  expect(effectsOf(choice('Remove'), HIDDEN, ['hide', 'mute'])).toEqual([
    'The item is removed',
    'The rule’s mute continues',
  ])
  expect(rulesText(['remove', 'mute'], ['mute'])).toEqual(['This mute replaces the rule’s mute'])
  expect(rulesText(['remove', 'warn'], ['hide'])).toEqual([])
})

test('what the platform answered stands with what it calls it', () => {
  expect(receiverText({ status: 'applied', externalId: 'act-42' })).toBe(' (applied, act-42)')
  expect(receiverText({ status: null, externalId: '42' })).toBe(' (42)')
  expect(receiverText({ status: null, externalId: null })).toBe('')
})

test('a line is short, and whole where it is decided on', () => {
  const text = 'word '.repeat(100).trim()
  const summary = { content: { text, url: null, name: null, createdAt: null }, itemType: 'message', itemId: 'm' }
  const given = { ...summary, member: null, isErased: false } as unknown as Parameters<typeof titleOf>[0]
  expect(titleOf(given).length).toBeLessThanOrEqual(140)
  expect(titleOf(given, WHOLE_MAX)).toBe(text)
})
