import type { SharedDomain } from '../domain.shared'

export const erasure = {
  name: 'erasure',
  permissions: { 'members:erase': { role: 'manager' } },
} as const satisfies SharedDomain
