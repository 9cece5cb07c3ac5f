import { expect, test } from 'vitest'
import { overriddenBy } from './overriding'

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
  expect(overriddenBy(types).map(({ type, aspect }) => (aspect ? `${type} told` : type))).toEqual(expected)
})
