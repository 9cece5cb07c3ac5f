import { type RouteTab, RouteTabs } from '@/components/screen/route-tabs'
import { can, type Permission, type Role } from '@/lib/staff/permissions'

const TABS: readonly (RouteTab & { permission: Permission })[] = [
  { href: '/operations', label: 'Collection', permission: 'sources:read' },
  { href: '/operations/runs', label: 'Runs', permission: 'collections:read' },
  { href: '/operations/imports', label: 'Imports', permission: 'imports:read' },
  { href: '/operations/health', label: 'Health', permission: 'health:read' },
  { href: '/operations/audit', label: 'Audit log', permission: 'audit:read' },
  { href: '/operations/staff', label: 'Staff', permission: 'staff:read' },
  { href: '/operations/keys', label: 'Keys', permission: 'keys:read' },
  { href: '/operations/webhooks', label: 'Webhooks', permission: 'webhooks:read' },
  { href: '/operations/classifiers', label: 'Classifiers', permission: 'classifiers:write' },
]

/** The pages of Operations that this role may open. */
export function OperationsTabs({ role }: { role: Role }) {
  const tabs = TABS.filter((tab) => can(role, tab.permission)).map(({ href, label }) => ({ href, label }))
  return <RouteTabs label="Operations" tabs={tabs} />
}
