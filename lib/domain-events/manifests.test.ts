import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { EVENT_ENTRIES } from '@/lib/domains.shared'
import { PRESELECTED_EVENTS, WEBHOOK_EVENT_OPTIONS, WEBHOOK_EVENTS } from '@/lib/webhooks/events'
import { REGISTRY } from './registry'

test('names of events and consumers are the only ones of their kind, and each consumer hears of events that there are', () => {
  const names = REGISTRY.consumers.map(({ name }) => name)
  expect(new Set(names).size).toBe(names.length)
  const heard = REGISTRY.consumers.flatMap(({ events }) => events)
  expect(heard.filter((name) => !(name in EVENT_ENTRIES))).toEqual([])
})

test('webhooks carry what manifests let out, in their words', () => {
  expect(WEBHOOK_EVENTS).toEqual(['moderation.action', 'moderation.outcome', 'moderation.appeal', 'audit.head'])
  expect(PRESELECTED_EVENTS).toEqual(['moderation.action', 'moderation.outcome', 'moderation.appeal'])
  expect(REGISTRY.consumers.find(({ name }) => name === 'webhooks')?.events).toEqual(WEBHOOK_EVENTS)
  expect(WEBHOOK_EVENT_OPTIONS.map(({ name, title, description }) => [name, title, description])).toEqual(
    WEBHOOK_EVENTS.map((name) => [name, EVENT_ENTRIES[name].title, EVENT_ENTRIES[name].description]),
  )
})

test('docs/webhooks.md says of each event what its manifest says', async () => {
  const lines = (await readFile('docs/webhooks.md', 'utf8')).split('\n')
  const rows = WEBHOOK_EVENTS.map((name) => {
    const { description, payload } = EVENT_ENTRIES[name]
    const members = Object.keys((payload as z.ZodObject).shape).map((member) => `\`${member}\``)
    return `| \`${name}\` | ${description} | ${members.join(', ')} |`
  })
  expect(lines.filter((line) => /^\| `\w+\.\w+` \|/.test(line))).toEqual(rows)
})

test('payloads are objects of JSON that refuse what they do not declare', () => {
  for (const { payload } of Object.values(EVENT_ENTRIES)) {
    expect(z.toJSONSchema(payload)).toMatchObject({ type: 'object', additionalProperties: false })
  }
})
