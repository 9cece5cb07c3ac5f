import type { DomainAccess } from '@/tests/support/domain-access'
import { TEXT } from '@/tests/support/samples'

export const access: DomainAccess = {
  endpoints: {
    'GET /api/v1/members/[id]/erasure': 'members:erase',
    'POST /api/v1/members/[id]/erasure': 'members:erase',
  },
  bodies: {
    'POST /api/v1/members/[id]/erasure': { reason: TEXT },
  },
}
