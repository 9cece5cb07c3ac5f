import { type RawBuilder, sql } from 'kysely'
import type { ReadDb } from '@/lib/core/db/types'
import { analyticsTypeOf, ENTRIES } from '../entries'
import type { AnalyticsAction, AnalyticsPage, AnalyticsQuery, AnalyticsRecord, Condition } from './schema'

const DAY_FIGURES: Record<AnalyticsAction, string> = {
  dailyUsers: 'daily_active_users',
  dailyNewUsers: 'daily_new_users',
}

/**
 * Samples of unlabelled series as records, filtered, sorted and cut as asked: without `$sort` oldest first. With `action`
 * the day figures instead, newest first; each record's instant is the start of its local day.
 */
export async function findRecords(db: ReadDb, query: AnalyticsQuery): Promise<AnalyticsPage> {
  const records = query.action ? dayRecords(query.action) : sampleRecords()
  const where = matches(query)
  const { rows } = await sql<{ total: number }>`
    select count(*)::int as total from (${records}) as record where ${where}`.execute(db)
  const page = { total: rows[0]?.total ?? 0, limit: query.$limit, skip: query.$skip }
  if (query.$limit === 0 || page.total <= query.$skip) return { ...page, data: [] }
  const found = await sql<Row>`
    select series_id, at, extract(epoch from at) * 1000000 as micros, type, value, metadata
    from (${records}) as record where ${where}
    order by ${order(query)} limit ${query.$limit} offset ${query.$skip}`.execute(db)
  return { ...page, data: found.rows.map(toRecord) }
}

/** Records by their ids, in no order. */
export async function findRecordsById(db: ReadDb, keys: readonly RecordKey[]): Promise<AnalyticsRecord[]> {
  const { rows } = await sql<Row>`
    select series_id, at, extract(epoch from at) * 1000000 as micros, type, value, metadata
    from (${sampleRecords()}) as record where ${isOneOf(keys)}`.execute(db)
  return rows.map(toRecord)
}

interface Row {
  series_id: number
  at: Date
  micros: string
  type: string
  value: number
  metadata: Record<string, unknown> | null
}

export interface RecordKey {
  seriesId: number
  at: Date | string
}

const toRecord = (row: Row): AnalyticsRecord => ({
  id: `${row.series_id}-${Math.trunc(Number(row.micros))}`,
  type: row.type,
  count: row.value,
  timestamp: row.at.toISOString(),
  metadata: row.metadata,
})

/** `(series_id, at, type, value, metadata)` of every sample without labels. */
const sampleRecords = (): RawBuilder<unknown> => sql`
  select sample.series_id, sample.at, known.type, sample.value, sample.metadata
  from (
    select series.id, named.type from series join metric on metric.id = series.metric_id
    join unnest(${[...ENTRIES.keys()]}::text[], ${[...ENTRIES.values()].map(analyticsTypeOf)}::text[]) as named (name, type)
      on named.name = metric.name
    where series.labels = '{}'
  ) as known join sample on sample.series_id = known.id`

const dayRecords = (action: AnalyticsAction): RawBuilder<unknown> => sql`
  select rollup_day.series_id, day::timestamp at time zone rollup_state.day_zone as at, ${action}::text as type,
    rollup_day.last as value, jsonb_build_object('day', day) as metadata
  from rollup_day join series on series.id = rollup_day.series_id join metric on metric.id = series.metric_id
  cross join rollup_state
  where metric.name = ${DAY_FIGURES[action]} and series.labels = '{}'`

const COLUMNS = {
  type: sql.ref('record.type'),
  count: sql.ref('record.value'),
  timestamp: sql.ref('record.at'),
} as const
const CASTS = { type: sql`text`, count: sql`float8`, timestamp: sql`timestamptz` } as const
const OPERATORS = { $gt: sql`>`, $gte: sql`>=`, $lt: sql`<`, $lte: sql`<=`, $ne: sql`<>` } as const

/** All conditions of the fields, and one at least of `$or`. */
function matches(condition: Condition): RawBuilder<unknown> {
  const parts: RawBuilder<unknown>[] = [
    ...compare('type', condition.type),
    ...compare('count', condition.count),
    ...compare('timestamp', condition.timestamp),
    ...compare('timestamp', condition.createdAt),
    ...compareId(condition.id),
  ]
  if (condition.$or) parts.push(sql`(${sql.join(condition.$or.map(matches), sql` or `)})`)
  return parts.length > 0 ? sql`(${sql.join(parts, sql` and `)})` : sql`true`
}

type Operand = string | number
type Operators = Partial<Record<keyof typeof OPERATORS, Operand | undefined>> & { $in?: Operand[] | undefined }

function compare(field: keyof typeof COLUMNS, asked: Operand | Operators | undefined): RawBuilder<unknown>[] {
  if (asked === undefined) return []
  const value = (operand: Operand) => sql`cast(${utc(field, operand)} as ${CASTS[field]})`
  if (typeof asked !== 'object') return [sql`${COLUMNS[field]} = ${value(asked)}`]
  const { $in: list, ...operators } = asked
  const parts = Object.entries(operators).flatMap(([name, operand]) =>
    operand === undefined
      ? []
      : [sql`${COLUMNS[field]} ${OPERATORS[name as keyof typeof OPERATORS]} ${value(operand)}`],
  )
  if (list) parts.push(sql`${COLUMNS[field]} = any(array[${sql.join(list.map(value))}]::${CASTS[field]}[])`)
  return parts
}

/** A bare date is midnight UTC, whatever zone the connection has. */
const utc = (field: string, operand: Operand): Operand =>
  field === 'timestamp' && typeof operand === 'string' && !operand.includes('T') ? `${operand}T00:00:00Z` : operand

function compareId(asked: Condition['id']): RawBuilder<unknown>[] {
  if (asked === undefined) return []
  if (typeof asked === 'string') return [isOneOf([keyOf(asked)])]
  const parts: RawBuilder<unknown>[] = []
  if (asked.$ne !== undefined) parts.push(sql`not ${isOneOf([keyOf(asked.$ne)])}`)
  if (asked.$in) parts.push(isOneOf(asked.$in.map(keyOf)))
  return parts
}

function keyOf(id: string): RecordKey {
  const [seriesId, micros] = id.split('-')
  return { seriesId: Number(seriesId), at: micros ?? '0' }
}

/** A key's instant is a Date, or microseconds as text. */
const isOneOf = (keys: readonly RecordKey[]): RawBuilder<unknown> => sql`
  exists (select from unnest(
    ${keys.map((key) => key.seriesId)}::int[],
    ${keys.map((key) => (key.at instanceof Date ? key.at.toISOString() : null))}::timestamptz[],
    ${keys.map((key) => (key.at instanceof Date ? null : key.at))}::bigint[]
  ) as key (series_id, at, micros)
  where key.series_id = record.series_id
    and record.at = coalesce(key.at, 'epoch'::timestamptz + key.micros * interval '1 microsecond'))`

const SORTS = { ...COLUMNS, createdAt: COLUMNS.timestamp, id: sql`(record.series_id, record.at)` } as const

/** As asked; equal ones by instant and series, so that pages don't overlap. */
function order({ $sort, action }: AnalyticsQuery): RawBuilder<unknown> {
  const asked = Object.entries($sort ?? (action ? { timestamp: -1 } : {})).map(
    ([field, direction]) => sql`${SORTS[field as keyof typeof SORTS]} ${sql.raw(direction === -1 ? 'desc' : 'asc')}`,
  )
  return sql.join([...asked, sql`record.at`, sql`record.series_id`])
}
