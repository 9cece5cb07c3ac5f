import { type RawBuilder, sql } from 'kysely'
import type { Db, Trx } from '@/lib/core/db/types'
import { invalid } from '@/lib/core/errors'

const NAME = /^[^\p{Cc}]{1,80}$/u

/**
 * The id of an origin, made where it is new.
 * @throws DomainError `origin.bad_name` (invalid)
 */
export async function ensureOrigin(db: Db, name: string): Promise<number> {
  if (!NAME.test(name) || name !== name.trim()) {
    throw invalid('source', 'The name of a source must have 1 to 80 characters.', 'origin.bad_name')
  }
  await db
    .insertInto('origin')
    .values({ name })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  const origin = await db.selectFrom('origin').select('id').where('name', '=', name).executeTakeFirstOrThrow()
  return origin.id
}

/** The id of an origin, undefined where nothing came from it yet. */
export async function findOrigin(db: Db, name: string): Promise<number | undefined> {
  return (await db.selectFrom('origin').select('id').where('name', '=', name).executeTakeFirst())?.id
}

/** Makes the members of a relation `external_id, name` that are missing, and renames those whose name is given and differs. */
export async function storeMembers(trx: Trx, originId: number, members: RawBuilder<unknown>): Promise<void> {
  await sql`
    insert into member (origin_id, external_id, name)
    select ${originId}, given.external_id, given.name from (${members}) as given
    left join member as known on known.origin_id = ${originId} and known.external_id = given.external_id
    where known.id is null or (given.name is not null and known.name is distinct from given.name)
    order by given.external_id
    on conflict (origin_id, external_id) do update set name = coalesce(excluded.name, member.name)`.execute(trx)
}

/**
 * Makes the channels of a relation `external_id, name, named_at` that are missing, and renames those that are given a name of
 * the same or a later instant. A channel without a name is called by its id.
 */
export async function storeChannels(trx: Trx, originId: number, channels: RawBuilder<unknown>): Promise<void> {
  await sql`
    insert into channel (origin_id, external_id, name, named_at)
    select ${originId}, given.external_id, coalesce(given.name, given.external_id),
      case when given.name is not null then given.named_at end
    from (${channels}) as given
    left join channel as known on known.origin_id = ${originId} and known.external_id = given.external_id
    where known.id is null or (given.name is not null and coalesce(given.named_at >= known.named_at, true)
      and (given.name, given.named_at) is distinct from (known.name, known.named_at))
    order by given.external_id
    on conflict (origin_id, external_id) do update set name = excluded.name, named_at = excluded.named_at
    where excluded.named_at is not null and coalesce(excluded.named_at >= channel.named_at, true)`.execute(trx)
}
