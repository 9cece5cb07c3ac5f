import { type RawBuilder, sql } from 'kysely'
import { hashToken } from '../crypto/secrets'
import type { ReadDb } from '../db/types'
import { type LinkProblem, type LinkPurpose, linkError } from './purpose'

/** A link that works. */
export interface Link {
  id: string
  /** Id of what it is about; `subjectKind` of its purpose says what that is. */
  subjectId: string
  /** Who made it, as actorRef() names them. */
  createdBy: string
  expiresAt: Date
  /** How often it was used. */
  uses: number
}

export interface LinkRow extends Omit<Link, 'subjectId'> {
  subject: string
}

/** The columns of a link, as a row of this type needs them. */
export const linkColumns = sql.raw('id, subject, created_by as "createdBy", expires_at as "expiresAt", uses')

/** The instant that decides: the database's clock, or where a test asks about another day, that. */
export const instantOf = (at: Date | undefined): RawBuilder<Date> =>
  at ? sql<Date>`${at}::timestamptz` : sql<Date>`now()`

/**
 * The link of a secret, while it works. Looking changes nothing. One that ended says how to whoever holds its secret; to everybody
 * else there is one answer, whatever they ask for.
 * @throws DomainError as linkError()
 */
export async function checkLink(
  db: ReadDb,
  purpose: LinkPurpose,
  secret: string,
  { at }: { at?: Date | undefined } = {},
): Promise<Link> {
  const { rows } = await sql<LinkRow & { fault: LinkProblem | null }>`
    select ${linkColumns}, case
      when revoked_at is not null then 'revoked'
      when uses >= use_limit then 'used'
      when expires_at <= ${instantOf(at)} then 'expired'
    end as fault
    from link where secret_hash = ${hashToken(secret)} and purpose = ${purpose.name}`.execute(db)
  const [row] = rows
  if (!row) throw linkError(purpose, 'unknown')
  if (row.fault) throw linkError(purpose, row.fault)
  return toLink(row)
}

/** A row without what is only stored. */
export const toLink = ({ id, subject, createdBy, expiresAt, uses }: LinkRow): Link => ({
  ...{ id, createdBy, expiresAt, uses },
  subjectId: subject.slice(subject.indexOf(':') + 1),
})

/** How the subject of a purpose's links is stored, for statements that look for the links of a row. */
export const linkSubject = ({ subjectKind }: LinkPurpose, id: RawBuilder<unknown>): RawBuilder<string> =>
  sql<string>`(${sql.lit(`${subjectKind}:`)} || ${id})`

/** Whether a link can still be used, for a statement that reads `link`. */
export const isOpenLink = (at?: Date): RawBuilder<boolean> =>
  sql<boolean>`(link.revoked_at is null and (link.use_limit is null or link.uses < link.use_limit)
    and link.expires_at > ${instantOf(at)})`

/** Until when a link about something works, for a statement around it; null where there is none. */
export const openLinkEnd = (purpose: LinkPurpose, id: RawBuilder<unknown>, at?: Date): RawBuilder<Date | null> =>
  sql<Date | null>`(
    select max(link.expires_at) from link
    where link.subject = ${linkSubject(purpose, id)} and link.purpose = ${sql.lit(purpose.name)} and ${isOpenLink(at)}
  )`
