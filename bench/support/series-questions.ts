import type { Temporal } from 'temporal-polyfill'
import { localDate, startOfDay } from '@/lib/core/time/zoned'

import type { RangeQuery } from './peers'
import type { SampleSet } from './samples'

/** The zone of the community, one of whole hours with changing clocks, and one of quarters of an hour. */
export const ZONES = ['UTC', 'Europe/Berlin', 'Asia/Kathmandu'] as const
type Zone = (typeof ZONES)[number]

/** A question that is asked over and over, each time of other days where the data is longer than it. */
export interface SeriesQuestion {
  name: string
  metric: string
  rounds: number
  isOfPeers: boolean
  /** Against the faster peer. */
  bar: number
  ask: (round: number) => { path: string; peerQuery: RangeQuery }
}

const DAY_MS = 86_400_000
const TEN_YEARS_DAYS = 3_652
/** The unlabelled series among those of spaces. */
const SELECTOR = 'active_users{space=""}'

export function questionsOf(set: SampleSet, zone: Zone): SeriesQuestion[] {
  const days = Math.round((set.to.getTime() - set.from.getTime()) / DAY_MS)
  const whole = zone !== 'Asia/Kathmandu'
  const of = (name: string, length: number, rest: Pick<Question, 'bar' | 'step' | 'expression' | 'rounds'>) =>
    toQuestion({ name: `${name}_${zone}`, metric: 'active_users', length, zone, set, isOfPeers: true, ...rest })
  const mean = (window: string) => `avg_over_time(${SELECTOR}[${window}])`
  return [
    of('24h', 1, { bar: 2, step: 60, expression: SELECTOR, rounds: 200 }),
    of('30d', Math.min(30, days - 2), { bar: 1, step: 3_600, expression: mean('1h'), rounds: 200 }),
    of('347d', days, { bar: whole ? 1 : 3, step: 86_400, expression: mean('1d'), rounds: whole ? 200 : 60 }),
    {
      ...of('10y', TEN_YEARS_DAYS, { bar: 1, step: 604_800, expression: mean('1w'), rounds: whole ? 60 : 12 }),
      metric: 'online_users',
      isOfPeers: false,
      ask: () =>
        toRequest({ metric: 'online_users', length: TEN_YEARS_DAYS, zone, set, step: 604_800, expression: '' }, 0),
    },
  ]
}

interface Question {
  name: string
  metric: string
  length: number
  zone: Zone
  set: SampleSet
  isOfPeers: boolean
  bar: number
  rounds: number
  step: number
  expression: string
}

const toQuestion = (question: Question): SeriesQuestion => ({
  name: question.name,
  metric: question.metric,
  rounds: question.rounds,
  isOfPeers: question.isOfPeers,
  bar: question.bar,
  ask: (round) => toRequest(question, round),
})

type SeriesQuestionInput = Pick<Question, 'metric' | 'length' | 'zone' | 'set' | 'step' | 'expression'>

/** Whole local days of the zone; a peer's mean at an instant looks back, so its first instant is the end of a step. */
function toRequest({ metric, length, zone, set, step, expression }: SeriesQuestionInput, round: number) {
  const first = localDate(set.from.toISOString(), zone)
  const last = localDate(set.to.toISOString(), zone)
  const spare = Math.max(0, first.until(last, { largestUnit: 'days' }).days - 1 - length)
  const shift = spare === 0 ? 0 : (((round + 3) * 37) % spare) + 1
  const from =
    length > first.until(last, { largestUnit: 'days' }).days
      ? last.subtract({ days: length })
      : first.add({ days: shift })
  const to = from.add({ days: length })
  const parameters = new URLSearchParams({ metric, from: String(from), to: String(to), zone })
  const start = instantOf(from, zone) + (expression === SELECTOR ? 0 : step * 1_000)
  return {
    path: `/api/v1/series?${parameters}`,
    peerQuery: { query: expression, start: new Date(start), end: new Date(instantOf(to, zone)), stepSeconds: step },
  }
}

const instantOf = (date: Temporal.PlainDate, zone: string): number => startOfDay(date, zone).epochMilliseconds
