import type { z } from 'zod'
import type { Role } from './staff/roles'

/** A permission: the least role that has it, and whether it is for people alone, whatever an API key's role and scopes. */
export interface PermissionEntry {
  role: Role
  isStaffOnly?: true
}

/** A setting: what it may be, and what it is while nobody has set it. */
export interface SettingEntry<Schema extends z.ZodType = z.ZodType> {
  schema: Schema
  fallback: z.output<Schema>
  /** Reads what is stored where the schema alone would refuse values that were once allowed. */
  stored?: z.ZodType
}

/** Icons of the sidebar, by name; components/shell/nav-icon.tsx draws them on the server. */
export const NAV_ICONS = [
  'calendar',
  'chart',
  'gauge',
  'layout',
  'megaphone',
  'settings',
  'shield',
  'target',
  'trophy',
  'users',
  'workflow',
  'circle',
] as const
export type NavIcon = (typeof NAV_ICONS)[number]

/** A page of the console that the sidebar, the tabs of a section, the breadcrumb and the palette know. */
export interface NavigationEntry {
  href: `/${string}`
  label: string
  /** What one needs to open it; who lacks it does not see it. */
  permission: string
  /** A few words on what is there, for the palette. */
  hint: string
  /** Ascending among its siblings: sections in the sidebar, tabs in their section. */
  position: number
  /** The section whose tab it is. An entry without one is a section of the sidebar. */
  section?: `/${string}`
  /** Of a section. */
  icon?: NavIcon
  /** The name of its first tab, where the section has tabs and is one itself. */
  tabLabel?: string
  /** Roles that land here after signing in; of several, the entry with the lowest position is taken. */
  homeOf?: readonly Role[]
}

/** Something that happens in a domain, and that other parts may hear of (lib/core/events). */
export interface DomainEventEntry {
  /** Raised when the payload changes in a way that readers notice. */
  version: number
  payload: z.ZodType
  /** What people call it, where they choose it: "Decision made". */
  title: string
  /** When it is sent and what it says, in a sentence. */
  description: string
  /** Whether webhooks may carry it out of the house. */
  isWebhook: boolean
  /** Whether it is chosen for a new endpoint until somebody chooses otherwise. */
  isPreselected?: true
}

/**
 * The half of a domain's manifest that needs no server: `lib/<domain>/domain.shared.ts` exports it, lib/domains.shared.ts lists
 * it. All names are unique over all domains.
 */
export interface SharedDomain {
  /** The name of its folder in lib. */
  name: string
  permissions?: Readonly<Record<string, PermissionEntry>>
  /** What changes and is announced, and the permission to hear of it; null is heard by the server alone. */
  topics?: Readonly<Record<string, string | null>>
  settings?: Readonly<Record<string, SettingEntry>>
  events?: Readonly<Record<string, DomainEventEntry>>
  navigation?: readonly NavigationEntry[]
}

/** A setting, with the type of its fallback held to its schema. */
export const setting = <Schema extends z.ZodType>(
  schema: Schema,
  fallback: z.output<Schema>,
  stored?: z.ZodType,
): SettingEntry<Schema> => ({ schema, fallback, ...(stored ? { stored } : {}) })
