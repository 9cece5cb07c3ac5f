import { expect, test } from 'vitest'
import type { AuditView } from '@/lib/audit/schema'
import { actorText, auditActionText, differencesOf, lostText, recordedText, remarksOf, targetText } from './audit-text'

const anEntry = (over: Partial<AuditView>): AuditView => ({
  id: '7',
  at: '2026-11-22T12:00:00.000Z',
  actor: { kind: 'staff', id: 'x', name: 'Ada' },
  action: 'source.changed',
  targetKind: 'source',
  target: 'f00',
  detail: null,
  ...over,
})

test('reads an action and its actor as words', () => {
  expect(auditActionText('staff.role_changed')).toBe('Staff role changed')
  expect(actorText({ kind: 'staff', id: 'x', name: 'Ada' })).toBe('Ada')
  expect(actorText({ kind: 'cli', id: null, name: null })).toBe('Command line')
  expect(actorText({ kind: 'member', id: '1', name: 'Mara' })).toBe('Mara')
  const nameless = (['member', 'guest', 'link', 'automation'] as const).map((kind) =>
    actorText({ kind, id: 'x', name: null }),
  )
  expect(nameless).toEqual(['A member', 'A guest', 'Someone with a link', 'An automation'])
})

test('names the thing as the entry knows it, the later name first', () => {
  expect(targetText(anEntry({ detail: { before: { name: 'Old' }, after: { name: 'New' } } }))).toBe('New')
  expect(targetText(anEntry({ detail: { after: { email: 'a@b.example' } } }))).toBe('a@b.example')
  expect(targetText(anEntry({}))).toBe('f00')
  expect(targetText(anEntry({ target: null }))).toBe('')
})

test('tells what changed, nested fields by their path, and leaves out what stayed', () => {
  const detail = {
    before: { name: 'A', config: { url: 'x', port: 1 }, scopes: [] },
    after: { name: 'A', config: { url: 'y', port: 1 }, cron: null, scopes: ['a', 'b'] },
    address: '127.0.0.1',
  }
  expect(differencesOf(detail)).toEqual([
    { field: 'config.url', before: 'x', after: 'y' },
    { field: 'scopes', before: 'none', after: 'a, b' },
    { field: 'cron', before: undefined, after: 'none' },
  ])
  expect(remarksOf(detail)).toEqual([['address', '127.0.0.1']])
})

test('an erased detail tells nothing', () => {
  expect(differencesOf(null)).toEqual([])
  expect(remarksOf(null)).toEqual([])
})

test('tells what was recorded, and what a restore has lost', () => {
  expect(recordedText(null)).toContain('no recorded entry')
  const recorded = { id: 7, hash: 'ab', at: '2026-11-22T12:00:00.000000Z', since: { id: 1, at: '2026-11-22' } }
  expect(recordedText(recorded)).toContain('entry 7')
  expect(lostText({ after: 3, before: 5, acceptedBy: 6 })).toMatch(/^Entry 4 was lost .* entry 6 accepted\.$/)
  expect(lostText({ after: 3, before: 8, acceptedBy: 9 })).toMatch(/^Entries 4 to 7 were lost/)
})
