import { ROLES } from '@/lib/staff/roles'
import { type SharedDomain, setting } from '../domain.shared'
import { keptDays } from '../settings/kept-days'

export const metrics = {
  name: 'metrics',
  permissions: {
    'overview:read': { role: 'executive' },
    'metrics:read': { role: 'executive' },
    'metrics:write': { role: 'manager' },
    'samples:write': { role: 'operator' },
  },
  topics: { samples: 'metrics:read' },
  settings: {
    keepRawDays: setting(keptDays, null),
    keepQuarterDays: setting(keptDays, null),
    keepHourDays: setting(keptDays, null),
  },
  navigation: [
    {
      href: '/overview',
      label: 'Overview',
      hint: 'Current figures',
      permission: 'overview:read',
      position: 10,
      icon: 'layout',
      homeOf: ROLES,
    },
    {
      href: '/usage',
      label: 'Usage',
      hint: 'Charts over time',
      permission: 'metrics:read',
      position: 20,
      icon: 'chart',
    },
  ],
} as const satisfies SharedDomain
