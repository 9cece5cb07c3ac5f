import type { Topic } from '@/lib/core/realtime/topics'
import type { Permission } from '@/lib/staff/permissions'

/**
 * Who may come in where, written a second time and by hand: tests/access.test.ts walks every endpoint, page and topic that
 * there is, with every role and with none, and fails where the house and this table differ. A new one gets a row here.
 */
export type Opening = Permission | Exception

/** What isn't opened by a permission, and the test that shows who may. */
type Exception = 'everyone' | 'shown by lib/core/auth/handler.test.ts' | 'shown by lib/core/http/health.test.ts'

/** By method and path, as the folders of app/api spell it. */
export const ENDPOINTS: Record<string, Opening> = {
  'GET /api/auth/[...nextauth]': 'shown by lib/core/auth/handler.test.ts',
  'POST /api/auth/[...nextauth]': 'shown by lib/core/auth/handler.test.ts',
  'DELETE /api/[...missing]': 'everyone',
  'GET /api/[...missing]': 'everyone',
  'PATCH /api/[...missing]': 'everyone',
  'POST /api/[...missing]': 'everyone',
  'PUT /api/[...missing]': 'everyone',
  'GET /api/health/live': 'everyone',
  'GET /api/health/ready': 'everyone',
  'GET /api/v1/account': 'account:manage',
  'PATCH /api/v1/account': 'account:manage',
  'PUT /api/v1/account/password': 'account:manage',
  'DELETE /api/v1/account/sessions': 'account:manage',
  'GET /api/v1/analytics': 'metrics:read',
  'POST /api/v1/analytics': 'samples:write',
  'GET /api/v1/annotations': 'annotations:read',
  'POST /api/v1/annotations': 'annotations:write',
  'GET /api/v1/annotations/[id]': 'annotations:read',
  'PATCH /api/v1/annotations/[id]': 'annotations:write',
  'DELETE /api/v1/annotations/[id]': 'annotations:write',
  'GET /api/v1/audit': 'audit:read',
  'GET /api/v1/audit/actions': 'audit:read',
  'GET /api/v1/audit/chain': 'audit:read',
  'GET /api/v1/collections': 'collections:read',
  'POST /api/v1/collections': 'collections:write',
  'GET /api/v1/collections/[id]': 'collections:read',
  'GET /api/v1/freshness': 'collections:read',
  'GET /api/v1/health': 'health:read',
  'GET /api/v1/heatmap': 'metrics:read',
  'GET /api/v1/imports': 'imports:read',
  'POST /api/v1/imports': 'imports:write',
  'GET /api/v1/imports/[id]': 'imports:read',
  'POST /api/v1/imports/[id]/cancellation': 'imports:write',
  'GET /api/v1/imports/[id]/rejected': 'imports:read',
  'GET /api/v1/invitations': 'staff:read',
  'POST /api/v1/invitations': 'staff:write',
  'DELETE /api/v1/invitations/[id]': 'staff:write',
  'POST /api/v1/invitations/acceptances': 'everyone',
  'POST /api/v1/invitations/lookup': 'everyone',
  'GET /api/v1/keys': 'keys:read',
  'POST /api/v1/keys': 'keys:write',
  'DELETE /api/v1/keys/[id]': 'keys:write',
  'GET /api/v1/metrics': 'metrics:read',
  'GET /api/v1/overview': 'overview:read',
  'GET /api/v1/series': 'metrics:read',
  'GET /api/v1/series/comparison': 'metrics:read',
  'GET /api/v1/series/provenance': 'metrics:read',
  'GET /api/v1/settings': 'settings:read',
  'PATCH /api/v1/settings': 'settings:write',
  'GET /api/v1/settings/rebuild': 'settings:read',
  'GET /api/v1/source-kinds': 'sources:read',
  'GET /api/v1/sources': 'sources:read',
  'POST /api/v1/sources': 'sources:write',
  'GET /api/v1/sources/[id]': 'sources:read',
  'PATCH /api/v1/sources/[id]': 'sources:write',
  'DELETE /api/v1/sources/[id]': 'sources:write',
  'PUT /api/v1/sources/[id]/pause': 'sources:write',
  'DELETE /api/v1/sources/[id]/pause': 'sources:write',
  'POST /api/v1/sources/[id]/tests': 'sources:write',
  'GET /api/v1/staff': 'staff:read',
  'GET /api/v1/staff/[id]': 'staff:read',
  'PATCH /api/v1/staff/[id]': 'staff:write',
  'GET /api/v1/tops': 'metrics:read',
  'GET /metrics': 'shown by lib/core/http/health.test.ts',
}

/** By the address, as the folders of app spell it, without the groups. */
export const PAGES: Record<string, Permission | 'everyone'> = {
  '/': 'everyone',
  '/invitation': 'everyone',
  '/operations': 'sources:read',
  '/operations/audit': 'audit:read',
  '/operations/health': 'health:read',
  '/operations/imports': 'imports:read',
  '/operations/keys': 'keys:read',
  '/operations/runs': 'collections:read',
  '/operations/runs/[id]': 'collections:read',
  '/operations/staff': 'staff:read',
  '/overview': 'overview:read',
  '/settings': 'settings:read',
  '/settings/account': 'account:manage',
  '/settings/retention': 'settings:write',
  '/setup': 'everyone',
  '/sign-in': 'everyone',
  '/usage': 'metrics:read',
}

/** Null: no socket hears it. */
export const TOPIC_OPENINGS: Record<Topic, Permission | null> = {
  samples: 'metrics:read',
  runs: 'collections:read',
  sources: 'sources:read',
  imports: 'imports:read',
  annotations: 'annotations:read',
  cases: 'cases:read',
  policies: 'policies:read',
  queues: 'queues:read',
  staff: 'staff:read',
  keys: 'keys:read',
  audit: 'audit:read',
  settings: 'settings:read',
  health: 'health:read',
  sessions: null,
}
