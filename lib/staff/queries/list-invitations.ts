import { type Selectable, sql } from 'kysely'
import { z } from 'zod'
import { decodeCursor, type Page, type PageQuery, toPage } from '@/lib/core/db/keyset'
import type { Invitation } from '@/lib/core/db/schema.generated'
import type { ReadDb } from '@/lib/core/db/types'
import { isOpenLink, linkSubject } from '@/lib/core/links/check-link'
import { instantInput } from '@/lib/core/time/instants'
import { invitationLinks } from '../links'
import { type InvitationView, roleSchema } from '../schema'

const cursor = z.tuple([instantInput, z.uuid()])

/** Invitations that can still be accepted, newest first. Set-up links are not among them. */
export async function listInvitations(db: ReadDb, { limit, after }: PageQuery): Promise<Page<InvitationView>> {
  let query = db
    .selectFrom('invitation')
    .innerJoin('link', (join) => join.on('link.subject', '=', linkSubject(invitationLinks, sql.ref('invitation.id'))))
    .select(['invitation.id', 'email', 'name', 'role', 'invitation.created_by', 'invitation.created_at', 'expires_at'])
    .where('kind', '=', 'invitation')
    .where('link.purpose', '=', invitationLinks.name)
    .where(isOpenLink())
    .orderBy('invitation.created_at', 'desc')
    .orderBy('invitation.id', 'desc')
    .limit(limit + 1)
  if (after !== undefined) {
    const [at, id] = decodeCursor(after, cursor)
    query = query.where(({ eb, refTuple, tuple }) =>
      eb(refTuple('invitation.created_at', 'invitation.id'), '<', tuple(new Date(at), id)),
    )
  }
  return toPage(await query.execute(), limit, (row) => [row.created_at.toISOString(), row.id], toInvitationView)
}

export const toInvitationView = (
  row: Pick<Selectable<Invitation>, 'id' | 'email' | 'name' | 'role' | 'created_by' | 'created_at'> & {
    expires_at: Date
  },
): InvitationView => ({
  id: row.id,
  email: row.email,
  name: row.name,
  role: roleSchema.parse(row.role),
  createdBy: row.created_by,
  createdAt: row.created_at.toISOString(),
  expiresAt: row.expires_at.toISOString(),
})
