import { expect, test } from 'vitest'
import { dateInput, instantInput } from './instants'

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
