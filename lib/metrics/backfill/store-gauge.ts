import { type RawBuilder, sql } from 'kysely'
import type { Trx } from '@/lib/core/db/types'
import { ensureSeries } from '../commands/ensure-series'
import { markBulkDirty } from '../commands/mark-dirty'
import { ORIGIN_RANK } from '../origins'
import type { MirroredGauge } from '../snapshot/mirrored-gauges'
import { SLOT_SECONDS, type SlotRange } from './slots'

const SLOT = sql`interval '1 second' * ${sql.lit(SLOT_SECONDS)}`
const BACKFILL = sql.lit(ORIGIN_RANK.backfill)

/** Makes the table that gathers what a transaction changes. */
export async function beginStoring(trx: Trx): Promise<void> {
  await sql`create temporary table backfill_changed (series_id int, at timestamptz, seconds int) on commit drop`.execute(
    trx,
  )
}

/** Marks the buckets of what was changed: by a statement of its own, which sees the neighbours as they are now. */
export async function markStored(trx: Trx): Promise<void> {
  await sql`analyze backfill_changed`.execute(trx)
  await markBulkDirty(trx, sql`backfill_changed`)
}

/**
 * Computes one gauge for a span of slots and makes the stored backfill equal to it: what is new or differs is written, what isn't
 * any more is removed, what was collected or pushed stays. Doing it again changes nothing. Between `startStoring` and
 * `markStoredDirty`. Answers how many samples changed.
 */
export async function storeGauge(
  trx: Trx,
  gauge: MirroredGauge,
  span: SlotRange,
  known: { from: Date; to: Date },
  runId: number | null,
): Promise<number> {
  await computeGauge(trx, gauge, span, known)
  const seriesIds = await listSeries(trx, gauge)
  // Nothing is known yet of how many rows a table made a moment ago has, and a loop over them for each stored one takes minutes.
  await sql`set local enable_nestloop = off`.execute(trx)
  const { rows } = await sql<{ changed: number }>`
    with wanted as materialized (
      select series.id as series_id, computed.at, computed.value from backfill_computed as computed
      join series on series.labels = computed.labels and series.id = any(${seriesIds}::int[])
    ),
    removed as (
      delete from sample where series_id = any(${seriesIds}::int[]) and origin = ${BACKFILL}
        and at >= ${span.from}::timestamptz and at < ${span.to}::timestamptz
        and not exists (select from wanted where wanted.series_id = sample.series_id and wanted.at = sample.at)
      returning series_id, at
    ),
    stored as (
      insert into sample (series_id, at, value, seconds, run_id, origin)
      select series_id, at, value, ${sql.lit(SLOT_SECONDS)}, ${runId}::bigint, ${BACKFILL} from wanted order by series_id, at
      on conflict (series_id, at) do update set value = excluded.value, seconds = excluded.seconds, run_id = excluded.run_id
      where sample.origin = ${BACKFILL} and (sample.value, sample.seconds) is distinct from (excluded.value, excluded.seconds)
      returning series_id, at
    ),
    changed as (select * from removed union all select * from stored),
    noted as (insert into backfill_changed select series_id, at, ${sql.lit(SLOT_SECONDS)} from changed)
    select count(*)::int as changed from changed`.execute(trx)
  await sql`set local enable_nestloop = on`.execute(trx)
  await sql`drop table backfill_computed`.execute(trx)
  return rows[0]?.changed ?? 0
}

/**
 * A temporary table `at, labels, value`. Totals have a value at every slot that the mirror knows; a label has one while it is
 * above zero and once when it has fallen to zero, which is why the slot before the span is computed too.
 */
async function computeGauge(
  trx: Trx,
  { relation, dimensions }: MirroredGauge,
  span: SlotRange,
  known: { from: Date; to: Date },
): Promise<void> {
  const isKnown = sql`at >= ${known.from}::timestamptz and at < ${known.to}::timestamptz + ${SLOT}`
  const lead = dimensions.length > 0 ? SLOT_SECONDS * 1000 : 0
  const slots = { ...span, from: new Date(span.from.getTime() - lead), stepSeconds: SLOT_SECONDS, origin: new Date(0) }
  await sql`
    create temporary table backfill_computed on commit drop as
    with counted as materialized (select at, labels, value from (${relation.values(slots)}) as counted)
    select at, '{}'::jsonb as labels, coalesce(value, 0) as value
    from generate_series(${span.from}::timestamptz, ${span.to}::timestamptz - ${SLOT}, ${SLOT}) as at
    left join (select at, value from counted where labels = '{}') as total using (at) where ${isKnown}
    ${dimensions.length > 0 ? sql`union all ${parts(span, isKnown)}` : sql``}`.execute(trx)
}

const parts = (span: SlotRange, isKnown: RawBuilder<unknown>) => sql`
  select at, labels, value from counted
  where labels <> '{}' and at >= ${span.from}::timestamptz and at < ${span.to}::timestamptz and ${isKnown}
  union all
  select at + ${SLOT}, labels, 0 from counted as earlier
  where labels <> '{}' and at + ${SLOT} >= ${span.from}::timestamptz and at + ${SLOT} < ${span.to}::timestamptz
    and not exists (select from counted where counted.at = earlier.at + ${SLOT} and counted.labels = earlier.labels)`

/** The series that the gauge fills: those of the computed labels, made where they are new, and those that had some before. */
async function listSeries(trx: Trx, { name, dimensions }: MirroredGauge): Promise<number[]> {
  const { rows } = await sql<{ labels: Record<string, string> }>`
    select distinct labels from backfill_computed`.execute(trx)
  await ensureSeries(
    trx,
    rows.map(({ labels }) => ({ metric: name, labels })),
  )
  const series = await sql<{ id: number }>`
    select series.id from series join metric on metric.id = series.metric_id
    where metric.name = ${name} and series.level <@ ${dimensions}::text[]`.execute(trx)
  return series.rows.map((row) => row.id)
}
