import { z } from 'zod'
import { type SharedDomain, setting } from '../domain.shared'

export const community = {
  name: 'community',
  permissions: {
    'members:read': { role: 'moderator' },
    'imports:read': { role: 'manager' },
    'imports:write': { role: 'manager' },
  },
  topics: { imports: 'imports:read' },
  settings: {
    /** Days that a message's text is kept, 0 keeps none. */
    messageTextDays: setting(
      z
        .number('must be a number of days')
        .int('must be a whole number of days')
        .min(0, 'must be at least 0 days')
        .max(36_500, 'must be at most 36,500 days'),
      90,
    ),
    /** The largest file that may be uploaded for an import. */
    uploadLimitMiB: setting(z.number().int().min(1).max(1_048_576), 2_048),
  },
  navigation: [
    {
      href: '/operations/imports',
      label: 'Imports',
      hint: 'Import messages from files',
      permission: 'imports:read',
      section: '/operations',
      position: 30,
    },
  ],
} as const satisfies SharedDomain
