import { type SharedDomain, setting } from '../domain.shared'
import { keptDays } from '../settings/kept-days'

export const webhooks = {
  name: 'webhooks',
  permissions: {
    'webhooks:read': { role: 'operator' },
    'webhooks:write': { role: 'operator' },
  },
  topics: { webhooks: 'webhooks:read' },
  settings: {
    /** What was sent to webhooks and what they answered, from its end on; what was given up has a time of its own. */
    keepDeliveryDays: setting(keptDays, 90),
    keepDeadDeliveryDays: setting(keptDays, 365),
  },
  navigation: [
    {
      href: '/operations/webhooks',
      label: 'Webhooks',
      hint: 'Endpoints and their deliveries',
      permission: 'webhooks:read',
      section: '/operations',
      position: 80,
    },
  ],
} as const satisfies SharedDomain
