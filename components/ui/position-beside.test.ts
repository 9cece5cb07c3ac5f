import { expect, test } from 'vitest'
import { popperPositionOf } from './position-beside'

const screen = { width: 1000, height: 600 }
const bubble = { left: 0, top: 0, width: 100, height: 20 }
const anchorAt = (left: number, top: number) => ({ left, top, width: 32, height: 32 })

test('stands centred on the side asked for', () => {
  expect(popperPositionOf('top', bubble, anchorAt(500, 300), screen)).toEqual({ x: 466, y: 274 })
  expect(popperPositionOf('right', bubble, anchorAt(500, 300), screen)).toEqual({ x: 538, y: 306 })
})

test('goes to the other side where there is no room', () => {
  expect(popperPositionOf('top', bubble, anchorAt(500, 2), screen).y).toBe(40)
  expect(popperPositionOf('right', bubble, anchorAt(950, 300), screen).x).toBe(844)
})

test('is moved along the edge of the screen instead of past it', () => {
  expect(popperPositionOf('bottom', bubble, anchorAt(2, 300), screen).x).toBe(8)
  expect(popperPositionOf('bottom', bubble, anchorAt(966, 300), screen).x).toBe(892)
})
