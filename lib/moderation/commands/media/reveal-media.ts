import { sql } from 'kysely'
import { recordAudit } from '@/lib/audit/commands'
import { inTransaction } from '@/lib/core/db/transaction'
import type { Db, Trx } from '@/lib/core/db/types'
import { conflict } from '@/lib/core/errors'
import { type Actor, actorRef, requirePermission } from '@/lib/staff/actor'
import { type FoundMedia, findMedia } from '../../queries/media'
import { requireNoCooldown } from '../require-no-cooldown'
import { mediaDeletedError } from './open-media'

interface Look {
  mediaId: string
  /** Made by who looks: the same look again is the same one. */
  id: string
  now?: Date
}

/**
 * Counts a look at a media, before it is shown: one row and one entry in the audit log, however often it is sent. Whoever holds the
 * case may look at all of it, though they rest from the queue by now.
 * @throws DomainError `permission.denied`; `media.not_found`, `media.dropped` (not found); `queue.rotation`, `reveal.id_taken`
 *   (conflict)
 */
export async function revealMedia(db: Db, actor: Actor, { mediaId, id, now = new Date() }: Look): Promise<void> {
  requirePermission(actor, 'cases:read')
  await inTransaction(db, async (trx) => {
    const media = await findMedia(trx, actor, mediaId)
    if (media.state === 'dropped') throw mediaDeletedError()
    if (!isHeldBy(actor, media, now)) await requireNoCooldown(trx, actor, media.queueId, now)
    if (!(await insertReveal(trx, actor, media, { id, now }))) return
    await recordAudit(trx, actor, {
      action: 'media.revealed',
      targetKind: 'media',
      target: mediaId,
      detail: { caseId: media.caseId, revealId: id },
    })
  })
}

const isHeldBy = (actor: Actor, { claimedBy, claimExpiresAt }: FoundMedia, now: Date): boolean =>
  claimedBy === actorRef(actor) && claimExpiresAt !== null && claimExpiresAt > now

/** Answers whether it is a new one. */
async function insertReveal(
  trx: Trx,
  actor: Actor,
  media: FoundMedia,
  { id, now }: { id: string; now: Date },
): Promise<boolean> {
  const { rows } = await sql`
    insert into media_reveal (id, media_id, queue_id, seen_by, at)
    values (${id}, ${media.id}, ${media.queueId}, ${actorRef(actor)}, ${now}) on conflict do nothing returning 1`.execute(
    trx,
  )
  if (rows.length > 0) return true
  const known = await trx.selectFrom('media_reveal').selectAll().where('id', '=', id).executeTakeFirst()
  if (known?.media_id === media.id && known.seen_by === actorRef(actor)) return false
  throw conflict('reveal.id_taken', 'This ID is already used for another view.')
}
