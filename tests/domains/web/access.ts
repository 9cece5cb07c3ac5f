import type { DomainAccess } from '@/tests/support/domain-access'

export const access: DomainAccess = {
  endpoints: {
    'DELETE /api/[...missing]': 'everyone',
    'GET /api/[...missing]': 'everyone',
    'PATCH /api/[...missing]': 'everyone',
    'POST /api/[...missing]': 'everyone',
    'PUT /api/[...missing]': 'everyone',
    'GET /api/health/live': 'everyone',
    'GET /api/health/ready': 'everyone',
    'GET /api/v1/openapi.json': 'whoever is signed in',
    'GET /metrics': 'shown by lib/core/http/health.test.ts',
  },
  erasedColumns: ['idempotency_key.answer'],
  otherColumns: {
    'the team, its keys and links': ['idempotency_key.'],
    'jobs: their payloads hold numbers and our own ids': ['graphile_worker.'],
  },
}
