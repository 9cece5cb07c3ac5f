import { expect, test } from 'vitest'
import { keysOf } from './keyboard'

const pressed = (key: string, code: string, shiftKey = false) => keysOf({ key, code, shiftKey })

test('a letter is small without Shift and large with it, whatever Caps Lock says', () => {
  expect(pressed('n', 'KeyN')).toEqual(['n'])
  expect(pressed('N', 'KeyN')).toEqual(['n'])
  expect(pressed('N', 'KeyN', true)).toEqual(['N'])
  expect(pressed('n', 'KeyN', true)).toEqual(['N'])
})

test('a layout moves letters, and one without Latin letters has them by their place', () => {
  expect(pressed('z', 'KeyY')).toEqual(['z'])
  expect(pressed('о', 'KeyJ')).toEqual(['о', 'j'])
  expect(pressed('Т', 'KeyN', true)).toEqual(['Т', 'N'])
})

test('digits that take Shift are there without it; with it they are what they say', () => {
  expect(pressed('4', 'Digit4')).toEqual(['4'])
  expect(pressed('é', 'Digit2')).toEqual(['é', '2'])
  expect(pressed('2', 'Digit2', true)).toEqual(['2'])
  expect(pressed('!', 'Digit1', true)).toEqual(['!'])
})

test('keys that are words, and signs, are themselves', () => {
  expect(pressed('ArrowLeft', 'ArrowLeft')).toEqual(['ArrowLeft'])
  expect(pressed('?', 'Slash', true)).toEqual(['?'])
  expect(pressed('5', 'Numpad5')).toEqual(['5'])
})
