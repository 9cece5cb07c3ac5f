import { expect, test } from 'vitest'
import { dateInput, instantInput, instantOrDate } from './instants'
import { isDate, isInstantOrDate } from './is-instant'

test.for([
  '2026-11-25T10:00:00Z',
  '1900-01-01T00:00:00+14:00',
  '2026-11-25t10:00:00z',
  '2026-11-25T10:00:00.123456789Z',
])('%s is an instant', (text) => expect(instantInput.safeParse(text).success).toBe(true))

test.for([
  '0000-01-01T00:00:00Z',
  '1899-12-31T23:59:59Z',
  '9999-12-31T23:59:59-14:00',
  '2026-02-30T00:00:00Z',
  '2026-11-25T10:00:00.1234567890Z',
  '2026-11-25 10:00:00Z',
  'now',
])('%s is none', (text) => expect(instantInput.safeParse(text).success).toBe(false))

test('dates keep to the same years', () => {
  const isDate = (text: string) => dateInput.safeParse(text).success
  expect(['2026-11-25', '0000-01-01', '9999-12-31', '2026-02-30'].map(isDate)).toEqual([true, false, false, false])
})

test('an instant in small letters is answered in capitals', () => {
  expect(instantInput.parse('2026-11-25t10:00:00z')).toBe('2026-11-25T10:00:00Z')
})

const PIECES = [
  '2026-11-25',
  '2024-02-29',
  '2026-02-29',
  '1899-12-31',
  '2199-12-31',
  '2200-01-01',
  '2026-13-01',
  '26-1-1',
  '',
]
const TIMES = [
  '',
  'T',
  'T10:00',
  't10:00:00',
  'T10:00:60',
  'T24:00:00',
  'T10:00:00.123456789',
  'T10:00:00.1234567890',
  ' 10:00:00',
]
const OFFSETS = ['', 'Z', 'z', '+14:00', '-23:59', '+24:00', '+0100', '+01']

test('who can not wait for the schemas judges like them', () => {
  let taken = 0
  for (const text of PIECES.flatMap((day) => TIMES.flatMap((time) => OFFSETS.map((offset) => day + time + offset)))) {
    expect(isInstantOrDate(text), text).toBe(instantOrDate.safeParse(text).success)
    expect(isDate(text), text).toBe(dateInput.safeParse(text).success)
    taken += isInstantOrDate(text) ? 1 : 0
  }
  expect(taken).toBeGreaterThan(10)
})
