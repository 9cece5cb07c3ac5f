import { RouteTabs } from '@/components/screen/route-tabs'
import { can, type Role } from '@/lib/staff/permissions'

/** The pages of Settings that this role may open. */
export function SettingsTabs({ role }: { role: Role }) {
  const tabs = [
    { href: '/settings', label: 'Community' },
    ...(can(role, 'settings:write') ? [{ href: '/settings/retention', label: 'Retention' }] : []),
    { href: '/settings/account', label: 'Your account' },
  ]
  return <RouteTabs label="Settings" tabs={tabs} />
}
