import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fillTemplate } from './template'
import { templateTokens } from './template-tokens'

const VALUES = { member: 'u2', policy: 'Spam', reason: 'Plain advertising', action: 'remove', until: '' }

test('placeholders are told from words, and those that stand for nothing from the others', () => {
  expect(templateTokens('Dear {member}, {friend}: {policy}', VALUES)).toEqual([
    { kind: 'words', text: 'Dear ' },
    { kind: 'filled', text: 'u2' },
    { kind: 'words', text: ', ' },
    { kind: 'unknown', text: '{friend}' },
    { kind: 'words', text: ': ' },
    { kind: 'filled', text: 'Spam' },
  ])
  expect(templateTokens('{toString}', VALUES)).toEqual([{ kind: 'unknown', text: '{toString}' }])
  expect(templateTokens('', VALUES)).toEqual([])
})

test('put together the parts are what is sent, where every placeholder is known', () => {
  const piece = fc.oneof(fc.constantFrom('{member}', '{policy}', '{until}', '{', '}', '{{reason}}'), fc.string())
  fc.assert(
    fc.property(fc.array(piece), (pieces) => {
      const template = pieces.join('')
      const parts = templateTokens(template, VALUES)
      fc.pre(parts.every(({ kind }) => kind !== 'unknown'))
      const text = parts.map((part) => part.text).join('')
      expect(text.trim()).toBe(fillTemplate(template, VALUES))
    }),
  )
})
