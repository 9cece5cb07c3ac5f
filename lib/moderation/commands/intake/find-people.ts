import { sql } from 'kysely'
import type { Trx } from '@/lib/core/db/types'

/** Whoever wrote in a channel within it is active there. */
const ACTIVE_WITHIN_MS = 7 * 86_400_000

/** The origin of members whom only a report has named so far. */
const STUBS = 'platform'

export interface NamedReference {
  id: string
  name?: string | undefined
}

/**
 * The members of these external ids, whichever system they were mirrored from; who isn't there yet is added as a stub, which
 * has never joined and so counts in no figure. Answers ids by external id.
 */
export async function findOrAddMembers(trx: Trx, people: readonly NamedReference[]): Promise<Map<string, number>> {
  const byId = new Map(people.map((person) => [person.id, person.name ?? null]))
  // One order for all, so that two batches wait for each other and never in a circle.
  const ids = [...byId.keys()].sort()
  if (ids.length === 0) return new Map()
  const found = await readMembers(trx, ids)
  const missing = ids.filter((id) => !found.has(id))
  if (missing.length === 0) return found
  const names = missing.map((id) => byId.get(id) ?? null)
  await sql`insert into origin (name) values (${STUBS}) on conflict do nothing`.execute(trx)
  await sql`
    insert into member (origin_id, external_id, name)
    select origin.id, stub.id, stub.name from unnest(${missing}::text[], ${names}::text[]) as stub (id, name), origin
    where origin.name = ${STUBS} order by stub.id
    on conflict do nothing`.execute(trx)
  return readMembers(trx, ids)
}

async function readMembers(trx: Trx, ids: readonly string[]): Promise<Map<string, number>> {
  // Who was mirrored comes before a stub of the same id.
  const { rows } = await sql<{ external_id: string; id: number }>`
    select distinct on (external_id) external_id, id from member where external_id = any(${ids}::text[])
    order by external_id, (joined_at is null and first_active_on is null), id`.execute(trx)
  return new Map(rows.map((row) => [row.external_id, row.id]))
}

/**
 * The mirrored channels of these external ids; for those of `counted`, how many members were active in them within the last 7 days:
 * in a busy channel that is many rows, which only a new case is worth.
 */
export async function findChannels(
  trx: Trx,
  externalIds: readonly string[],
  { counted, now }: { counted: ReadonlySet<string>; now: Date },
): Promise<Map<string, { id: number; active: number }>> {
  const ids = [...new Set(externalIds)].sort()
  if (ids.length === 0) return new Map()
  const since = new Date(now.getTime() - ACTIVE_WITHIN_MS)
  const { rows } = await sql<{ external_id: string; id: number; active: number }>`
    select channel.external_id, channel.id, coalesce(recent.active, 0) as active
    from (
      select distinct on (external_id) external_id, id from channel where external_id = any(${ids}::text[])
      order by external_id, id
    ) as channel
    left join lateral (
      select count(distinct member_id)::int as active from message
      where channel_id = channel.id and sent_at > ${since} and sent_at <= ${now}
    ) as recent on channel.external_id = any(${[...counted]}::text[])`.execute(trx)
  return new Map(rows.map((row) => [row.external_id, { id: row.id, active: row.active }]))
}
