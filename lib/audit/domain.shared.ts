import { z } from 'zod'
import type { SharedDomain } from '../domain.shared'

export const audit = {
  name: 'audit',
  permissions: { 'audit:read': { role: 'operator' } },
  topics: { audit: 'audit:read' },
  events: {
    'audit.head': {
      version: 1,
      payload: z.strictObject({ id: z.int(), hash: z.string(), at: z.string() }),
      title: 'Audit head',
      description:
        'Sends the newest ID and hash of the audit log so you can save them elsewhere. At most once every 30 seconds.',
      isWebhook: true,
    },
  },
  navigation: [
    {
      href: '/operations/audit',
      label: 'Audit log',
      hint: 'Who changed what and when',
      permission: 'audit:read',
      section: '/operations',
      position: 50,
    },
  ],
} as const satisfies SharedDomain
