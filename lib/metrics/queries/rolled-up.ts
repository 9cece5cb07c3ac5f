import { type RawBuilder, sql } from 'kysely'
import type { RangeSegment } from '../range-segments'

const COLUMNS = sql.raw('series_id, samples, sum, min, max, value_seconds, covered_seconds')

/** The rows of the roll-ups that pieces name, as `(series_id, …, at)`; a day's `at` is its local noon, which always exists. */
export function rolledUpRows(
  pieces: readonly RangeSegment[],
  ids: readonly number[],
  zone: string,
): RawBuilder<unknown>[] {
  return pieces.flatMap((piece) => {
    if (piece.grain === 'raw') return []
    if (piece.grain === 'day') {
      return sql`select ${COLUMNS}, (day + time '12:00') at time zone ${zone} as at from rollup_day
        where series_id = any(${ids}::int[]) and day >= ${piece.fromDay}::date and day < ${piece.toDay}::date`
    }
    return sql`select ${COLUMNS}, at from ${sql.table(piece.grain === 'hour' ? 'rollup_hour' : 'rollup_quarter')}
      where series_id = any(${ids}::int[]) and at >= ${piece.from}::timestamptz and at < ${piece.to}::timestamptz`
  })
}
