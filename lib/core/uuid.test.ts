import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { uuidOf } from './uuid'

const made = randomUUID()

test.for([
  made,
  made.toUpperCase(),
  made.slice(1),
  `${made}0`,
  made.replace(/-/g, ''),
  '11111111-1111-1111-1111-111111111111',
  '11111111-1111-4111-8111-111111111111',
  '',
  'queue',
])('%s is an id where the API takes it as one', (text) => {
  expect(uuidOf(text)).toBe(z.uuid().safeParse(text).success ? text : undefined)
})

test('nothing is the id of nothing', () => expect(uuidOf(null)).toBeUndefined())
