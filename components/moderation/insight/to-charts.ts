import type { ChartData, ChartPoint } from '@/components/charts/types'
import { type CsvValue, toCsv } from '@/lib/core/csv'
import { inZone } from '@/lib/core/time/zoned'
import type { InsightView } from '@/lib/moderation/schema/insight'

type Day = InsightView['backlog']['days'][0]

const frameOf = ({ backlog, zone, asOf }: InsightView): Omit<ChartData, 'unit' | 'series'> => {
  const last = backlog.days.at(-1)?.at ?? asOf
  return {
    from: backlog.days[0]?.at ?? asOf,
    to: new Date(inZone(last, zone).add({ days: 1 }).epochMilliseconds).toISOString(),
    step: 'day',
    zone,
    asOf,
  }
}

const pointsOf = (days: readonly Day[], of: (day: Day) => number): ChartPoint[] =>
  days.map((day) => ({ at: day.at, value: of(day), complete: day.isOver }))

/** What waited at the end of each day. */
export const toBacklogChart = (view: InsightView): ChartData => ({
  ...frameOf(view),
  unit: 'cases',
  series: [{ id: 'waiting', name: 'Waiting', points: pointsOf(view.backlog.days, ({ waiting }) => waiting) }],
})

/** What came and what went on each day. */
export const toFlowChart = (view: InsightView): ChartData => ({
  ...frameOf(view),
  unit: 'cases',
  series: [
    { id: 'opened', name: 'Opened', points: pointsOf(view.backlog.days, ({ opened }) => opened) },
    { id: 'closed', name: 'Decided', points: pointsOf(view.backlog.days, ({ closed }) => closed) },
  ],
})

export const moderatorsCsv = ({ moderators }: InsightView): string =>
  toCsv(
    [
      { ids: 'moderator' },
      'name',
      'decisions',
      'reversed',
      'cases first',
      'median seconds',
      'second reviews',
      'agreed',
      'kappa',
    ],
    moderators.map(({ ref, name, decisions, reversed, firsts, median, agreement }): CsvValue[] => [
      ...[ref, name, decisions, reversed.part, firsts, median],
      ...[agreement.n, agreement.agreed, agreement.kappa],
    ]),
  )

export const rulesCsv = ({ rules }: InsightView): string =>
  toCsv(
    [{ ids: 'rule' }, 'name', 'decided', 'against the item', 'precision', 'low', 'high'],
    rules.map(({ id, name, precision: { part, whole, share, interval } }): CsvValue[] => [
      ...[id, name, whole, part, share],
      ...[interval?.low ?? null, interval?.high ?? null],
    ]),
  )

export const agesCsv = ({ backlog }: InsightView): string =>
  toCsv(
    ['under hours', 'cases'],
    backlog.ages.map(({ underHours, waiting }): CsvValue[] => [underHours, waiting]),
  )

export const fifthsCsv = ({ reporters }: InsightView): string =>
  toCsv(
    ['from share correct', 'reporters'],
    reporters.fifths.map((count, index): CsvValue[] => [index / 5, count]),
  )
