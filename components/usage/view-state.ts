import {
  createLoader,
  createParser,
  createSerializer,
  type inferParserType,
  parseAsArrayOf,
  parseAsNumberLiteral,
  parseAsString,
  parseAsStringLiteral,
} from 'nuqs/server'
import { isInstantOrDate } from '@/lib/core/time/is-instant'
import { RANGE_PRESETS } from '@/lib/core/time/ranges'
import { toZone } from '@/lib/core/time/zones'
import { COMPARISON_MODES, RESOLUTIONS } from '@/lib/metrics/terms'

export const COMPARISONS = ['off', ...COMPARISON_MODES] as const
export type Comparison = (typeof COMPARISONS)[number]

export const STEPS = ['auto', ...RESOLUTIONS] as const
export const SPLITS = ['none', 'channel', 'space'] as const
export type Split = (typeof SPLITS)[number]

/** How many of a breakdown get a line of their own; with "other" a chart has room for six. */
export const TOP_COUNTS = [3, 5] as const

/** Figures that the heat map can show. */
export const HEATMAP_METRICS = ['messages', 'active_users', 'online_users'] as const
export type HeatmapMetric = (typeof HEATMAP_METRICS)[number]

/** What isn't as it should be counts as absent, so that an old or broken link still opens the page. */
const parseAsEdge = createParser({
  parse: (value) => (isInstantOrDate(value) ? value : null),
  serialize: (value: string) => value,
})
const parseAsZone = createParser({
  parse: toZone,
  serialize: (value: string) => value,
})

const parseAsLabel = createParser({
  parse: (value) => (/^[a-z][a-z0-9_]{0,63}$/.test(value) ? value : null),
  serialize: (value: string) => value,
})

/** `label:value`, as `labelFilter` writes it. */
const parseAsLabelFilter = createParser({
  parse: (value) => (/^[a-z][a-z0-9_]{0,63}:.{1,200}$/su.test(value) ? value : null),
  serialize: (value: string) => value,
})

/** A value of a label as the state holds it. */
export const labelFilter = (label: string, value: string): string => `${label}:${value}`

/** The label and the value of each of the state's filters. */
export const readLabelFilters = (filters: readonly string[]): { label: string; value: string }[] =>
  filters.map((filter) => {
    const colon = filter.indexOf(':')
    return { label: filter.slice(0, colon), value: filter.slice(colon + 1) }
  })

/** All that the usage page shows, as it stands in its URL. */
export const usageParams = {
  range: parseAsStringLiteral(RANGE_PRESETS).withDefault('30d'),
  /** With `to` a range of one's own, which then goes before `range`: instants, or dates of the zone, the second included. */
  from: parseAsEdge,
  to: parseAsEdge,
  step: parseAsStringLiteral(STEPS).withDefault('auto'),
  vs: parseAsStringLiteral(COMPARISONS).withDefault('elapsed'),
  /** The zone to look in; absent: the community's. */
  zone: parseAsZone,
  split: parseAsStringLiteral(SPLITS).withDefault('none'),
  /** Further labels to break the charts down by. */
  by: parseAsArrayOf(parseAsLabel).withDefault([]),
  top: parseAsNumberLiteral(TOP_COUNTS).withDefault(5),
  /** Ids to narrow the figures that know channels or spaces to. */
  channel: parseAsString,
  space: parseAsString,
  /** Values of other labels to narrow the figures that know them to; several of one label count together. */
  only: parseAsArrayOf(parseAsLabelFilter).withDefault([]),
  /** Panels that show their figures as a table. */
  tables: parseAsArrayOf(parseAsString).withDefault([]),
  /** The figure of the heat map. */
  rhythm: parseAsStringLiteral(HEATMAP_METRICS).withDefault('messages'),
}

export type UsageState = inferParserType<typeof usageParams>

/** Reads the state from a page's search parameters; for the server. */
export const loadUsageState = createLoader(usageParams)

/** The address of the usage page in a state; what is left out has its default. */
export const usageHref = (state: Partial<UsageState>): string => createSerializer(usageParams)('/usage', state)

/** A change of the state; null gives a part its default. */
export type UsageChange = { [K in keyof UsageState]?: UsageState[K] | null }
