import { type RawBuilder, sql } from 'kysely'
import type { ActivityWindow } from '@/lib/domain'
import { DOMAINS } from '@/lib/domains'
import { ACTIVITY_KINDS, type ActivityKind } from '@/lib/settings/terms'
import type { Spans } from './spans'

const RELATIONS = new Map(DOMAINS.flatMap(({ activity = [] }) => activity).map(({ kind, spans }) => [kind, spans]))

/** Kinds whose activity can be made anew from rows. */
export const RAW_KINDS = ACTIVITY_KINDS.filter((kind) => RELATIONS.has(kind))

/** The spans of one kind that may touch a window. @throws where the kind has no rows */
export function rawSpans(kind: ActivityKind, window: ActivityWindow, now: RawBuilder<unknown>): Spans {
  const spans = RELATIONS.get(kind)
  if (!spans) throw new Error(`no rows yield activity of the kind ${kind}`)
  return spans(window, now)
}

/** The spans of several kinds together. */
export function rawSpansOf(kinds: readonly ActivityKind[], window: ActivityWindow, now: RawBuilder<unknown>): Spans {
  const known = RAW_KINDS.filter((kind) => kinds.includes(kind)).map((kind) => rawSpans(kind, window, now))
  if (known.length === 0) return sql`select null::bigint as member_id, now() as from_at, now() as to_at where false`
  return sql.join(known, sql` union all `)
}

/** Always, for those who need every row. */
export const UNBOUNDED: ActivityWindow = { from: sql`'-infinity'::timestamptz`, to: sql`'infinity'::timestamptz` }
