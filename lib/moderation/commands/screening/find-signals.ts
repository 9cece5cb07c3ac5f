import { type RawBuilder, sql } from 'kysely'
import type { ReadDb, Trx } from '@/lib/core/db/types'
import { textHash } from '../../engine/same-text'
import type { Signals, SignalsNeeded } from '../../engine/signals'
import type { ItemInput } from '../../schema/items'

/** Windows reach back a day at most, and so does what is kept for them. */
export const WINDOW_MAX_MS = 86_400_000
/** Who counts the same author, channel or text takes turns; so many turns there are. */
const SIGNAL_LOCKS = 128

interface Seen {
  index: number
  type: string
  id: string
  author: string | null
  channel: string | null
  /** Hex. */
  hash: string
  /** ISO 8601; null where the item is too old for what is kept, so that its windows can't be told. */
  at: string | null
}

/**
 * Notes items as screened, and looks up what the rules ask beyond their text: account ages from the mirror, windows from what
 * was screened before. What can't be known is left out. Answers in the items' order.
 */
export async function findSignals(
  trx: Trx,
  items: readonly ItemInput[],
  needed: SignalsNeeded,
  now: Date,
): Promise<Signals[]> {
  const seen = items.map((item, index) => toSeen(item, index, now))
  await lockSignals(trx, seen, needed)
  await noteSeen(trx, seen)
  const ages = needed.authorAge ? await readAges(trx, seen, now) : null
  const counts = await countWindows(trx, seen, needed)
  return seen.map(({ index }) => ({
    ...(ages ? { authorAgeHours: ages.get(index) ?? null } : {}),
    ...counts.get(index),
  }))
}

/** An edit keeps the instant at which the item was first seen: it is one item, however often it is edited. */
function toSeen(item: ItemInput, index: number, now: Date): Seen {
  const said = item.createdAt === undefined ? now : new Date(item.createdAt)
  const at = said > now ? now : said
  const author = item.type === 'member' ? item.id : (item.author?.id ?? null)
  return {
    index,
    type: item.type,
    id: item.id,
    author,
    channel: item.channelId ?? null,
    hash: textHash(item.text ?? '').toString('hex'),
    at: now.getTime() - at.getTime() < WINDOW_MAX_MS ? at.toISOString() : null,
  }
}

/**
 * Two batches at once would each count without the other's items, and a flood that comes through several connections would pass.
 * Whoever counts the same thing waits for the other's commit; few turns in one order for all, so that nobody waits in a circle.
 */
async function lockSignals(trx: Trx, seen: readonly Seen[], needed: SignalsNeeded): Promise<void> {
  const keys = seen.flatMap(({ author, channel, hash }) => [
    ...(author && needed.flood.author.length + needed.duplicate.length > 0 ? [`author ${author}`] : []),
    ...(channel && needed.flood.channel.length > 0 ? [`channel ${channel}`] : []),
    ...(needed.identical.length > 0 ? [`text ${hash}`] : []),
  ])
  if (keys.length === 0) return
  await sql`
    select pg_advisory_xact_lock(hashtext('screening'), turn) from (
      select distinct abs(hashtext(key)::bigint % ${SIGNAL_LOCKS})::int as turn from unnest(${keys}::text[]) as key order by turn
    ) as turns`.execute(trx)
}

async function noteSeen(trx: Trx, seen: readonly Seen[]): Promise<void> {
  // The same item twice in one batch would be written twice in one statement; its last text counts.
  const latest = new Map(seen.map((one) => [`${one.type} ${one.id}`, one]))
  const rows = [...latest.values()].filter(({ at, author, channel }) => at !== null && (author ?? channel) !== null)
  if (rows.length === 0) return
  // Numbered in the order in which they came, and written in one order for all.
  await sql`
    with item as materialized (
      select given.*, nextval('screened_item_seq_seq') as seq
      from (
        select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
          as item (index int, type text, id text, author text, channel text, hash text, at timestamptz) order by index
      ) as given
    )
    insert into screened_item as self (seq, item_type, item_id, author, channel, text_hash, at) overriding system value
    select seq, type, id, author, channel, decode(hash, 'hex'), at from item
    order by type collate "C", id collate "C"
    on conflict (item_type, item_id) do update set text_hash = excluded.text_hash,
      author = coalesce(excluded.author, self.author), channel = coalesce(excluded.channel, self.channel)`.execute(trx)
}

/** How long the authors of items had been here, in hours, by the items' places; who isn't in the mirror is left out. */
export const readAuthorAges = (db: ReadDb, items: readonly ItemInput[], now: Date): Promise<Map<number, number>> =>
  readAges(
    db,
    items.map((item, index) => toSeen(item, index, now)),
    now,
  )

async function readAges(db: ReadDb, seen: readonly Seen[], now: Date): Promise<Map<number, number>> {
  const input = seen.flatMap(({ index, author, at }) =>
    author ? [{ index, author, at: at ?? now.toISOString() }] : [],
  )
  if (input.length === 0) return new Map()
  const { rows } = await sql<{ index: number; hours: number }>`
    select item.index, extract(epoch from item.at - known.joined_at)::double precision / 3600 as hours
    from jsonb_to_recordset(${JSON.stringify(input)}::jsonb) as item (index int, author text, at timestamptz)
    cross join lateral (
      select min(joined_at) as joined_at from member where external_id = item.author
    ) as known
    where known.joined_at is not null`.execute(db)
  return new Map(rows.map(({ index, hours }) => [index, Math.max(0, hours)]))
}

type Kind = 'author' | 'channel' | 'duplicate' | 'joins' | 'identical'

/** What can lie in one window with an item: what is older, and what is newer and came before it. */
const NEAR = sql`other.at > item.at - span.length and other.at < item.at + span.length
    and (other.at < item.at or other.seq <= item.seq)`

/**
 * The most that one window holds in which the item lies. Windows go by the items' own instants: whichever of a flood comes last
 * finds it, in whatever order they came. Of items that come in their order it is the window that ends with the item.
 */
const mostInWindow = (near: RawBuilder<unknown>): RawBuilder<unknown> => sql`
  select coalesce(max(held.count), 1) from (
    select near.at, count(*) over (
      order by near.at range between span.length - interval '1 microsecond' preceding and current row
    ) as count
    from (${near}) as near
  ) as held where held.at >= item.at`

/** How each kind of window counts; the item itself is always in it. Of each author the item that is nearest counts. */
const COUNTS = {
  author: mostInWindow(sql`select other.at from screened_item as other where other.author = item.author and ${NEAR}`),
  channel: mostInWindow(
    sql`select other.at from screened_item as other where other.channel = item.channel and ${NEAR}`,
  ),
  duplicate: mostInWindow(sql`
    select other.at from screened_item as other
    where other.author = item.author and other.text_hash = item.text_hash and ${NEAR}`),
  identical: mostInWindow(sql`
    select distinct on (other.author) other.at from screened_item as other
    where other.text_hash = item.text_hash and other.author is not null and ${NEAR}
    order by other.author, abs(extract(epoch from other.at - item.at))`),
  joins: sql`select count(*) from member where joined_at > item.at - span.length and joined_at <= item.at`,
} satisfies Record<Kind, ReturnType<typeof sql>>

/** Without an author a flood of theirs is unknown, without a text a duplicate; none of these is a zero. */
const IS_KNOWN = {
  author: ({ author }) => author !== null,
  channel: ({ channel }) => channel !== null,
  duplicate: ({ author, hash }) => author !== null && hash !== EMPTY_HASH,
  identical: ({ author, hash }) => author !== null && hash !== EMPTY_HASH,
  joins: () => true,
} satisfies Record<Kind, (seen: Seen) => boolean>
const EMPTY_HASH = textHash('').toString('hex')

async function countWindows(
  trx: Trx,
  seen: readonly Seen[],
  { flood, duplicate, joins, identical }: SignalsNeeded,
): Promise<Map<number, Signals>> {
  const windows: Record<Kind, number[]> = { author: flood.author, channel: flood.channel, duplicate, joins, identical }
  const found = new Map<number, Signals>()
  for (const kind of Object.keys(windows) as Kind[]) {
    const items = seen.filter((one) => one.at !== null && IS_KNOWN[kind](one))
    for (const row of await countOne(trx, kind, items, windows[kind]))
      found.set(row.index, withCount(found.get(row.index) ?? {}, kind, row.seconds, row.count))
  }
  return found
}

async function countOne(
  trx: Trx,
  kind: Kind,
  items: readonly Seen[],
  seconds: readonly number[],
): Promise<{ index: number; seconds: number; count: number }[]> {
  if (items.length === 0 || seconds.length === 0) return []
  const { rows } = await sql<{ index: number; seconds: number; count: number }>`
    select item.index, span.seconds, counted.count::int as count
    from (
      select given.index, given.author, given.channel, decode(given.hash, 'hex') as text_hash,
        coalesce(noted.at, given.at) as at, coalesce(noted.seq, 9223372036854775807) as seq
      from jsonb_to_recordset(${JSON.stringify(items)}::jsonb)
        as given (index int, type text, id text, author text, channel text, hash text, at timestamptz)
      left join screened_item as noted on noted.item_type = given.type and noted.item_id = given.id
    ) as item
    cross join (
      select seconds, seconds * interval '1 second' as length from unnest(${seconds}::int[]) as seconds
    ) as span
    cross join lateral (${COUNTS[kind]}) as counted (count)`.execute(trx)
  return rows
}

function withCount(signals: Signals, kind: Kind, seconds: number, count: number): Signals {
  if (kind === 'author' || kind === 'channel')
    return { ...signals, flood: { ...signals.flood, [kind]: { ...signals.flood?.[kind], [seconds]: count } } }
  return { ...signals, [kind]: { ...signals[kind], [seconds]: count } }
}
