import { expect, test } from 'vitest'
import { rejectUnstorableText } from './refuse-unstorable'

const nested = (depth: number): unknown => JSON.parse(`${'['.repeat(depth)}${']'.repeat(depth)}`)

test('lets through what PostgreSQL can keep', () => {
  expect(() => rejectUnstorableText({ name: 'Zoë 😀 \t', list: [1, null, { deep: 'x' }] })).not.toThrow()
  expect(() => rejectUnstorableText(nested(32))).not.toThrow()
})

test.for([
  [{ name: 'a\0b' }, 'name'],
  [{ config: { list: ['x', '\ud800'] } }, 'config.list.1'],
  [{ metadata: { '\0': 1 } }, 'metadata'],
])('names the field of what it could not: %j', ([value, path]) => {
  expect(() => rejectUnstorableText(value)).toThrow(
    expect.objectContaining({ code: 'input.unstorable_text', issues: [expect.objectContaining({ path })] }),
  )
})

test.for([33, 200_000])('refuses %d levels without running out of stack', (depth) => {
  expect(() => rejectUnstorableText(nested(depth))).toThrow(expect.objectContaining({ code: 'body.too_large' }))
})
