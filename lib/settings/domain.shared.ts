import { z } from 'zod'
import { zoneName } from '@/lib/core/time/zone-name'
import { toZone } from '@/lib/core/time/zones'
import { type SharedDomain, setting } from '../domain.shared'
import { inOrder } from './in-order'
import { ACTIVITY_KINDS } from './terms'

const DEFAULT_ZONE = 'UTC'

/** A zone as it is stored. One that is not in the list (any more) brings no page down: it gives way to UTC, and doctor names it. */
export const zoneFromStore = (stored: unknown): string => toZone(String(stored)) ?? DEFAULT_ZONE

export const settings = {
  name: 'settings',
  permissions: {
    'settings:read': { role: 'executive' },
    'settings:write': { role: 'manager' },
  },
  topics: { settings: 'settings:read' },
  settings: {
    /** The community's name, as the screens show it. */
    name: setting(z.string().trim().min(1, 'Enter a name').max(80, 'Use at most 80 characters'), 'Community'),
    /** The community's IANA zone: days, weeks and months are its. */
    zone: setting(zoneName, DEFAULT_ZONE, z.unknown().transform(zoneFromStore)),
    /** Which kinds of activity make a member active on a day. */
    activityKinds: setting(
      inOrder(z.array(z.enum(ACTIVITY_KINDS)).min(1, 'must have at least one kind'), ACTIVITY_KINDS),
      [...ACTIVITY_KINDS],
    ),
  },
  navigation: [
    {
      href: '/settings',
      label: 'Settings',
      tabLabel: 'Community',
      hint: 'Community and account',
      permission: 'settings:read',
      position: 90,
      icon: 'settings',
    },
    {
      href: '/settings/retention',
      label: 'Retention',
      hint: 'How long data is kept',
      permission: 'settings:write',
      section: '/settings',
      position: 20,
    },
  ],
} as const satisfies SharedDomain
