import { sql } from 'kysely'
import { hashToken, newToken } from '../crypto/secrets'
import type { Db, Trx } from '../db/types'
import { checkLink, instantOf, type Link, type LinkRow, linkColumns, toLink } from './check-link'
import { type LinkPurpose, linkError } from './purpose'

/** A link that has ended says for so long that it has; after that it is unknown. */
const ENDED_DAYS = 90
const BATCH_ROWS = 5_000

interface NewLink {
  /** Id of what it is about. */
  subjectId: string
  /** Who makes it, as actorRef() names them. */
  createdBy: string
  /** Where it doesn't last as long as its purpose says. */
  expiresAt?: Date
  lifeMs?: number
}

/** The only time that the secret is there: what is stored is its hash. */
export interface MadeLink {
  id: string
  secret: string
  expiresAt: Date
}

/**
 * Makes a link. Earlier ones about the same thing stay as they are. Put the secret behind the `#` of an address, which browsers send
 * to nobody, or where a program has to use it, into the path.
 */
export async function makeLink(
  trx: Trx,
  purpose: LinkPurpose,
  { subjectId, createdBy, expiresAt, lifeMs = purpose.lifeMs }: NewLink,
): Promise<MadeLink> {
  const secret = newToken()
  const end = expiresAt ? sql<Date>`${expiresAt}::timestamptz` : sql<Date>`now() + ${lifeMs} * interval '1 millisecond'`
  const row = await trx
    .insertInto('link')
    .values({
      purpose: purpose.name,
      subject: subjectOf(purpose.subjectKind, subjectId),
      secret_hash: hashToken(secret),
      created_by: createdBy,
      expires_at: end,
      use_limit: purpose.useLimit,
    })
    .returning(['id', 'expires_at'])
    .executeTakeFirstOrThrow()
  return { id: row.id, secret, expiresAt: row.expires_at }
}

/**
 * Uses a link, in the transaction of what it is used for: of many who use one together as many get through as it has uses left,
 * and where the transaction fails the use doesn't count. The others wait for that.
 * @throws DomainError as checkLink()
 */
export async function useLink(
  trx: Trx,
  purpose: LinkPurpose,
  secret: string,
  { at }: { at?: Date | undefined } = {},
): Promise<Link> {
  const { rows } = await sql<LinkRow>`
    update link set uses = uses + 1, last_used_at = now()
    where secret_hash = ${hashToken(secret)} and purpose = ${purpose.name} and revoked_at is null
      and expires_at > ${instantOf(at)} and (use_limit is null or uses < use_limit)
    returning ${linkColumns}`.execute(trx)
  const [row] = rows
  if (row) return toLink(row)
  await checkLink(trx, purpose, secret, { at })
  throw linkError(purpose, 'used')
}

/** Ends the links of a purpose about some things, of which uses are left. Answers how many. */
export async function revokeLinks(trx: Trx, purpose: LinkPurpose, subjectIds: readonly string[]): Promise<number> {
  const { numAffectedRows } = await sql`
    update link set revoked_at = now()
    where purpose = ${purpose.name} and subject = any(${subjectsOf(purpose.subjectKind, subjectIds)}::text[])
      and revoked_at is null and (use_limit is null or uses < use_limit)`.execute(trx)
  return Number(numAffectedRows ?? 0)
}

/**
 * Deletes all links about some things, whatever their purpose: for erasing. Whoever still holds one is answered as if it had never
 * been. Answers how many.
 */
export async function removeLinksAbout(
  trx: Trx,
  subjectKind: string,
  subjectIds: readonly (string | number)[],
): Promise<number> {
  const { numAffectedRows } = await sql`
    delete from link where subject = any(${subjectsOf(subjectKind, subjectIds)}::text[])`.execute(trx)
  return Number(numAffectedRows ?? 0)
}

/** Deletes the links whose time was over 90 days ago. Answers how many. */
export async function sweepLinks(
  db: Db,
  { signal, at }: { signal?: AbortSignal; at?: Date | undefined } = {},
): Promise<number> {
  for (let swept = 0; ; ) {
    signal?.throwIfAborted()
    const { numAffectedRows } = await sql`
      delete from link where id in (
        select id from link where expires_at < ${instantOf(at)} - ${sql.lit(ENDED_DAYS)} * interval '1 day' limit ${sql.lit(BATCH_ROWS)}
      )`.execute(db)
    const count = Number(numAffectedRows ?? 0)
    swept += count
    if (count < BATCH_ROWS) return swept
  }
}

const subjectOf = (kind: string, id: string | number): string => `${kind}:${id}`
const subjectsOf = (kind: string, ids: readonly (string | number)[]): string[] => ids.map((id) => subjectOf(kind, id))
