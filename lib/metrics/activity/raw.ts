import { type RawBuilder, sql } from 'kysely'
import type { ActivityKind } from '@/lib/settings/terms'
import type { Spans } from './spans'

/** Bounds of instants, a little wider than what is asked for. */
export interface Window {
  from: RawBuilder<Date>
  to: RawBuilder<Date>
}

/** What an attendance lasts to while it is open. */
const endOf = (now: RawBuilder<unknown>): RawBuilder<Date> => sql`coalesce(ended_at, greatest(started_at, ${now}))`

/** The rows of the mirror that make members active, by kind, as spans that may touch a window. */
const RAW: Record<ActivityKind, ((window: Window, now: RawBuilder<unknown>) => Spans) | null> = {
  message: ({ from, to }) => sql`
    select member_id, sent_at as from_at, sent_at as to_at from message where sent_at >= ${from} and sent_at < ${to}`,
  // In two halves, so that each has its index.
  attendance: ({ from, to }, now) => sql`
    select member_id, started_at as from_at, ${endOf(now)} as to_at from attendance
    where started_at < ${to} and ended_at is null
    union all
    select member_id, started_at, ended_at from attendance where started_at < ${to} and ended_at >= ${from}`,
  feature: ({ from, to }) => sql`
    select member_id, at as from_at, at as to_at from feature_usage
    where at >= ${from} and at < ${to} and member_id is not null`,
  // Events are no part of the mirror yet.
  rsvp: null,
  checkin: null,
}

/** Kinds whose activity can be made anew from rows. */
export const RAW_KINDS = (Object.keys(RAW) as ActivityKind[]).filter((kind) => RAW[kind] !== null)

/** The spans of one kind that may touch a window. @throws where the kind has no rows */
export function rawSpans(kind: ActivityKind, window: Window, now: RawBuilder<unknown>): Spans {
  const spans = RAW[kind]
  if (!spans) throw new Error(`activity of the kind ${kind} has no rows to be made from`)
  return spans(window, now)
}

/** The spans of several kinds together. */
export function rawSpansOf(kinds: readonly ActivityKind[], window: Window, now: RawBuilder<unknown>): Spans {
  const known = RAW_KINDS.filter((kind) => kinds.includes(kind)).map((kind) => rawSpans(kind, window, now))
  if (known.length === 0) return sql`select null::bigint as member_id, now() as from_at, now() as to_at where false`
  return sql.join(known, sql` union all `)
}

/** Always, for those who need every row. */
export const ALWAYS: Window = { from: sql`'-infinity'::timestamptz`, to: sql`'infinity'::timestamptz` }
