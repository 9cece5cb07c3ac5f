import { expect, test } from 'vitest'
import { ACTION_TYPES } from './actions'
import { aspectOf, liftedBy } from './outranking'

test.for([
  [['keep'], ['hide told', 'mute told']],
  [['restore'], ['hide', 'mute told']],
  [
    ['restore', 'mute'],
    ['hide', 'mute'],
  ],
  [['remove'], ['hide']],
  [
    ['hide', 'mute'],
    ['hide', 'mute'],
  ],
  [['mute'], ['mute']],
  [['warn'], []],
  [['suspend'], []],
  [['escalate'], []],
] as const)('%j ends what rules did: %j', ([types, expected]) => {
  expect(liftedBy(types).map(({ type, isTold }) => (isTold ? `${type} told` : type))).toEqual(expected)
})

test('only what concerns the item or its author’s voice says something of what rules do', () => {
  expect(ACTION_TYPES.filter((type) => aspectOf(type) !== null).sort()).toEqual(
    ['hide', 'keep', 'mute', 'remove', 'restore'].sort(),
  )
})
