import { type RouteTab, RouteTabs } from '@/components/screen/route-tabs'
import { can, type Permission, type Role } from '@/lib/staff/permissions'

const TABS: readonly (RouteTab & { permission: Permission })[] = [
  { href: '/moderation', label: 'Queue', permission: 'cases:read' },
  { href: '/moderation/appeals', label: 'Appeals', permission: 'appeals:read' },
  { href: '/moderation/policies', label: 'Policies', permission: 'policies:read' },
  { href: '/moderation/queues', label: 'Queues', permission: 'queues:read' },
  { href: '/moderation/rules', label: 'Rules', permission: 'rules:read' },
  { href: '/moderation/second-reviews', label: 'Second reviews', permission: 'reviews:read' },
  { href: '/moderation/insight', label: 'Insight', permission: 'insight:read' },
  { href: '/moderation/exports', label: 'Exports', permission: 'exports:read' },
]

/** The pages of Moderation that this role may open. */
export function ModerationTabs({ role }: { role: Role }) {
  const tabs = TABS.filter((tab) => can(role, tab.permission)).map(({ href, label }) => ({ href, label }))
  return <RouteTabs label="Moderation" tabs={tabs} />
}
