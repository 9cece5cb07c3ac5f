import type { z } from 'zod'
import { annotations } from './annotations/domain.shared'
import { audit } from './audit/domain.shared'
import { collection } from './collection/domain.shared'
import { community } from './community/domain.shared'
import type { DomainEventEntry, NavigationEntry, PermissionEntry, SettingEntry, SharedDomain } from './domain.shared'
import { domainEvents } from './domain-events/domain.shared'
import { erasure } from './erasure/domain.shared'
import { metrics } from './metrics/domain.shared'
import { moderation } from './moderation/domain.shared'
import { settings } from './settings/domain.shared'
import { staff } from './staff/domain.shared'
import { webhooks } from './webhooks/domain.shared'

/** Every domain, by the half of its manifest that needs no server; lib/domains.ts lists the other halves. */
export const SHARED_DOMAINS = [
  metrics,
  community,
  annotations,
  moderation,
  erasure,
  collection,
  audit,
  staff,
  webhooks,
  domainEvents,
  settings,
] as const satisfies readonly SharedDomain[]

type Listed = (typeof SHARED_DOMAINS)[number]
type KeysOf<Field extends 'permissions' | 'topics' | 'settings' | 'events'> = Listed extends infer Domain
  ? Domain extends Record<Field, infer Entries>
    ? keyof Entries & string
    : never
  : never

export type Permission = KeysOf<'permissions'>
export type Topic = KeysOf<'topics'>
export type SettingName = KeysOf<'settings'>
export type SettingEntries = {
  [Name in SettingName]: Extract<Listed, { settings: Record<Name, SettingEntry> }>['settings'][Name]
}
/** Each event as its domain declares it. */
export type EventEntries = {
  [Name in KeysOf<'events'>]: Extract<Listed, { events: Record<Name, DomainEventEntry> }>['events'][Name]
}

declare module './core/events/contract' {
  interface EventRegister {
    payloads: { [Name in KeysOf<'events'>]: z.output<EventEntries[Name]['payload']> }
  }
}

declare module './core/realtime/topics' {
  interface TopicRegister {
    topic: KeysOf<'topics'>
  }
}

const DOMAINS: readonly SharedDomain[] = SHARED_DOMAINS

const merged = <Entry>(field: (domain: SharedDomain) => Readonly<Record<string, Entry>> | undefined) =>
  Object.fromEntries(DOMAINS.flatMap((domain) => Object.entries(field(domain) ?? {})))

export const PERMISSION_ENTRIES = merged((domain) => domain.permissions) as Record<Permission, PermissionEntry>
/** Each topic and what its hints may be heard with; null is heard by the server alone. */
export const TOPIC_PERMISSIONS = merged((domain) => domain.topics) as Record<Topic, Permission | null>
export const SETTING_ENTRIES = merged((domain) => domain.settings) as SettingEntries
/** Everything that happens and is told of, in the order of the domains. */
export const EVENT_ENTRIES: Record<keyof EventEntries, DomainEventEntry> = merged(
  (domain) => domain.events,
) as EventEntries
/** Every page that the console names, sections and tabs, each group in its order. */
export const NAVIGATION: readonly NavigationEntry[] = DOMAINS.flatMap((domain) => domain.navigation ?? []).toSorted(
  (one, other) => one.position - other.position,
)
