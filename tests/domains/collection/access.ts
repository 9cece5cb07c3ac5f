import type { DomainAccess } from '@/tests/support/domain-access'
import { ID } from '@/tests/support/samples'

export const access: DomainAccess = {
  endpoints: {
    'GET /api/v1/collections': 'collections:read',
    'POST /api/v1/collections': 'collections:write',
    'GET /api/v1/collections/[id]': 'collections:read',
    'GET /api/v1/freshness': 'collections:read',
    'GET /api/v1/health': 'health:read',
    'GET /api/v1/source-kinds': 'sources:read',
    'GET /api/v1/sources': 'sources:read',
    'POST /api/v1/sources': 'sources:write',
    'GET /api/v1/sources/[id]': 'sources:read',
    'PATCH /api/v1/sources/[id]': 'sources:write',
    'DELETE /api/v1/sources/[id]': 'sources:write',
    'PUT /api/v1/sources/[id]/pause': 'sources:write',
    'DELETE /api/v1/sources/[id]/pause': 'sources:write',
    'POST /api/v1/sources/[id]/tests': 'sources:write',
  },
  pages: {
    '/operations': 'sources:read',
    '/operations/health': 'health:read',
    '/operations/runs': 'collections:read',
    '/operations/runs/[id]': 'collections:read',
  },
  topics: {
    runs: 'collections:read',
    sources: 'sources:read',
    health: 'health:read',
  },
  bodies: {
    'POST /api/v1/collections': { sourceId: ID },
    'POST /api/v1/sources': { name: 'Machine', kind: 'system', config: {}, secrets: {}, intervalSeconds: 86_400 },
    'PATCH /api/v1/sources/[id]': { version: 1, name: 'Machine', config: {}, secrets: {} },
    'POST /api/v1/sources/[id]/tests': { config: {}, secrets: {} },
  },
  otherColumns: {
    'what the team has set up': ['source.'],
    'collection and figures': ['collection_run.', 'worker.'],
  },
}
