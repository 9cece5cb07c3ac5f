import { expect, test } from 'vitest'
import { listRetentionSettings } from '@/lib/settings/retention'
import { DEFAULT_SETTINGS } from '@/lib/settings/schema'
import { newlyExpired } from './retention-text'

test('names what a shorter time would drop, and nothing for a longer one', () => {
  const entries = listRetentionSettings()
  const after = { ...DEFAULT_SETTINGS, messageTextDays: 0, keepRawDays: 30, keepRunDays: 1 }
  expect(newlyExpired(entries, DEFAULT_SETTINGS, after)).toEqual([
    'All message text',
    'Older than 30 days: individual samples',
    'Older than 1 day: collection runs',
  ])
  expect(newlyExpired(entries, after, DEFAULT_SETTINGS)).toEqual([])
  expect(newlyExpired(entries, after, after)).toEqual([])
})
