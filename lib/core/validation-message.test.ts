import { expect, test } from 'vitest'
import { z } from 'zod'
import { validationMessage } from './validation-message'

function messagesOf(schema: z.ZodType, value: unknown): string[] {
  const { error } = schema.safeParse(value, { error: validationMessage })
  return error?.issues.map(({ message }) => message) ?? []
}

test.each([
  [z.string(), undefined, 'is required'],
  [z.string().min(1), '', 'is required'],
  [z.string().min(12), 'short', 'must have at least 12 characters'],
  [z.string().max(1), 'ab', 'can have at most 1 character'],
  [z.string().length(2), 'abc', 'must have exactly 2 characters'],
  [z.string(), 5, 'must be text'],
  [z.number(), Number.NaN, 'is required'],
  [z.number(), '5', 'must be a number'],
  [z.number().int(), 1.5, 'must be a whole number'],
  [z.number().min(5), 4, 'must be at least 5'],
  [z.number().positive(), 0, 'must be more than 0'],
  [z.number().max(86_400), 86_401, 'must be at most 86,400'],
  [z.number().lt(10), 10, 'must be less than 10'],
  [z.number().multipleOf(5), 7, 'must be a multiple of 5'],
  [z.array(z.string()).min(1), [], 'must have at least 1 entry'],
  [z.array(z.string()).max(2), ['a', 'b', 'c'], 'can have at most 2 entries'],
  [z.email(), 'nobody', 'must be an e-mail address'],
  [z.url(), 'somewhere', 'must be a URL'],
  [z.string().regex(/^a$/), 'b', 'has the wrong format'],
  [z.enum(['a', 'b']), 'c', 'must be one of a, b'],
  [z.enum(['a', 'b']), undefined, 'is required'],
  [z.literal('a'), 'b', 'must be a'],
  [z.strictObject({}), { b: 1, c: 2 }, 'has unknown fields: b, c'],
  [z.union([z.string(), z.number()]), true, 'isn’t valid'],
])('says in plain words what %# is', (schema, value, message) => {
  expect(messagesOf(schema, value)).toEqual([message])
})

test('leaves a message of the schema as it is', () => {
  expect(messagesOf(z.string().min(3, 'Give it a longer name.'), 'ab')).toEqual(['Give it a longer name.'])
})
