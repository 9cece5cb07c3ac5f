import { z } from 'zod'
import { describedAs } from '@/lib/core/http/described-as'
import { filterQuery } from '@/lib/core/http/page'
import { problemMembers } from '@/lib/core/http/problem-members'
import { instantInput } from '@/lib/core/time/instants'
import { SLOT_SECONDS } from './backfill/slots'
import { LABELS_MAX, OVER_LABELS, OVER_TIME } from './terms'
import { labelName, metricName } from './views'

/** Kinds that need no code: those whose figures are pushed, and the ratio of two others. */
export const CUSTOM_KINDS = ['gauge', 'increment', 'ratio'] as const

const text = (most: number) => z.string().trim().max(most)
const title = text(100).min(1, 'Enter a title.')
const unit = text(40).min(1, 'Enter a unit.')
const group = z
  .string()
  .regex(
    /^[a-z][a-z0-9_]{0,39}$/,
    'must start with a letter and have at most 40 lower-case letters, digits and underscores',
  )
const direction = z.enum(['up', 'down']).nullable()
const dimensions = z.array(labelName).max(LABELS_MAX)
const name = z
  .string()
  .regex(
    /^[a-z][a-z0-9_]{0,63}$/,
    'must start with a letter and have at most 64 lower-case letters, digits and underscores',
  )

/** What a ratio divides. Both have to add up over time. */
const ratio = z.strictObject({ numerator: metricName, denominator: metricName })

const OVER_TIME_OF = { gauge: 'mean', increment: 'sum', ratio: 'ratio' } as const

export const createMetricBody = z
  .strictObject({
    name,
    title,
    unit,
    kind: z.enum(CUSTOM_KINDS, 'must be gauge, increment or ratio; only built-in metrics have other kinds'),
    group: group.default('custom'),
    sourceText: text(500).default('Pushed by other programs.'),
    definition: text(1_000).default(''),
    /** Whether values of a label add up to those without it; `none` answers only what was pushed. */
    overLabels: z.enum(OVER_LABELS).default('sum'),
    /** Follows from the kind. */
    overTime: z.enum(OVER_TIME).optional(),
    /** Labels that are offered before any sample has them. */
    dimensions: dimensions.default([]),
    direction: direction.default(null),
    /** Of a ratio. */
    relation: ratio.optional(),
  })
  .superRefine(({ kind, overTime, relation }, context) => {
    if (overTime !== undefined && overTime !== OVER_TIME_OF[kind])
      context.addIssue({
        code: 'custom',
        path: ['overTime'],
        message: `must be ${OVER_TIME_OF[kind]} for this kind of metric`,
      })
    if ((kind === 'ratio') !== (relation !== undefined))
      context.addIssue({
        code: 'custom',
        path: ['relation'],
        message: 'A ratio needs a numerator and a denominator. Other kinds have neither.',
      })
  })
export type CreateMetric = z.output<typeof createMetricBody>

/** What is left out stays as it is. Name, kind and relation are what the figures rest on, and stay. */
export const updateMetricBody = z.strictObject({
  version: z.number().int().min(1),
  title: title.optional(),
  unit: unit.optional(),
  group: group.optional(),
  sourceText: text(500).optional(),
  definition: text(1_000).optional(),
  overLabels: z.enum(OVER_LABELS).optional(),
  dimensions: dimensions.optional(),
  direction: direction.optional(),
  /** An archived metric takes no samples and is not listed; what was measured stays, and false brings it back. */
  isArchived: z.boolean().optional(),
})
export type UpdateMetric = z.output<typeof updateMetricBody>

const flag = z.enum(['true', 'false']).transform((value) => value === 'true')

export const deleteMetricQuery = z.strictObject({
  version: z.coerce.number().int().min(1),
  /** Without it the metric is archived, and its samples stay. */
  withSamples: flag.default(false),
})

export const metricParams = z.object({ name: z.string().min(1).max(100) })

export const metricListQuery = filterQuery({ archived: flag.default(false) })

export const SAMPLES_MAX = 500
const LABEL_VALUE_MAX = 200

const labelValue = z
  .string()
  .min(1)
  // A pair of surrogates is one character to people.
  .refine((value) => [...value].length <= LABEL_VALUE_MAX, `A label can have at most ${LABEL_VALUE_MAX} characters.`)

export const sampleInput = z.strictObject({
  metric: z.string().min(1).max(100),
  at: instantInput,
  value: z.number('must be a finite number'),
  /** How often the sender sends: a gauge stands at most 1.5 times as long, an increment covers it from `at` on. */
  seconds: z.number().int().min(1).max(86_400).default(SLOT_SECONDS),
  labels: z
    .record(labelName, labelValue)
    .refine((labels) => Object.keys(labels).length <= LABELS_MAX, `A sample can have at most ${LABELS_MAX} labels.`)
    .default({}),
})

/** Each row is checked by itself, so that one that is wrong keeps no other back. */
export const samplesBody = describedAs(z.strictObject({ samples: z.array(z.unknown()).min(1).max(SAMPLES_MAX) }), () =>
  z.strictObject({ samples: z.array(sampleInput).min(1).max(SAMPLES_MAX) }),
)
export type SamplesBody = z.output<typeof samplesBody>

/** Of one row: `stored`, or `kept` where a collected sample of the same instant stands; else why it was refused. */
export const sampleResult = z.union([
  z.object({ status: z.literal(200), outcome: z.enum(['stored', 'kept']) }),
  z.object({ status: z.number(), problem: problemMembers }),
])
export type SampleResult = z.output<typeof sampleResult>

export const samplesView = z.object({ results: z.array(sampleResult), stored: z.number(), refused: z.number() })
export type SamplesView = z.output<typeof samplesView>
