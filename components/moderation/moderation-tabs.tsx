import { RouteTabs } from '@/components/screen/route-tabs'
import type { Role } from '@/lib/staff/permissions'
import { roomsOf } from './rooms'

/** The pages of Moderation that this role may open. */
export function ModerationTabs({ role }: { role: Role }) {
  return <RouteTabs label="Moderation" tabs={roomsOf(role)} />
}
