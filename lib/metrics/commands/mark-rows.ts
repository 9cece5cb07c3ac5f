import { type RawBuilder, sql } from 'kysely'
import type { Trx } from '@/lib/core/db/types'
import { enqueue } from '@/lib/core/jobs/contract'
import { ENTRIES } from '../entries'
import { type EntryOf, ofKind } from '../entry'
import { labelNamesOf, levelsOf } from '../levels'
import type { Relation, TouchedRow } from '../relation'
import { rollUpTask } from '../tasks'
import { ensureSeries, type SeriesKey, seriesText } from './ensure-series'
import { markBucketsDirty, markRangesDirty } from './mark-dirty'

const QUARTER_MS = 900_000
const DAY_MS = 86_400_000
/** More touched instants than these are marked by whole days (UTC): to recount a day costs hardly more than one of its quarters. */
const FEW = 500

/** Marks the buckets of rows for their recount, in each metric of the relation the total and each label value. */
export async function markRows(trx: Trx, relation: Relation, rows: readonly TouchedRow[]): Promise<void> {
  await markSteps(trx, relation, rows, rows.length > FEW ? DAY_MS : QUARTER_MS)
}

/** The same for a query `at` and each label by its name; the rows are folded before they leave the database. */
export async function markQueriedRows(trx: Trx, relation: Relation, touched: RawBuilder<unknown>): Promise<void> {
  if (metricsOf(relation).length === 0) return
  const { rows } = await sql<{ at: Date; labels: Record<string, string>; isMany: boolean }>`
    with bucket as materialized (
      select distinct date_bin('15 minutes', at, 'epoch') as at, ${labelsOf(relation)} as labels from (${touched}) as touched
    ), counted as materialized (
      select count(*) > ${FEW} as is_many from bucket
    )
    select distinct date_bin(case when is_many then interval '1 day' else interval '15 minutes' end, at, 'epoch') as at, labels,
      is_many as "isMany"
    from bucket, counted`.execute(trx)
  await markSteps(trx, relation, rows, rows[0]?.isMany ? DAY_MS : QUARTER_MS)
}

const labelsOf = (relation: Relation): RawBuilder<unknown> => {
  const members = labelNamesOf(relation).map((name) => sql`${name}::text, ${sql.ref(name)}::text`)
  return sql`jsonb_build_object(${sql.join(members)})`
}

/** The event metrics that are counted from the rows of a relation. */
const metricsOf = ({ name }: Relation): EntryOf<'event'>[] =>
  ofKind([...ENTRIES.values()], 'event').filter(({ relation }) => relation.name === name)

async function markSteps(trx: Trx, relation: Relation, rows: readonly TouchedRow[], step: number): Promise<void> {
  const metrics = metricsOf(relation)
  if (rows.length === 0 || metrics.length === 0) return
  const series = metrics.flatMap(({ name }) => rows.flatMap((row) => seriesOf(name, relation, row)))
  const ids = await ensureSeries(trx, series)
  const buckets = new Map<string, { seriesId: number; at: Date }>()
  for (const { name } of metrics) {
    for (const row of rows) {
      const start = Math.floor(row.at.getTime() / step) * step
      for (const key of seriesOf(name, relation, row)) {
        const seriesId = ids.get(seriesText(key))
        if (seriesId === undefined) throw new Error(`a series of ${name} was not created`)
        buckets.set(`${seriesId}@${start}`, { seriesId, at: new Date(start) })
      }
    }
  }
  await markBucketsDirty(trx, [...buckets.values()], step)
  await enqueue(trx, rollUpTask, {})
}

/** What a row counts for: a series of each level that is kept. */
const seriesOf = (metric: string, relation: Relation, { labels }: Pick<TouchedRow, 'labels'>): SeriesKey[] =>
  levelsOf(relation).flatMap((level) => {
    const entries = level.flatMap((name) => (labels[name] === undefined ? [] : [[name, labels[name]] as const]))
    return entries.length < level.length ? [] : [{ metric, labels: Object.fromEntries(entries) }]
  })

/** The relation of a name; undefined where this version counts nothing from it. */
export const findRelation = (name: string): Relation | undefined =>
  ofKind([...ENTRIES.values()], 'event').find(({ relation }) => relation.name === name)?.relation

/** The same for all rows that there are, without one of them leaving the database; for some metrics of the relation. */
export async function markAllRows(
  trx: Trx,
  relation: Relation,
  metrics: readonly EntryOf<'event'>[] = metricsOf(relation),
): Promise<void> {
  const labels = sql.join(
    labelNamesOf(relation).map((name) => sql`${name}::text, ${relation.labels[name]?.column}::text`),
  )
  const { rows } = await sql<{ labels: Record<string, string> }>`
    select distinct jsonb_build_object(${labels}) as labels from ${relation.rows}`.execute(trx)
  if (rows.length === 0) return
  for (const { name } of metrics) {
    const keys = rows.flatMap((row) => seriesOf(name, relation, row))
    const ids = await ensureSeries(trx, keys)
    const known = rows.flatMap((row) =>
      seriesOf(name, relation, row).map((key) => ({
        labels: JSON.stringify(row.labels),
        id: ids.get(seriesText(key)),
      })),
    )
    await markRangesDirty(
      trx,
      sql`
        with day as materialized (
          select distinct date_bin('1 day', ${relation.at}, 'epoch') as at, jsonb_build_object(${labels}) as labels
          from ${relation.rows}
        )
        select distinct series.id as series_id, at as from_at, at + interval '1 day' as to_at from day join unnest(
          ${known.map((one) => one.labels)}::jsonb[], ${known.map((one) => one.id)}::int[]
        ) as series (labels, id) on series.labels = day.labels`,
    )
  }
  await enqueue(trx, rollUpTask, {})
}
