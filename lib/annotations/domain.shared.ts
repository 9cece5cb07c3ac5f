import type { SharedDomain } from '../domain.shared'

export const annotations = {
  name: 'annotations',
  permissions: {
    'annotations:read': { role: 'executive' },
    'annotations:write': { role: 'manager' },
  },
  topics: { annotations: 'annotations:read' },
} as const satisfies SharedDomain
