import type { RawBuilder } from 'kysely'
import type { ReadDb } from '@/lib/core/db/types'
import type { ActivityKind } from '@/lib/settings/terms'
import type { Slots } from './backfill/slots'

/** A label of rows: the column that holds its value. */
export interface RowLabel {
  column: RawBuilder<unknown>
  type: 'text' | 'bigint'
}

/** Rows that figures are computed from. Who writes them calls `touch()` with the same relation. */
export interface Relation {
  /** Unique over all relations. */
  name: string
  /** A table, or a query in brackets with a name. */
  rows: RawBuilder<unknown>
  /** The instant of a row, which one index or partition key serves. */
  at: RawBuilder<unknown>
  labels: Readonly<Record<string, RowLabel>>
  /** The member whose row it is, for distinct counts. */
  member?: RawBuilder<unknown>
  /** When what began at `at` ended; null while it goes on. For durations. */
  until?: RawBuilder<unknown>
  /** The kind of activity that a row is of its member: who was active then. */
  activity?: ActivityKind
  /** The rows that count, where not all do. */
  where?: RawBuilder<unknown>
  /**
   * Whether what is touched is marked by a job of its own: for writers who hold locks that others wait for, a mark's lock on top could
   * end in a deadlock.
   */
  isDeferred?: boolean
  /** The metric whose first row begins the count: where `where` leaves rows out, no row is a zero. Default: the metric itself. */
  begins?: string
}

/** What rows were added, moved or removed: the instant of each and the value of each label. */
export interface TouchedRow {
  /** Any instant of the 15-minute bucket, for counts; for activity the first instant. */
  at: Date
  /** The last instant of activity that lasts. */
  until?: Date
  /** Whose activity it is; null where it is no one's. */
  memberId?: number | null
  labels: Readonly<Record<string, string>>
}

/** What of the mirror a gauge rests on: it can be known of the past between the first and the last of these rows. */
export type KnownPart = 'messages' | 'doings' | 'attendances' | 'instances' | 'members'

/** A gauge that is computed from the mirror: one statement, for a collection's instant and for many slots of the past. */
export interface GaugeRelation {
  /** Null where the past can not be known. */
  known: KnownPart | null
  /**
   * Rows `at, labels (jsonb), value, metadata (jsonb)`. What is left out is zero. Slots outside `[from, to)` are left away by who asks.
   */
  values: (slots: Slots) => RawBuilder<unknown>
  /** What the metadata says where there was nothing. */
  metadataAtZero?: Readonly<Record<string, unknown>>
}

/** Local days `[from, to)` as `YYYY-MM-DD` of a zone. */
export interface LocalDays {
  from: string
  to: string
  zone?: string
}

export type CalendarUnit = 'day' | 'week' | 'month' | 'all'

/** A count of one unit; `start` is its first local day, for `all` the range's. */
export interface MemberCount {
  start: string
  members: number
}

/** How members are counted, each once in a period. */
export interface DistinctCounts {
  /** In whole local days, each unit by itself. Units without anybody are zero, or left out. */
  count: (db: ReadDb, query: LocalDays & { unit: CalendarUnit }) => Promise<MemberCount[]>
  /** Between two instants. */
  countBetween: (db: ReadDb, from: Date, to: Date) => Promise<number>
  /** When the first local day begins that has anybody. */
  findFirst: (db: ReadDb) => Promise<Date | null>
}

/** Members that are counted, each once in a period. */
export interface DistinctRelation {
  load: () => Promise<DistinctCounts>
  /** Whether the days are kept as roll-ups, and counted again where `day_dirty` says so. Others are counted when they are asked for. */
  isKept: boolean
  /** The rows that are counted, where no days are kept. */
  rows?: MemberRelation
  /** By label: the rows whose members are counted where the label is asked for. */
  byLabel: Readonly<Record<string, MemberRelation>>
}

/** Rows with a member. */
export type MemberRelation = Relation & Required<Pick<Relation, 'member'>>

/** Members by rows alone, counted when they are asked for. Labels are those of the rows. */
export const membersOf = (relation: MemberRelation): DistinctRelation => ({
  load: async () => (await import('./queries/row-members')).countsOf(relation),
  isKept: false,
  rows: relation,
  byLabel: Object.fromEntries(Object.keys(relation.labels).map((label) => [label, relation])),
})

export interface RatioRelation {
  /** Names of metrics that add up over time. */
  numerator: string
  denominator: string
}
