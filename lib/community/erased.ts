import { createHash, createHmac } from 'node:crypto'
import { type RawBuilder, sql } from 'kysely'
import { deriveKey } from '@/lib/core/crypto/secrets'
import type { Db, ReadDb, Trx } from '@/lib/core/db/types'
import { env } from '@/lib/core/env'
import { DomainError } from '@/lib/core/errors'

/** How an erased member is called, wherever a name shows. */
export const ERASED_NAME = 'Erased member'

const PREFIX = 'erased:'
const HASH_CHARS = 40
const KEY_ID_CHARS = 6
/** Of SHA-256, for HMAC (RFC 2104). */
const BLOCK_BYTES = 64

/**
 * What stands in the place of an erased member's platform id: a keyed hash, so that the same id is known again and nobody who
 * holds the database can try ids out. The same for every origin: an id is one person.
 * @throws DomainError `secret.missing` (unavailable)
 */
export const pseudonymOf = (externalId: string): string =>
  `${pseudonymPrefix()}${createHmac('sha256', key()).update(externalId).digest('hex').slice(0, HASH_CHARS)}`

/** What the pseudonyms of the present GUILDHALL_SECRET begin with: those of another one are not recognised by it. */
export const pseudonymPrefix = (): string =>
  `${PREFIX}${createHash('sha256').update(key()).digest('hex').slice(0, KEY_ID_CHARS)}:`

/** The same as pseudonymOf() for a column. */
function pseudonymSql(column: RawBuilder<string>): RawBuilder<string> {
  const block = Buffer.concat([key(), Buffer.alloc(BLOCK_BYTES)]).subarray(0, BLOCK_BYTES)
  const [inner, outer] = [0x36, 0x5c].map((pad) => Buffer.from(block.map((byte) => byte ^ pad)))
  const hash = sql`sha256(${outer}::bytea || sha256(${inner}::bytea || convert_to(${column}, 'UTF8')))`
  return sql`${pseudonymPrefix()}::text || left(encode(${hash}, 'hex'), ${sql.lit(HASH_CHARS)})`
}

/**
 * For whoever is about to write of members: until commit nobody is erased, and who was erased before is seen as such. The first
 * lock of a transaction, or it may wait in a circle.
 */
export async function lockErasureShared(trx: Trx): Promise<void> {
  await sql`select pg_advisory_xact_lock_shared(hashtext('erasure'))`.execute(trx)
}

/** For erasing: waits until nobody writes of members, and holds them off until commit. */
export async function lockErasureExclusive(trx: Trx): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext('erasure'))`.execute(trx)
}

/** Whether anybody was ever erased: mostly not, and then nothing more is to be asked. */
export async function hasErased(db: ReadDb): Promise<boolean> {
  const row = await db.selectFrom('member').select('id').where('erased_at', 'is not', null).limit(1).executeTakeFirst()
  return row !== undefined
}

/** The pseudonyms of those of the ids that are erased, by id; a pseudonym is its own. Call it after lockErasureShared(). */
export async function findErased(trx: Trx, externalIds: readonly string[]): Promise<Map<string, string>> {
  if (externalIds.length === 0 || !(await hasErased(trx))) return new Map()
  const own = externalIds.filter((id) => id.startsWith(PREFIX)).map((id) => [id, id] as const)
  const ids = new Map([...externalIds.map((id) => [pseudonymOf(id), id] as const), ...own])
  const { rows } = await sql<{ pseudonym: string }>`
    select distinct external_id as pseudonym from member
    where erased_at is not null and external_id = any(${[...ids.keys()]}::text[])`.execute(trx)
  return new Map(rows.map(({ pseudonym }) => [ids.get(pseudonym) ?? '', pseudonym]))
}

/**
 * The same for members whom an origin names, which each have a row there afterwards: their doings still count.
 * Takes the shared lock itself.
 */
export async function ensureErasedMembers(
  trx: Trx,
  originId: number,
  externalIds: readonly string[],
): Promise<Map<string, string>> {
  await lockErasureShared(trx)
  const erased = await findErased(trx, externalIds)
  if (erased.size > 0)
    await sql`insert into member (origin_id, external_id, name, erased_at) select ${originId}, id, ${ERASED_NAME}, now()
      from unnest(${[...erased.values()]}::text[]) as id order by id on conflict do nothing`.execute(trx)
  return erased
}

/**
 * The same for the lines of an import, in the temporary table `last_line`: those of erased members keep who (by pseudonym), when
 * and where, and how long a text was. Without an origin nothing is written but the lines.
 */
export async function eraseStagedRows(db: Db, originId: number | null): Promise<void> {
  if (!(await hasErased(db))) return
  await sql`create temporary table erased_line as
    select known.member, known.pseudonym
    from (select member, ${pseudonymSql(sql`member`)} as pseudonym from (select distinct member from last_line) as one) as known
    where exists (select from member where external_id = known.pseudonym and erased_at is not null)`.execute(db)
  if (originId !== null)
    await sql`insert into member (origin_id, external_id, name, erased_at)
      select ${originId}, pseudonym, ${ERASED_NAME}, now() from erased_line order by pseudonym on conflict do nothing`.execute(
      db,
    )
  await sql`
    update last_line set member = erased_line.pseudonym, member_name = null, topic = null, text = null,
      length = coalesce(length, char_length(text))
    from erased_line where last_line.member = erased_line.member`.execute(db)
  await sql`drop table erased_line`.execute(db)
}

function key(): Buffer {
  const { secret } = env()
  if (!secret)
    throw new DomainError(
      'unavailable',
      'secret.missing',
      "Members can't be erased because GUILDHALL_SECRET is not set.",
    )
  return deriveKey(secret, 'erased-members')
}
