import type { DomainAccess } from '@/tests/support/domain-access'

export const access: DomainAccess = {
  endpoints: {
    'GET /api/v1/settings': 'settings:read',
    'PATCH /api/v1/settings': 'settings:write',
  },
  pages: {
    '/settings': 'settings:read',
    '/settings/retention': 'settings:write',
  },
  topics: {
    settings: 'settings:read',
  },
  bodies: {
    'PATCH /api/v1/settings': { name: 'A community', zone: 'Europe/Berlin', messageTextDays: 30 },
  },
  otherColumns: {
    'what the team has set up': ['setting.'],
  },
}
