import type { DomainAccess } from '@/tests/support/domain-access'

export const access: DomainAccess = {
  endpoints: {
    'GET /api/v1/attention': 'overview:read',
    'GET /api/v1/members/[id]/parts': 'members:read',
    'GET /api/v1/navigation': 'overview:read',
    'GET /api/v1/search': 'overview:read',
    'GET /api/v1/timeline': 'metrics:read',
  },
  pages: {
    '/': 'everyone',
  },
}
