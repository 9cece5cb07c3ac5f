import type { DomainAccess } from '@/tests/support/domain-access'

export const access: DomainAccess = {
  endpoints: {
    'GET /api/v1/audit': 'audit:read',
    'GET /api/v1/audit/actions': 'audit:read',
    'GET /api/v1/audit/chain': 'audit:read',
    'GET /api/v1/audit/head': 'audit:read',
  },
  pages: {
    '/operations/audit': 'audit:read',
  },
  topics: {
    audit: 'audit:read',
  },
  erasedColumns: ['audit_detail.detail'],
  otherColumns: {
    'what kind of thing it is, who of the team did it, and how far it is': ['audit_detail.salt'],
    'the team, its keys and links': ['audit_entry.', 'audit_floor.'],
  },
}
