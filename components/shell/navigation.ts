import { ChartLine, Gauge, LayoutDashboard, type LucideIcon, Settings, Shield } from 'lucide-react'
import { can, type Permission, type Role } from '@/lib/staff/permissions'

export interface NavigationItem {
  href: string
  label: string
  icon: LucideIcon
  /** What one needs to open it; who lacks it does not see it. */
  permission: Permission
  /** A word on what is there, for the palette. */
  hint: string
}

/** The rooms of the console, in the order of the sidebar. */
const NAVIGATION: readonly NavigationItem[] = [
  {
    href: '/overview',
    label: 'Overview',
    icon: LayoutDashboard,
    permission: 'overview:read',
    hint: 'The figures of now',
  },
  { href: '/usage', label: 'Usage', icon: ChartLine, permission: 'metrics:read', hint: 'Charts over time' },
  { href: '/moderation', label: 'Moderation', icon: Shield, permission: 'cases:read', hint: 'Reports and cases' },
  { href: '/operations', label: 'Operations', icon: Gauge, permission: 'collections:read', hint: 'Sources and runs' },
  { href: '/settings', label: 'Settings', icon: Settings, permission: 'settings:read', hint: 'Community and account' },
]

/** What this role may open. */
export const navigationFor = (role: Role): NavigationItem[] => NAVIGATION.filter((item) => can(role, item.permission))

export const isWithin = (pathname: string, href: string): boolean =>
  pathname === href || pathname.startsWith(`${href}/`)

/** Pages that are called otherwise than their address. */
const PAGE_NAMES: Record<string, string> = { audit: 'Audit log', account: 'Your account' }

/** The breadcrumb of a path under the community's name: `/operations/runs` is Operations / Runs; ids say nothing and are left out. */
export function crumbsOf(pathname: string): { label: string; href: string }[] {
  const [room = '', ...rest] = pathname.split('/').filter(Boolean)
  const item = NAVIGATION.find(({ href }) => href === `/${room}`)
  if (!item) return []
  const words = rest.filter((part) => /^[a-z][a-z-]*$/.test(part) && !part.includes('--'))
  return [
    { label: item.label, href: item.href },
    ...words.map((word, index) => ({
      label: PAGE_NAMES[word] ?? word.charAt(0).toUpperCase() + word.slice(1).replaceAll('-', ' '),
      href: `${item.href}/${rest.slice(0, index + 1).join('/')}`,
    })),
  ]
}
