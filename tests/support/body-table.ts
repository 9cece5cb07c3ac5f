import { aRuleInput } from './moderation-rules'

const ID = '00000000-0000-4000-8000-000000000000'
const AT = '2026-11-01T10:00:00Z'
const TEXT = 'Some text, as long as what people write in a channel on most days, and not longer.'
const token = { token: 'a-token-as-it-stands-in-a-link-that-was-sent-by-mail' }
const item = (n: number) => ({
  ...{ type: 'message', id: `m-${n}`, revision: 1, text: TEXT, author: { id: `a-${n}`, name: 'Name' } },
  ...{ channelId: `c-${n % 7}`, createdAt: AT },
})
const report = (n: number) => ({ reporter: { id: `r-${n}`, name: 'Name' }, item: item(n), reason: 'spam', comment: '' })
const rows = <T>(count: number, row: (n: number) => T): T[] => Array.from({ length: count }, (_, n) => row(n))
const ids = (count: number) => rows(count, (n) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`)
const rule = {
  ...aRuleInput(),
  when: { kind: 'links', domains: rows(20_000, (n) => `host-${n}.example.org`), mode: 'listed' },
}
const classifier = { url: 'https://8.8.8.8/', labels: ['toxicity', 'spam'], timeoutMs: 100 }
const policy = { name: 'Spam', description: TEXT, severity: 2, memberTemplate: TEXT, reporterTemplate: TEXT }
const queue = { name: 'Queue', routing: { itemTypes: ['message'], channels: ['c-1'] }, slaMinutes: 60, version: 1 }

/** A valid body of each endpoint that says which it takes. A new one gets a row here. */
export const SAMPLE_BODIES: Record<string, Record<string, unknown>> = {
  'PATCH /api/v1/account': { name: 'A name' },
  'PUT /api/v1/account/password': { current: 'a long and fine password', next: 'another long and fine password' },
  'PATCH /api/v1/account/wellness': { isBlurred: true, blurPixels: 12, breakReveals: 10, breakMinutes: 60 },
  'POST /api/v1/analytics': { type: 'activeUsers', count: 1, timestamp: AT, metadata: { place: 'here' }, seconds: 60 },
  'POST /api/v1/annotations': { at: AT, until: null, kind: 'note', text: TEXT },
  'PATCH /api/v1/annotations/[id]': { version: 1, at: AT, kind: 'note', text: TEXT },
  'POST /api/v1/appeal-links/appeals': { ...token, text: TEXT },
  'POST /api/v1/appeal-links/lookup': token,
  'POST /api/v1/appeals': { decisionId: ID, memberId: 'm-1', text: TEXT },
  'POST /api/v1/appeals/[id]/ruling': { ruling: 'upheld', reason: TEXT },
  'POST /api/v1/case-filters': { name: 'Mine', query: { queue: ID, status: 'open' } },
  'POST /api/v1/cases': { item: item(1) },
  'PUT /api/v1/cases/[id]/claim': { claimToken: ID },
  'DELETE /api/v1/cases/[id]/claim': { claimToken: ID },
  'POST /api/v1/cases/[id]/decisions': {
    ...{ version: 1, claimToken: ID, policyId: ID, reason: TEXT, note: '' },
    actions: [{ type: 'hide' }, { type: 'mute', minutes: 60 }],
  },
  'POST /api/v1/cases/[id]/escalations': { reason: TEXT },
  'POST /api/v1/cases/[id]/notes': { text: TEXT },
  'POST /api/v1/cases/[id]/skips': { reason: TEXT, claimToken: ID },
  'POST /api/v1/cases/[id]/snoozes': { until: AT },
  'POST /api/v1/cases/bulk': {
    decisions: rows(500, (n) => ({
      caseId: n + 1,
      version: 1,
      policyId: ID,
      actions: [{ type: 'hide' }],
      reason: 'spam',
    })),
  },
  'POST /api/v1/cases/claim': { caseId: 1, isTakeOver: false },
  'POST /api/v1/classifiers': { ...classifier, name: 'A classifier', auth: 'none' },
  'PATCH /api/v1/classifiers/[id]': { ...classifier, version: 1, enabled: true },
  'PUT /api/v1/classifiers/[id]/secret': token,
  'POST /api/v1/classifiers/[id]/tests': { text: TEXT },
  'POST /api/v1/collections': { sourceId: ID },
  'POST /api/v1/decisions/[id]/reversal': { reason: TEXT },
  'POST /api/v1/decisions/[id]/second-review': { policyId: null, reason: TEXT },
  'POST /api/v1/invitations': { email: 'new@example.org', name: 'A name', role: 'executive' },
  'POST /api/v1/invitations/acceptances': {
    ...{ ...token, name: 'A name', email: 'new@example.org', password: 'a long and fine password' },
  },
  'POST /api/v1/invitations/lookup': token,
  'POST /api/v1/items': { items: rows(500, item) },
  'POST /api/v1/keys': { name: 'A key', role: 'moderator', scopes: ['cases:read', 'cases:write'] },
  'PUT /api/v1/ladder': {
    items: [{ points: 3, days: 90, action: 'mute', minutes: 60, isApplied: true }],
    version: 'x',
  },
  'POST /api/v1/metrics': { name: 'a_metric', title: 'A metric', unit: 'things', kind: 'gauge', definition: TEXT },
  'PATCH /api/v1/metrics/[name]': { version: 1, title: 'A metric', definition: TEXT, isArchived: true },
  'POST /api/v1/media/[id]/reveals': { id: ID },
  'POST /api/v1/members/[id]/erasure': { reason: TEXT },
  'POST /api/v1/policies': policy,
  'PATCH /api/v1/policies/[id]': { ...policy, version: 1 },
  'PUT /api/v1/policies/order': { ids: ids(1_000) },
  'POST /api/v1/queues': queue,
  'PATCH /api/v1/queues/[id]': queue,
  'PUT /api/v1/queues/order': { ids: ids(999) },
  'POST /api/v1/reports': { reports: rows(500, report) },
  'POST /api/v1/rules': rule,
  'PUT /api/v1/rules/[id]': rule,
  'PUT /api/v1/rules/[id]/mode': { version: 1, mode: 'shadow' },
  'POST /api/v1/rules/imports': {
    ...{ kind: 'domains', name: 'Bad domains', text: rows(20_000, (n) => `host-${n}.example.org`).join('\n') },
  },
  'POST /api/v1/rules/test': { rule, text: TEXT },
  'POST /api/v1/samples': {
    samples: rows(500, (n) => ({
      ...{ metric: 'load', at: AT, value: n, seconds: 60 },
      labels: Object.fromEntries(rows(16, (label) => [`label_${label}`, `value ${n}`])),
    })),
  },
  'POST /api/v1/series/batch': {
    // Each another range, as no two panels of a page are the same.
    asks: rows(50, (n) => ({
      kind: 'series',
      query: { metric: 'messages', from: new Date(n * 86_400_000).toISOString(), to: '1970-03-01T00:00:00Z' },
    })),
  },
  'PATCH /api/v1/settings': { name: 'A community', zone: 'Europe/Berlin', messageTextDays: 30 },
  'POST /api/v1/sources': { name: 'Machine', kind: 'system', config: {}, secrets: {}, intervalSeconds: 86_400 },
  'PATCH /api/v1/sources/[id]': { version: 1, name: 'Machine', config: {}, secrets: {} },
  'POST /api/v1/sources/[id]/tests': { config: {}, secrets: {} },
  'PATCH /api/v1/staff/[id]': { name: 'A name', role: 'moderator', isDisabled: false },
  'POST /api/v1/webhooks': { url: 'https://8.8.8.8/hooks', events: ['moderation.action'] },
  'PATCH /api/v1/webhooks/[id]': {
    version: 1,
    url: 'https://8.8.8.8/hooks',
    events: ['moderation.action'],
    enabled: true,
  },
}

/** Endpoints that read a body in a way of their own, and what bounds them. */
export const READ_THEIR_OWN_WAY: Record<string, string> = {
  'POST /api/auth/[...nextauth]': 'readJsonBody with limits of its own, see lib/core/auth/handler.test.ts',
  'POST /api/v1/imports': 'a file that is streamed to disk, see lib/community/imports.test.ts',
  'POST /api/v1/rules/[id]/backtests': 'a CSV file that is counted as it comes, up to BACKTEST_FILE_MAX',
}
