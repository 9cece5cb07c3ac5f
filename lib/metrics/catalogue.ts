/**
 * Every figure that Guildhall measures, defined once: the pages show these definitions, the collector and the imports are
 * held to these names. Imported by browser and server.
 *
 * - `gauge`: a level at an instant; a sample stands until the next one. Never summed over time.
 * - `event`: counted from the mirror's rows; never summed from samples.
 * - `increment`: what came in during the interval that starts at a sample.
 * - `distinct`: distinct members of a period; never added up into a longer one.
 */
export type MetricKind = 'gauge' | 'event' | 'increment' | 'distinct'

export type MetricUnit =
  | 'members'
  | 'instances'
  | 'channels'
  | 'spaces'
  | 'scenes'
  | 'messages'
  | 'uses'
  | 'sign-ins'
  | 'share'
  | 'bytes'
  | 'seconds'
  | 'connections'

/** Labels that a metric may be broken down by; `channel` and `space` hold our numeric id as a string. */
export type LabelName = 'channel' | 'space' | 'feature'

export type MetricGroup = 'users' | 'instances' | 'channels' | 'spaces' | 'members' | 'features' | 'system'

export interface Metric {
  name: MetricName
  title: string
  unit: MetricUnit
  kind: MetricKind
  group: MetricGroup
  labels: readonly LabelName[]
  /** What it counts, in a sentence for people. */
  definition: string
  /** Where it comes from, in a sentence for people. */
  source: string
  /** Which direction is good; null where neither is. */
  goodDirection: 'up' | 'down' | null
  /** IR Engine's name of it on the analytics API; its own where there is none. */
  analyticsType?: string
}

const BY_SCHEDULE = 'Counted in the mirror at each scheduled collection.'
const FROM_ROWS = 'Counted from the mirrored rows, again whenever rows arrive.'
const BY_PROCESS = 'Read from the worker and its host at each scheduled collection.'
const BY_DATABASE = 'Asked of PostgreSQL at each scheduled collection.'

const CATALOGUE = {
  active_users: {
    title: 'Active users',
    unit: 'members',
    kind: 'gauge',
    group: 'users',
    labels: ['space'],
    definition: 'Distinct members with an open attendance in an instance at that instant.',
    source: BY_SCHEDULE,
    goodDirection: 'up',
    analyticsType: 'instanceUsers',
  },
  channel_users: {
    title: 'Channel users',
    unit: 'members',
    kind: 'gauge',
    group: 'users',
    labels: ['channel'],
    definition: 'Distinct members with an open attendance in an instance that is a channel at that instant.',
    source: BY_SCHEDULE,
    goodDirection: 'up',
    analyticsType: 'channelUsers',
  },
  online_users: {
    title: 'Online users',
    unit: 'members',
    kind: 'gauge',
    group: 'users',
    labels: [],
    definition: 'Distinct members present or active in the 5 minutes before that instant.',
    source: BY_SCHEDULE,
    goodDirection: 'up',
  },
  active_instances: {
    title: 'Active instances',
    unit: 'instances',
    kind: 'gauge',
    group: 'instances',
    labels: ['space'],
    definition: 'Instances that had started and not ended at that instant.',
    source: BY_SCHEDULE,
    goodDirection: 'up',
    analyticsType: 'activeInstances',
  },
  active_channels: {
    title: 'Active channels',
    unit: 'channels',
    kind: 'gauge',
    group: 'channels',
    labels: [],
    definition: 'Channels with a message in the interval that ends at that instant.',
    source: BY_SCHEDULE,
    goodDirection: 'up',
  },
  channels: {
    title: 'Channels',
    unit: 'channels',
    kind: 'gauge',
    group: 'channels',
    labels: [],
    definition: 'Channels that the platform has, whether anything is said in them or not.',
    source: BY_SCHEDULE,
    goodDirection: null,
    analyticsType: 'activeChannels',
  },
  active_spaces: {
    title: 'Active spaces',
    unit: 'spaces',
    kind: 'gauge',
    group: 'spaces',
    labels: [],
    definition: 'Distinct spaces of the instances that were active at that instant.',
    source: BY_SCHEDULE,
    goodDirection: 'up',
    analyticsType: 'activeLocations',
  },
  active_scenes: {
    title: 'Active scenes',
    unit: 'scenes',
    kind: 'gauge',
    group: 'spaces',
    labels: [],
    definition: 'Distinct scenes of the instances that were active at that instant.',
    source: BY_SCHEDULE,
    goodDirection: 'up',
    analyticsType: 'activeScenes',
  },
  messages: {
    title: 'Messages',
    unit: 'messages',
    kind: 'event',
    group: 'channels',
    labels: ['channel'],
    definition: 'Messages sent in the interval.',
    source: FROM_ROWS,
    goodDirection: 'up',
  },
  members: {
    title: 'Members',
    unit: 'members',
    kind: 'gauge',
    group: 'members',
    labels: [],
    definition: 'Members who had joined and not left at that instant.',
    source: BY_SCHEDULE,
    goodDirection: 'up',
  },
  daily_active_users: {
    title: 'Daily active members',
    unit: 'members',
    kind: 'distinct',
    group: 'users',
    labels: ['channel'],
    definition:
      'Distinct members with at least one activity on the local day; over a week or month, in all of it, each once. By channel: those who wrote in it.',
    source: 'Counted from the activity of each local day, again whenever rows arrive.',
    goodDirection: 'up',
  },
  daily_new_users: {
    title: 'New members',
    unit: 'members',
    kind: 'distinct',
    group: 'members',
    labels: [],
    definition: 'Members whose first activity ever fell on the local day.',
    source: 'Counted from the activity of each local day, again whenever rows arrive.',
    goodDirection: 'up',
  },
  feature_usage: {
    title: 'Feature use',
    unit: 'uses',
    kind: 'event',
    group: 'features',
    labels: ['feature'],
    definition: 'Uses of features in the interval.',
    source: FROM_ROWS,
    goodDirection: 'up',
  },
  sign_ins: {
    title: 'Sign-ins',
    unit: 'sign-ins',
    kind: 'increment',
    group: 'users',
    labels: [],
    definition: "Sign-ins to the community's platform during the interval.",
    source: 'Pushed by the platform, which knows only how many there were since its last push.',
    goodDirection: 'up',
  },
  system_process_cpu: {
    title: 'Worker CPU',
    unit: 'share',
    kind: 'gauge',
    group: 'system',
    labels: [],
    definition: 'Share of one processor that the worker used since the collection before.',
    source: BY_PROCESS,
    goodDirection: 'down',
  },
  system_host_cpu: {
    title: 'Host CPU',
    unit: 'share',
    kind: 'gauge',
    group: 'system',
    labels: [],
    definition: "Share of the host's processors that was busy since the collection before.",
    source: BY_PROCESS,
    goodDirection: 'down',
  },
  system_resident_memory: {
    title: 'Worker memory',
    unit: 'bytes',
    kind: 'gauge',
    group: 'system',
    labels: [],
    definition: 'Resident memory of the worker.',
    source: BY_PROCESS,
    goodDirection: 'down',
  },
  system_event_loop_delay: {
    title: 'Event-loop delay',
    unit: 'seconds',
    kind: 'gauge',
    group: 'system',
    labels: [],
    definition: "99th percentile of the delay of the worker's event loop since the collection before.",
    source: BY_PROCESS,
    goodDirection: 'down',
  },
  system_database_size: {
    title: 'Database size',
    unit: 'bytes',
    kind: 'gauge',
    group: 'system',
    labels: [],
    definition: 'Bytes that the database takes on disk.',
    source: BY_DATABASE,
    goodDirection: null,
  },
  system_database_connections: {
    title: 'Database connections',
    unit: 'connections',
    kind: 'gauge',
    group: 'system',
    labels: [],
    definition: 'Open connections to the database.',
    source: BY_DATABASE,
    goodDirection: 'down',
  },
} as const satisfies Record<string, Omit<Metric, 'name'>>

export type MetricName = keyof typeof CATALOGUE

export const METRIC_NAMES = Object.keys(CATALOGUE).sort() as MetricName[]

/** The catalogue by name. */
export const METRICS: Readonly<Record<MetricName, Metric>> = Object.fromEntries(
  METRIC_NAMES.map((name) => [name, { name, ...CATALOGUE[name] }]),
) as unknown as Record<MetricName, Metric>

export const isMetricName = (name: string): name is MetricName => Object.hasOwn(CATALOGUE, name)

/** The name of a metric for clients of the analytics API. */
export const analyticsTypeOf = (name: MetricName): string => METRICS[name].analyticsType ?? name

/** The metric behind a `type` of the analytics API, by IR Engine's name or its own. */
export const metricOfAnalyticsType = (type: string): MetricName | undefined =>
  METRIC_NAMES.find((name) => analyticsTypeOf(name) === type) ?? (isMetricName(type) ? type : undefined)
