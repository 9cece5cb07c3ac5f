import type { SharedDomain } from '../domain.shared'
import { setting } from '../domain.shared'
import { keptDays } from '../settings/kept-days'

export const collection = {
  name: 'collection',
  permissions: {
    'collections:read': { role: 'executive' },
    'sources:read': { role: 'executive' },
    'health:read': { role: 'executive' },
    'sources:write': { role: 'operator' },
    'collections:write': { role: 'operator' },
    'secrets:write': { role: 'operator', isStaffOnly: true },
  },
  topics: { runs: 'collections:read', sources: 'sources:read', health: 'health:read' },
  settings: { keepRunDays: setting(keptDays, null) },
  navigation: [
    {
      href: '/operations',
      label: 'Operations',
      tabLabel: 'Collection',
      hint: 'Sources and runs',
      permission: 'collections:read',
      position: 80,
      icon: 'gauge',
    },
    {
      href: '/operations/runs',
      label: 'Runs',
      hint: 'Results of each collection',
      permission: 'collections:read',
      section: '/operations',
      position: 20,
    },
    {
      href: '/operations/health',
      label: 'Health',
      hint: 'Database, workers and jobs',
      permission: 'health:read',
      section: '/operations',
      position: 40,
    },
  ],
} as const satisfies SharedDomain
