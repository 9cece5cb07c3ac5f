import { expect, test } from 'vitest'
import type { AppealView } from '@/lib/moderation/schema/appeals'
import { appliedSanctionsText, restoredText } from './appeal-text'

test('what was done is told to the one it was done to', () => {
  expect(appliedSanctionsText([{ type: 'hide' }], 'image', 'UTC')).toBe('Your image was hidden.')
  expect(
    appliedSanctionsText(
      [{ type: 'remove' }, { type: 'warn' }, { type: 'mute', until: '2026-11-26T10:05:00Z' }],
      'message',
      'Europe/Berlin',
    ),
  ).toBe('Your message was removed, you were warned and you were muted until 26 Nov 2026, 11:05.')
  expect(appliedSanctionsText([{ type: 'ban' }], 'member', 'UTC')).toBe('You were banned.')
})

test('what an overturned decision brings back is what it did', () => {
  const about = (...types: string[]) =>
    ({
      decision: { actions: types.map((type) => ({ type })) },
      item: { type: 'link' },
    }) as unknown as Pick<AppealView, 'decision' | 'item'>
  expect(restoredText(about('remove'))).toMatch(/^The link is shown again, the strike/)
  expect(restoredText(about('ban'))).toMatch(/^The sanctions against the member end, the strike/)
})
