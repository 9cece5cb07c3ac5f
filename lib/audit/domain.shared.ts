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
      description: 'The newest id and hash of the audit log, to keep somewhere else. At most once in 30 s.',
      isWebhook: true,
    },
  },
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
