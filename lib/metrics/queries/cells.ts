import { type RawBuilder, sql } from 'kysely'

/** What one group of series comes to in one bucket (counted from 1, as width_bucket does). */
export interface BucketCell {
  group: string
  bucket: number
  samples: number
  sum: number
  min: number
  max: number
  valueSeconds: number
  coveredSeconds: number
}

/** A series and the group of the answer that it counts for. */
export interface GroupedSeries {
  id: number
  group: string
}

/** The group of what has no label value of its own in the answer. */
export const TOTAL = ''

/** The bucket of an instant among the starts of buckets, which are written out here: the driver takes ten times as long. */
export const bucketOf = (at: RawBuilder<unknown>, starts: readonly string[]): RawBuilder<number> =>
  sql`width_bucket(${at}, ${`{${starts.join()}}`}::timestamptz[])`
