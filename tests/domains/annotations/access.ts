import { createAnnotation } from '@/lib/annotations/commands'
import { cliActor } from '@/lib/staff/actor'
import type { DomainAccess } from '@/tests/support/domain-access'
import { AT, TEXT } from '@/tests/support/samples'

export const access: DomainAccess = {
  endpoints: {
    'GET /api/v1/annotations': 'annotations:read',
    'POST /api/v1/annotations': 'annotations:write',
    'GET /api/v1/annotations/[id]': 'annotations:read',
    'PATCH /api/v1/annotations/[id]': 'annotations:write',
    'DELETE /api/v1/annotations/[id]': 'annotations:write',
  },
  topics: {
    annotations: 'annotations:read',
  },
  bodies: {
    'POST /api/v1/annotations': { at: AT, until: null, kind: 'note', text: TEXT },
    'PATCH /api/v1/annotations/[id]': { version: 1, at: AT, kind: 'note', text: TEXT },
  },
  otherColumns: {
    'what the team has set up': ['annotation.'],
  },
  examples: async (db) => ({
    annotations: (await createAnnotation(db, cliActor, { at: AT, kind: 'note', text: 'x' })).id,
  }),
}
