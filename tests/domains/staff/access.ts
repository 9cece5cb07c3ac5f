import type { DomainAccess } from '@/tests/support/domain-access'
import { TOKEN } from '@/tests/support/samples'

export const access: DomainAccess = {
  endpoints: {
    'GET /api/auth/[...nextauth]': 'shown by lib/core/auth/handler.test.ts',
    'POST /api/auth/[...nextauth]': 'shown by lib/core/auth/handler.test.ts',
    'GET /api/v1/account': 'account:manage',
    'PATCH /api/v1/account': 'account:manage',
    'PUT /api/v1/account/password': 'account:manage',
    'GET /api/v1/account/sessions': 'account:manage',
    'DELETE /api/v1/account/sessions': 'account:manage',
    'DELETE /api/v1/account/sessions/[id]': 'account:manage',
    'GET /api/v1/invitations': 'staff:read',
    'POST /api/v1/invitations': 'staff:write',
    'DELETE /api/v1/invitations/[id]': 'staff:write',
    'POST /api/v1/invitations/acceptances': 'everyone',
    'POST /api/v1/invitations/lookup': 'everyone',
    'GET /api/v1/keys': 'keys:read',
    'POST /api/v1/keys': 'keys:write',
    'DELETE /api/v1/keys/[id]': 'keys:write',
    'GET /api/v1/staff': 'staff:read',
    'GET /api/v1/staff/[id]': 'staff:read',
    'PATCH /api/v1/staff/[id]': 'staff:write',
  },
  pages: {
    '/invitation': 'everyone',
    '/operations/keys': 'keys:read',
    '/operations/staff': 'staff:read',
    '/settings/account': 'account:manage',
    '/setup': 'everyone',
    '/sign-in': 'everyone',
  },
  topics: {
    staff: 'staff:read',
    keys: 'keys:read',
    sessions: null,
  },
  bodies: {
    'PATCH /api/v1/account': { name: 'A name' },
    'PUT /api/v1/account/password': { current: 'a long and fine password', next: 'another long and fine password' },
    'POST /api/v1/invitations': { email: 'new@example.org', name: 'A name', role: 'executive' },
    'POST /api/v1/invitations/acceptances': {
      ...{ ...TOKEN, name: 'A name', email: 'new@example.org', password: 'a long and fine password' },
    },
    'POST /api/v1/invitations/lookup': TOKEN,
    'POST /api/v1/keys': { name: 'A key', role: 'moderator', scopes: ['cases:read', 'cases:write'] },
    'PATCH /api/v1/staff/[id]': { name: 'A name', role: 'moderator', isDisabled: false },
  },
  bodiesOfTheirOwn: {
    'POST /api/auth/[...nextauth]': 'readJsonBody with limits of its own, see lib/core/auth/handler.test.ts',
  },
  otherColumns: {
    'the team, its keys and links': [
      'api_key.',
      'invitation.',
      'staff.',
      'staff_identity.',
      'staff_session.',
      'throttle.',
      'throttle_refusal.',
    ],
  },
}
