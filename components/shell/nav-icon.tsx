import {
  Calendar,
  ChartLine,
  Circle,
  Gauge,
  LayoutDashboard,
  type LucideIcon,
  Megaphone,
  Settings,
  Shield,
  Target,
  Trophy,
  Users,
  Workflow,
} from 'lucide-react'
import type { NavIcon as NavIconName } from '@/lib/domain.shared'

const ICONS: Record<NavIconName, LucideIcon> = {
  calendar: Calendar,
  chart: ChartLine,
  circle: Circle,
  gauge: Gauge,
  layout: LayoutDashboard,
  megaphone: Megaphone,
  settings: Settings,
  shield: Shield,
  target: Target,
  trophy: Trophy,
  users: Users,
  workflow: Workflow,
}

/** An icon by its name. Drawn on the server alone, so that no page carries the ones it does not show. */
export function NavIcon({ name }: { name: NavIconName }) {
  const Icon = ICONS[name]
  return <Icon aria-hidden className="size-4 shrink-0 stroke-[1.75] group-aria-[current=page]:text-accent" />
}
