import { expect, test } from 'vitest'
import type { AppealView } from '@/lib/moderation/schema/appeals'
import { restoredWords, sufferedWords } from './appeal-words'

test('what was done is told to the one it was done to', () => {
  expect(sufferedWords([{ type: 'hide' }], 'image', 'UTC')).toBe('Your image was hidden.')
  expect(
    sufferedWords(
      [{ type: 'remove' }, { type: 'warn' }, { type: 'mute', until: '2026-11-26T10:05:00Z' }],
      'message',
      'Europe/Berlin',
    ),
  ).toBe('Your message was removed, you were warned and you were muted until 26 Nov 2026, 11:05.')
  expect(sufferedWords([{ type: 'ban' }], 'member', 'UTC')).toBe('You were banned.')
})

test('what an overturned decision brings back is what it did', () => {
  const about = (...types: string[]) =>
    ({
      decision: { actions: types.map((type) => ({ type })) },
      item: { type: 'link' },
    }) as unknown as Pick<AppealView, 'decision' | 'item'>
  expect(restoredWords(about('remove'))).toMatch(/^The link is shown again, the strike/)
  expect(restoredWords(about('ban'))).toMatch(/^The sanctions against the member end, the strike/)
})
