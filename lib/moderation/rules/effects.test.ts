import { expect, test } from 'vitest'
import type { ActionType } from '../schema/decisions'
import { ACTION_TYPES, actionInfo } from './actions'
import { type Effect, effectOf, effectTrait, platformUpdateOf } from './effects'

test('what stands after an action has an aspect; what passes, or nothing takes back, has none', () => {
  expect(ACTION_TYPES.filter((type) => effectOf(type) === null).sort()).toEqual(['custom', 'escalate', 'warn'])
  for (const type of ACTION_TYPES) {
    const aspect = effectOf(type)
    if (!aspect) continue
    const { sets, clears } = effectTrait(aspect)
    if (sets.includes(type)) expect(actionInfo(type).inverse).toBe(clears)
    expect(sets.map(effectOf)).toEqual(sets.map(() => aspect))
  }
})

const END = new Date('2026-11-26T12:00:00Z')
const heardOf = (subject: string, kind: string, origin: string | null = null) => ({
  subject,
  origin,
  kind,
  until: kind === 'mute' ? END : null,
  dueAt: null,
  isTried: false,
})
const stands = (decisionId: string, type: ActionType, until: Date | null = type === 'mute' ? END : null) => ({
  decisionId,
  type,
  until,
})
const contrary = { tell: 'contrary', of: { decisionId: 'a', type: 'mute' } }

test.for([
  ['nothing was heard and nothing stands', 'mute', null, null, { tell: 'nothing' }],
  ['nothing was heard of what stands', 'mute', null, stands('a', 'mute'), { tell: 'nothing' }],
  ['what was heard stands', 'mute', heardOf('a', 'mute'), stands('a', 'mute'), { tell: 'nothing' }],
  ['what stands was told again', 'mute', heardOf('b', 'mute', 'a'), stands('a', 'mute'), { tell: 'nothing' }],
  ['another one says the same', 'mute', heardOf('b', 'mute'), stands('a', 'mute'), { tell: 'nothing' }],
  ['one that ends later stands', 'mute', heardOf('b', 'mute'), stands('a', 'mute', new Date(0)), { tell: 'again' }],
  ['what stands was called off', 'mute', heardOf('b', 'unmute', 'a'), stands('a', 'mute'), { tell: 'again' }],
  [
    'another action of the same decision stands',
    'content',
    heardOf('a', 'hide'),
    stands('a', 'remove'),
    { tell: 'again' },
  ],
  ['what was heard stands no more', 'mute', heardOf('a', 'mute'), null, contrary],
  ['what was told again stands no more', 'mute', heardOf('b', 'mute', 'a'), null, contrary],
  ['it was called off already', 'mute', heardOf('b', 'unmute', 'a'), null, { tell: 'nothing' }],
  [
    'what the platform hid by itself was restored, and that is taken back',
    'content',
    heardOf('ended', 'restore'),
    null,
    { tell: 'contrary', of: { decisionId: 'ended', type: 'restore' } },
  ],
  ['another decision restored it', 'content', heardOf('other', 'restore'), null, { tell: 'nothing' }],
  [
    'it was restored by taking that decision back',
    'content',
    heardOf('by', 'restore', 'ended'),
    null,
    { tell: 'nothing' },
  ],
] as const)('%s', ([, aspect, heard, standing, expected]) => {
  expect(platformUpdateOf(aspect satisfies Effect, { heard, standing, ended: 'ended' })).toEqual(expected)
})
