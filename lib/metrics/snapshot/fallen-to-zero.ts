import { sql } from 'kysely'
import type { ReadDb } from '@/lib/core/db/types'
import { STALE_AFTER_HOURS_MAX } from '../stale-after'

interface Present {
  labels: Readonly<Record<string, string>>
}

/**
 * The labels of a metric whose newest sample before an instant is above zero and that are not among the present ones: they
 * get one zero, so that their last value doesn't stand on; after it their series is silent until it is above zero again.
 */
export async function fallenToZero(
  db: ReadDb,
  { metric, at, present }: { metric: string; at: Date; present: readonly Present[] },
): Promise<Record<string, string>[]> {
  const since = new Date(at.getTime() - STALE_AFTER_HOURS_MAX * 3_600_000)
  const { rows } = await sql<{ labels: Record<string, string> }>`
    select series.labels
    from series join metric on metric.id = series.metric_id
    cross join lateral (
      select sample.value from sample
      where sample.series_id = series.id and sample.at < ${at}::timestamptz and sample.at > ${since}::timestamptz
      order by sample.at desc limit 1
    ) as newest
    where metric.name = ${metric} and newest.value > 0 and series.level <> '{}'
      and series.labels <> all(${present.map(({ labels }) => JSON.stringify(labels))}::jsonb[])`.execute(db)
  return rows.map((row) => row.labels)
}
