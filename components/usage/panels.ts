import type { MetricView } from '@/lib/metrics/schema'

export type PanelWidth = 'wide' | 'half' | 'third'

/** One chart of the usage page. */
export interface Panel {
  /** Its anchor on the page, and the name in "copy link". */
  id: string
  metric: string
  width: PanelWidth
  /** Broken down by this label whatever the page's breakdown says. */
  alwaysBy?: string
  /** Left out where nothing was ever measured: only some platforms have it. */
  isOptional?: boolean
}

export interface PanelSection {
  id: string
  title: string
  panels: readonly Panel[]
}

/** The charts of the usage page in their order; top lists and the heat map are placed among them by the page. */
export const SECTIONS = {
  users: {
    id: 'users',
    title: 'Users',
    panels: [
      { id: 'daily-active', metric: 'daily_active_users', width: 'wide' },
      { id: 'active-users', metric: 'active_users', width: 'half' },
      { id: 'online-users', metric: 'online_users', width: 'half' },
      { id: 'sign-ins', metric: 'sign_ins', width: 'half', isOptional: true },
    ],
  },
  channels: {
    id: 'channels',
    title: 'Channels and messages',
    panels: [
      { id: 'messages', metric: 'messages', width: 'half' },
      { id: 'active-channels', metric: 'active_channels', width: 'half' },
      { id: 'channel-users', metric: 'channel_users', width: 'half' },
    ],
  },
  spaces: {
    id: 'spaces',
    title: 'Instances and spaces',
    panels: [
      { id: 'active-instances', metric: 'active_instances', width: 'half' },
      { id: 'active-spaces', metric: 'active_spaces', width: 'half' },
      { id: 'active-scenes', metric: 'active_scenes', width: 'half' },
    ],
  },
  members: {
    id: 'members',
    title: 'Members and features',
    panels: [
      { id: 'new-members', metric: 'daily_new_users', width: 'half' },
      { id: 'members', metric: 'members', width: 'half' },
      { id: 'features', metric: 'feature_usage', width: 'wide', alwaysBy: 'feature' },
    ],
  },
  system: {
    id: 'system',
    title: 'System',
    panels: [
      { id: 'worker-cpu', metric: 'system_process_cpu', width: 'third' },
      { id: 'host-cpu', metric: 'system_host_cpu', width: 'third' },
      { id: 'worker-memory', metric: 'system_resident_memory', width: 'third' },
      { id: 'event-loop', metric: 'system_event_loop_delay', width: 'third' },
      { id: 'database-size', metric: 'system_database_size', width: 'third' },
      { id: 'database-connections', metric: 'system_database_connections', width: 'third' },
    ],
  },
} as const satisfies Record<string, PanelSection>

export type SectionId = keyof typeof SECTIONS

export const ALL_PANELS: readonly Panel[] = Object.values(SECTIONS).flatMap(
  (section): readonly Panel[] => section.panels,
)

type Grouped = Pick<MetricView, 'name' | 'group' | 'lastAt' | 'version'>

/** Groups of metrics that have no section of their own name. */
const SECTION_OF_GROUP: Readonly<Record<string, SectionId>> = { instances: 'spaces', features: 'members' }

const WITH_PANEL = new Set(ALL_PANELS.map(({ metric }) => metric))

/**
 * The sections of the page with a panel for each metric that has none of its own: those that people made, and those of Guildhall
 * that were ever measured. A group without a section gets one, before the last.
 */
export function sectionsOf(metrics: readonly Grouped[]): readonly PanelSection[] {
  const further = metrics.filter(({ name, lastAt, version }) => !WITH_PANEL.has(name) && (lastAt ?? version) !== null)
  const groups = Map.groupBy(further, ({ group }) => SECTION_OF_GROUP[group] ?? group)
  const known: PanelSection[] = Object.values(SECTIONS)
  const last = known.at(-1)
  const others = [...groups.keys()].filter((group) => !Object.hasOwn(SECTIONS, group)).toSorted()
  const sections = [...known.slice(0, -1), ...others.map(toSection), ...(last ? [last] : [])]
  return sections.map((section) => ({
    ...section,
    panels: [...section.panels, ...(groups.get(section.id) ?? []).map(toPanel)],
  }))
}

const toSection = (group: string): PanelSection => ({
  id: group,
  title: `${group.charAt(0).toUpperCase()}${group.slice(1)}`,
  panels: [],
})

const toPanel = ({ name }: Grouped): Panel => ({ id: `metric-${name}`, metric: name, width: 'half' })
