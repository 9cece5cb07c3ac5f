import { expect, test } from 'vitest'
import { chooseNode } from './choose-node.mjs'

test.each([
  ['24.0.0', true, 'here'],
  ['24.0.0', false, 'here'],
  ['26.1.0', false, 'here'],
  ['20.20.2', true, 'bundled'],
  ['20.20.2', false, 'refuse'],
  ['9.0.0', true, 'bundled'],
])('on Node %s with the bundled one there %s it is %s', (version, hasBundled, choice) => {
  expect(chooseNode(version, hasBundled)).toBe(choice)
})
