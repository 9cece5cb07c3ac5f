import type { SharedDomain } from '../domain.shared'

export const staff = {
  name: 'staff',
  permissions: {
    'account:manage': { role: 'executive', isStaffOnly: true },
    'staff:read': { role: 'operator', isStaffOnly: true },
    'staff:write': { role: 'operator', isStaffOnly: true },
    'keys:read': { role: 'operator', isStaffOnly: true },
    'keys:write': { role: 'operator', isStaffOnly: true },
  },
  topics: { staff: 'staff:read', keys: 'keys:read', sessions: null },
  navigation: [
    {
      href: '/operations/staff',
      label: 'Staff',
      hint: 'Who can sign in and with which role',
      permission: 'staff:read',
      section: '/operations',
      position: 60,
    },
    {
      href: '/operations/keys',
      label: 'Keys',
      hint: 'API keys and their permissions',
      permission: 'keys:read',
      section: '/operations',
      position: 70,
    },
    {
      href: '/settings/account',
      label: 'Your account',
      hint: 'Name, password and sessions',
      permission: 'account:manage',
      section: '/settings',
      position: 30,
    },
  ],
} as const satisfies SharedDomain
