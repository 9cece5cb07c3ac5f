import { z } from 'zod'
import { describedAs } from '@/lib/core/http/described-as'
import { instantInput, instantOrDate } from '@/lib/core/time/instants'
import { zoneName } from '@/lib/core/time/zone-name'
import { COMPARISON_MODES, LABELS_MAX, RESOLUTIONS, SERIES_BATCH_MAX, TOP_DEFAULT, TOP_MAX } from './terms'
import { labelName, metricName } from './views'

export * from './custom-schema'
export * from './views'

const LABEL_PREFIX = 'label.'

/** Gathers `label.<name>=value` (repeatable) into one object and refuses parameters that don't exist. */
function gatherLabels(input: unknown): unknown {
  if (typeof input !== 'object' || input === null) return input
  const rest: Record<string, unknown> = {}
  const labels: Record<string, unknown[]> = {}
  for (const [key, value] of Object.entries(input)) {
    if (key.startsWith(LABEL_PREFIX)) labels[key.slice(LABEL_PREFIX.length)] = [value].flat()
    else rest[key] = value
  }
  return { ...rest, labels }
}

const rangeShape = {
  from: instantOrDate,
  to: instantOrDate,
  /** Default: the community's zone. */
  zone: zoneName.optional(),
  /** The instant that everything on a page answers for; default now. Nothing from it on is counted. */
  asOf: instantInput.optional(),
}

const selectionShape = {
  metric: metricName,
  labels: describedAs(z.record(labelName, z.array(z.string().min(1).max(200)).min(1)).default({}), () =>
    z.record(z.string().regex(/^label\./), z.array(z.string().min(1).max(200)).min(1)).default({}),
  ),
  resolution: z.enum(['auto', ...RESOLUTIONS]).default('auto'),
}

export const seriesQuery = z.preprocess(
  gatherLabels,
  z.strictObject({
    ...selectionShape,
    ...rangeShape,
    /** One label or several; each combination of their values is a line. */
    by: z
      .union([labelName.transform((name) => [name]), z.array(labelName).max(LABELS_MAX)], 'Label not found.')
      .optional(),
    top: z.coerce.number().int().min(1).max(TOP_MAX).default(TOP_DEFAULT),
  }),
)
export type SeriesQuery = z.output<typeof seriesQuery>

export const comparisonQuery = z.preprocess(
  gatherLabels,
  z.strictObject({ ...selectionShape, ...rangeShape, mode: z.enum(COMPARISON_MODES).default('elapsed') }),
)
export type ComparisonQuery = z.output<typeof comparisonQuery>

const seriesBatchItem = z.strictObject({
  kind: z.enum(['series', 'comparison']),
  /** As it would stand in the address; checked when it is its turn, so that one that is wrong keeps no other back. */
  query: z.record(z.string(), z.unknown()),
})
export type SeriesBatchItem = z.output<typeof seriesBatchItem>

export const seriesBatchBody = z.strictObject({ asks: z.array(seriesBatchItem).min(1).max(SERIES_BATCH_MAX) })

export const provenanceQuery = z.preprocess(
  gatherLabels,
  z.strictObject({
    ...selectionShape,
    resolution: z.enum(RESOLUTIONS),
    zone: zoneName.optional(),
    /** The point's `at`. */
    at: instantInput,
  }),
)
export type ProvenanceQuery = z.output<typeof provenanceQuery>

export const heatmapQuery = z.strictObject({ metric: metricName.default('messages'), ...rangeShape })
export type HeatmapQuery = z.output<typeof heatmapQuery>

export const topListQuery = z.strictObject({
  metric: metricName,
  by: labelName,
  ...rangeShape,
  limit: z.coerce.number().int().min(1).max(TOP_MAX).default(10),
})
export type TopListQuery = z.output<typeof topListQuery>

export const overviewQuery = z.strictObject({ zone: zoneName.optional(), asOf: instantInput.optional() })
export type OverviewQuery = z.output<typeof overviewQuery>
