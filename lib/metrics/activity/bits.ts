import { type RawBuilder, sql } from 'kysely'

/** Local days that one row of `activity` holds, a bit each: bit i of block b is day 2000-01-01 + 384 b + i. */
export const BLOCK_DAYS = 384

const ZERO_BLOCKS = 100

/** The block of a day. The division is kept above zero, because Postgres truncates towards it. */
export const blockOf = (day: RawBuilder<unknown>): RawBuilder<number> =>
  sql`(((${day}) - date '2000-01-01' + ${sql.lit(ZERO_BLOCKS * BLOCK_DAYS)}) / ${sql.lit(BLOCK_DAYS)} - ${sql.lit(ZERO_BLOCKS)})::smallint`

/** The place of a day within its block. */
export const bitOf = (day: RawBuilder<unknown>): RawBuilder<number> =>
  sql`(((${day}) - date '2000-01-01' + ${sql.lit(ZERO_BLOCKS * BLOCK_DAYS)}) % ${sql.lit(BLOCK_DAYS)})`

/** A block with the bit of one day set. */
export const dayMask = (day: RawBuilder<unknown>): RawBuilder<string> =>
  sql`(${sql.raw(`B'${'1'.padEnd(BLOCK_DAYS, '0')}'`)}::bit(${sql.lit(BLOCK_DAYS)}) >> ${bitOf(day)})`

/** A block without any day. */
export const NO_DAYS: RawBuilder<string> = sql.raw(`B'${'0'.repeat(BLOCK_DAYS)}'::bit(${BLOCK_DAYS})`)

/** The first day of a block. */
export const firstDayOf = (block: RawBuilder<unknown>): RawBuilder<string> =>
  sql`(date '2000-01-01' + (${block}) * ${sql.lit(BLOCK_DAYS)})`

/** The earliest day in a block that is not empty. */
export const earliestDayIn = (block: RawBuilder<unknown>, days: RawBuilder<unknown>): RawBuilder<string> =>
  sql`(${firstDayOf(block)} + position(B'1' in ${days}) - 1)`
