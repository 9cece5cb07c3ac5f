import { expect, test } from 'vitest'
import { fromDraft } from './annotation-draft'

test('an annotation is sent in instants, and says what is wrong with it', () => {
  const draft = { text: ' 2.4 released ', kind: 'release' as const, at: '2026-11-22T15:30', until: '' }
  expect(fromDraft(draft, 'Asia/Kathmandu')).toEqual({
    text: '2.4 released',
    kind: 'release',
    at: '2026-11-22T09:45:00.000Z',
    until: null,
  })
  expect(fromDraft({ ...draft, text: ' ' }, 'UTC')).toBe('Enter a text.')
  expect(fromDraft({ ...draft, until: '2026-11-22T15:30' }, 'UTC')).toBe('The end must be after the start.')
})
