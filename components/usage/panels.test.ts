import { describe, expect, test } from 'vitest'
import { ALL_PANELS, sectionsOf } from './panels'

const metric = (name: string, group: string, known: { lastAt?: string; version?: number } = {}) => ({
  ...{ name, group, lastAt: known.lastAt ?? null, version: known.version ?? null },
})

const shownIn = (sections: ReturnType<typeof sectionsOf>, id: string) =>
  sections.find((section) => section.id === id)?.panels.map((panel) => panel.metric)

describe('the sections of the usage page', () => {
  test('a metric without a panel appears in its group, and a group without a section gets one', () => {
    const sections = sectionsOf([
      metric('channels', 'channels', { lastAt: '2026-01-01T00:00:00Z' }),
      metric('players', 'games', { version: 1 }),
      metric('queues', 'instances', { version: 2 }),
    ])
    expect(shownIn(sections, 'channels')).toContain('channels')
    expect(shownIn(sections, 'spaces')).toContain('queues')
    expect(shownIn(sections, 'games')).toEqual(['players'])
    expect(sections.map(({ title }) => title).slice(-2)).toEqual(['Games', 'System'])
  })

  test('what has a panel has no second one, and what Guildhall never measured has none', () => {
    const sections = sectionsOf([
      metric('messages', 'channels', { lastAt: '2026-01-01T00:00:00Z' }),
      metric('cases_opened', 'moderation'),
    ])
    expect(sections.flatMap(({ panels }) => panels)).toEqual([...ALL_PANELS])
  })
})
