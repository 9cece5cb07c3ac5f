import type { SharedDomain } from '../domain.shared'

export const audit = {
  name: 'audit',
  permissions: { 'audit:read': { role: 'operator' } },
  topics: { audit: 'audit:read' },
  navigation: [
    {
      href: '/operations/audit',
      label: 'Audit log',
      hint: 'Who changed what, and when',
      permission: 'audit:read',
      section: '/operations',
      position: 50,
    },
  ],
} as const satisfies SharedDomain
