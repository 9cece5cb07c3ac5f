import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { Db, ReadDb } from '@/lib/core/db/types'
import { isDomainError } from '@/lib/core/errors'
import { prepareDemo } from '@/lib/demo/prepare'
import { getComparison } from '@/lib/metrics/queries/get-comparison'
import { getHeatmap } from '@/lib/metrics/queries/get-heatmap'
import { getSeries } from '@/lib/metrics/queries/get-series'
import { getTopList } from '@/lib/metrics/queries/get-tops'
import { comparisonQuery, heatmapQuery, seriesQuery, topListQuery } from '@/lib/metrics/schema'

const NOW = new Date('2026-06-17T14:20:00Z')

/** The demo's community of one month, the same each time, with all its figures. */
export const fillDemo = (db: Db): Promise<void> =>
  prepareDemo(db, {
    seed: 3,
    now: NOW,
    size: { members: 200, founders: 60, months: 1, messagesPerHour: 2 },
    signal: new AbortController().signal,
    say: () => undefined,
  })

/** The metrics that there were before series had levels, each with the label that it is kept by. */
const METRICS: Record<string, string | null> = {
  active_users: 'space',
  channel_users: 'channel',
  online_users: null,
  active_instances: 'space',
  active_channels: null,
  channels: null,
  active_spaces: null,
  active_scenes: null,
  messages: 'channel',
  members: null,
  daily_active_users: 'channel',
  daily_new_users: null,
  feature_usage: 'feature',
}

const RANGES = [
  { from: '2026-05-18', to: '2026-06-18' },
  { from: '2026-06-10T03:07:11Z', to: '2026-06-12T12:49:59Z' },
]
const MODES = ['elapsed', 'whole', 'weekday', 'year']

/** Every question that pages ask the demo, each with what was answered: its sums in words, and a digest of all of it. */
export async function listAnswers(db: ReadDb): Promise<string[]> {
  const lines: string[] = []
  for (const [metric, label] of Object.entries(METRICS))
    for (const zone of ['Europe/Berlin', 'Asia/Kathmandu'])
      for (const range of RANGES) lines.push(...(await listAnswersOf(db, { metric, label, zone, range })))
  return lines
}

interface Asked {
  metric: string
  label: string | null
  zone: string
  range: { from: string; to: string }
}

async function listAnswersOf(db: ReadDb, { metric, label, zone, range }: Asked): Promise<string[]> {
  const base = { metric, zone, ...range, asOf: NOW.toISOString() }
  const lines: string[] = []
  const note = async (question: object, answer: () => Promise<{ brief: unknown; whole: unknown }>) => {
    const { brief, whole } = await answer().catch((error: unknown) => {
      if (!isDomainError(error)) throw error
      return { brief: `refused: ${error.code}`, whole: null }
    })
    const digest = createHash('sha256').update(JSON.stringify(whole)).digest('hex').slice(0, 12)
    lines.push(`${metric} ${zone} ${JSON.stringify({ ...range, ...question })}: ${JSON.stringify(brief)} ${digest}`)
  }
  for (const narrowing of await listNarrowings(db, metric, label))
    for (const resolution of ['auto', '15m', 'hour', 'day', 'week'])
      await note({ resolution, ...narrowing }, async () => {
        const { asOf: _asOf, ...view } = await getSeries(db, seriesQuery.parse({ ...base, resolution, ...narrowing }))
        return { brief: view.series.map(({ name, summary }) => [name, summary.value]), whole: view }
      })
  for (const mode of MODES)
    await note({ mode }, async () => {
      const view = await getComparison(db, comparisonQuery.parse({ ...base, mode }))
      return { brief: view.delta, whole: view }
    })
  await note({ heatmap: true }, async () => {
    const view = await getHeatmap(db, heatmapQuery.parse(base))
    return { brief: view.cells.length, whole: view }
  })
  await note({ tops: label ?? 'channel' }, async () => {
    const view = await getTopList(db, topListQuery.parse({ ...base, by: label ?? 'channel', limit: 3 }))
    return { brief: view.items.map(({ name, value }) => [name, value]), whole: view }
  })
  return lines
}

/** In all, by the label, and of one and two of its values; by a label that it is not kept by. */
async function listNarrowings(db: ReadDb, metric: string, label: string | null): Promise<Record<string, unknown>[]> {
  if (!label) return [{}, { by: 'channel' }]
  const { rows } = await sql<{ value: string }>`
    select labels ->> ${label} as value from series join metric on metric.id = metric_id
    where metric.name = ${metric} and labels ? ${label} order by series.id limit 2`.execute(db)
  const values = rows.length > 0 ? rows.map(({ value }) => value) : ['1', '2']
  return [{}, { by: label, top: 3 }, { [`label.${label}`]: values.slice(0, 1) }, { [`label.${label}`]: values }]
}
