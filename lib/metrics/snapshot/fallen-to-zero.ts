import { sql } from 'kysely'
import type { ReadDb } from '@/lib/core/db/types'
import type { MetricName } from '../catalogue'
import { LONGEST_STANDING_HOURS } from '../standing'

/**
 * The labels of a metric whose newest sample before an instant is above zero and that are not among the present ones: they
 * get one zero, so that their last value doesn't stand on; after it their series is silent until it is above zero again.
 */
export async function fallenToZero(
  db: ReadDb,
  { metric, at, present }: { metric: MetricName; at: Date; present: readonly string[] },
): Promise<Record<string, string>[]> {
  const since = new Date(at.getTime() - LONGEST_STANDING_HOURS * 3_600_000)
  const { rows } = await sql<{ labels: Record<string, string> }>`
    select series.labels
    from series join metric on metric.id = series.metric_id
    cross join lateral (
      select sample.value from sample
      where sample.series_id = series.id and sample.at < ${at}::timestamptz and sample.at > ${since}::timestamptz
      order by sample.at desc limit 1
    ) as newest
    where metric.name = ${metric} and newest.value > 0
      and exists (select from jsonb_each_text(series.labels) as label where label.value <> all(${present}::text[]))
    `.execute(db)
  return rows.map((row) => row.labels)
}
