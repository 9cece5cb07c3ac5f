import type { Command } from 'commander'
import type { RawBuilder } from 'kysely'
import type { HealthView } from './collection/schema'
import type { AttentionView, MemberPartsView, NavigationCountView, SearchView, TimelineView } from './console/schema'
import type { Db, ReadDb, Trx } from './core/db/types'
import type { EventConsumer } from './core/events/contract'
import type { Task } from './core/jobs/contract'
import type { TaskHandler } from './core/jobs/handler'
import type { LinkPurpose } from './core/links/purpose'
import type { SharedDomain } from './domain.shared'
import type { Permission, SettingName, Topic } from './domains.shared'
import type { MetricEntry } from './metrics/entry'
import type { Settings } from './settings/schema'
import type { Actor } from './staff/actor'

/**
 * Code that a manifest names and that is loaded when it is first needed. Manifests hold data and such functions only, so that
 * whatever walks them (a job, a query over all domains) can be part of a domain itself without an import cycle.
 */
export type Load<Loaded> = () => Promise<Loaded>

/** A durable job and who carries it out. */
export interface JobEntry {
  task: Task
  load: Load<TaskHandler<Task>>
  /** `outbound`: calls other people's systems, which may hang; these run apart from everything else. */
  pool: 'common' | 'outbound'
  /** When it is due by itself: a crontab pattern in UTC. However many workers run, each comes once. */
  at?: string
  /** How far back a missed time is made up for, in milliseconds. Default: not at all. */
  catchUpMs?: number
  /** Whether a worker asks for it when it starts. */
  isRequestedAtStart?: true
}

/** A job of a manifest. The runner parses each payload by the task's schema before the handler gets it, so the pair fits. */
export const job = <T extends Task>(
  task: T,
  load: Load<TaskHandler<T>>,
  options: Partial<Omit<JobEntry, 'task' | 'load'>> = {},
): JobEntry => ({ pool: 'common', ...options, task, load: load as Load<TaskHandler<Task>> })

/** Removes what the settings say is not to be kept any longer. Answers how much went, for the log. */
export type DropOld = (
  db: Db,
  settings: Settings,
  now: Date,
  signal: AbortSignal,
) => Promise<number | Readonly<Record<string, number>>>

export interface RetentionEntry {
  /** Of what: the word in the log. Not shown where the answer names its parts. */
  name: string
  load: Load<DropOld>
}

/** The settings that are a number of days, or null. */
export type RetentionSettingName = {
  [Name in SettingName]: Settings[Name] extends number | null ? Name : never
}[SettingName]

/** A setting for how long something is kept, as the page Retention shows it. */
export interface RetentionSetting {
  name: RetentionSettingName
  /** Ascending among all of them. */
  position: number
  label: string
  /** What is deleted and what stays. */
  hint: string
  /** The same as the end of a sentence that begins with a number of days: "Older than 30 days: …". */
  dropped: string
  /** The choice that isn't a number of days. */
  otherwise: { label: string; value: number | null }
  /** Days offered when a limit is first set. */
  suggestion: number
}

export const FOREVER = { label: 'Forever', value: null }

/** Whoever is erased: the same id of the platform under every origin. */
export interface ErasedPerson {
  ids: readonly number[]
  /** As the platform knows them; of one who was erased before, the pseudonym. */
  externalId: string
  /** What takes the place of the platform's id. */
  pseudonym: string
}

/**
 * Takes a person's data out of a domain, in the transaction that erases them. Again it finds nothing to do. Answers counts for the
 * audit entry.
 */
export type ErasePerson = (
  trx: Trx,
  person: ErasedPerson,
  actor: Actor,
) => Promise<Readonly<Record<string, number>> | undefined>

export interface ErasureEntry {
  load: Load<ErasePerson>
  /** Before the member's id and name are gone, or after. */
  phase: 'before identity' | 'after identity'
  /** What screens have to read again. */
  topics?: readonly Topic[]
}

/** What follows from a change of settings, in its transaction. */
export interface SettingChangeEntry {
  settings: readonly SettingName[]
  load: Load<(trx: Trx) => Promise<void>>
}

/** Bounds of instants, a little wider than what is asked for. */
export interface ActivityWindow {
  from: RawBuilder<Date>
  to: RawBuilder<Date>
}

/** A kind of activity that makes a member active, from the rows of its domain. */
export interface ActivityRelation {
  /** The name in the setting `activityKinds`. */
  kind: string
  /** Rows `(member_id, from_at, to_at)` that may touch the window; what is still open lasts until `now`. */
  spans: (window: ActivityWindow, now: RawBuilder<unknown>) => RawBuilder<unknown>
}

/** What is shown on charts as having happened then. */
export type ChartAnnotation = Omit<TimelineView['items'][number], 'source'>

export interface AnnotationSource {
  permission: Permission
  topics: readonly Topic[]
  /** All that touch `[from, to)`, oldest first, `limit` at most. */
  load: Load<(db: ReadDb, range: { from: Date; to: Date; limit: number }) => Promise<ChartAnnotation[]>>
}

/** How much waits behind a section of the sidebar. */
export type NavigationCount = Omit<NavigationCountView, 'href'>

export interface CountEntry {
  /** The section that shows it. */
  href: `/${string}`
  permission: Permission
  topics: readonly Topic[]
  load: Load<(db: ReadDb, actor: Actor) => Promise<NavigationCount>>
}

/** Something that the palette found. */
export type FoundItem = SearchView['groups'][number]['items'][number]

export interface SearchEntry {
  /** The heading in the palette. */
  title: string
  permission: Permission
  /** Best first, `limit` at most. */
  load: Load<(db: ReadDb, actor: Actor, search: { text: string; limit: number }) => Promise<FoundItem[]>>
}

/** Something that somebody should look at. */
export type AttentionItem = AttentionView['items'][number]

export interface AttentionEntry {
  permission: Permission
  topics: readonly Topic[]
  load: Load<(db: ReadDb, actor: Actor, now: Date) => Promise<AttentionItem[]>>
}

/** A line of the member's pane. */
export type MemberFact = MemberPartsView['parts'][number]['facts'][number]

export interface MemberPart {
  title: string
  permission: Permission
  topics: readonly Topic[]
  load: Load<(db: ReadDb, actor: Actor, memberId: number) => Promise<MemberFact[]>>
}

/** How a part of the system is, in a sentence, and where to look into it. */
export type HealthFinding = Omit<HealthView['checks'][number], 'name' | 'title'>

export interface HealthCheckEntry {
  /** Unique over all domains. */
  name: string
  title: string
  load: Load<(db: ReadDb) => Promise<HealthFinding>>
}

/** A domain's part of the demo. The community itself, its members and messages are there before. */
export interface DemoPart {
  /**
   * Fills its part of the made-up past, unless it is there; beside the running web, which does not wait for it. Interrupted, it
   * goes on with the next start.
   */
  fill?: Load<(db: Db, context: { now: Date; seed: number; signal: AbortSignal }) => Promise<void>>
  /** Lets happen what happens in the step that ends now, `stepMs` long. */
  simulate?: Load<(db: Db, step: { now: Date; stepMs: number; random: () => number }) => Promise<void>>
}

/**
 * The half of a domain's manifest that runs on the server: `lib/<domain>/domain.ts` exports it, lib/domains.ts lists it.
 * What is left out the domain has none of.
 */
export interface Domain {
  shared: SharedDomain
  jobs?: readonly JobEntry[]
  /** What it does when something happens, in whatever domain. */
  consumers?: readonly EventConsumer[]
  retention?: readonly RetentionEntry[]
  /** Its settings for how long something is kept. */
  retentionSettings?: readonly RetentionSetting[]
  erasure?: readonly ErasureEntry[]
  settingChanges?: readonly SettingChangeEntry[]
  activity?: readonly ActivityRelation[]
  /** What it measures: `lib/<domain>/metrics.ts`. */
  metrics?: readonly MetricEntry[]
  annotationSources?: readonly AnnotationSource[]
  linkPurposes?: readonly LinkPurpose[]
  counts?: readonly CountEntry[]
  search?: readonly SearchEntry[]
  attention?: readonly AttentionEntry[]
  memberParts?: readonly MemberPart[]
  healthChecks?: readonly HealthCheckEntry[]
  /** Adds its commands to the command line. */
  commands?: readonly Load<(program: Command) => void>[]
  demo?: DemoPart
}
