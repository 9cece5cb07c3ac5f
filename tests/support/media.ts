import { sql } from 'kysely'
import { onTestFinished } from 'vitest'
import { inTransaction } from '@/lib/core/db/transaction'
import type { Db } from '@/lib/core/db/types'
import { copyMedia } from '@/lib/moderation/commands/media/copy-media'
import { inspectMedia, isMediaProblem } from '@/lib/moderation/commands/media/fetch-media'
import { lockMedia, storeCopy } from '@/lib/moderation/commands/media/store-media'
import type { ItemInput } from '@/lib/moderation/schema/items'
import { aPicture, type MediaHost, sending, startMediaHost } from './media-host'
import { aCase } from './moderation'

export { aPicture, redirectingTo, sending } from './media-host'

/** A host of media for one test. */
export async function aMediaHost(answer: MediaHost['answer']): Promise<MediaHost> {
  const host = await startMediaHost(answer)
  onTestFinished(host.close)
  return host
}

/** A case of a message with these media, none of them fetched yet. */
export async function aMediaCase(
  db: Db,
  urls: readonly string[],
  item: Partial<ItemInput> = {},
): Promise<{ caseId: number; mediaIds: string[] }> {
  const media = urls.map((url) => ({ url }))
  const id = `media-${crypto.randomUUID()}`
  const caseId = await aCase(db, {
    item: { type: 'message', id, text: 'look', author: { id: 'poster' }, media, ...item },
  })
  return { caseId, mediaIds: await mediaIdsOf(db, caseId) }
}

export async function mediaIdsOf(db: Db, caseId: number): Promise<string[]> {
  const rows = await db
    .selectFrom('case_media')
    .select('id')
    .where('case_id', '=', caseId)
    .orderBy('evidence_id')
    .orderBy('position')
    .execute()
  return rows.map(({ id }) => id)
}

/** The only media of a case of its own, with a copy of this picture. */
export async function aKeptPicture(db: Db, picture = aPicture()): Promise<{ caseId: number; mediaId: string }> {
  const host = await aMediaHost(sending(picture))
  const { caseId, mediaIds } = await aMediaCase(db, [host.at('/picture.png')])
  const [mediaId = ''] = mediaIds
  await copyMedia(db, mediaId)
  return { caseId, mediaId }
}

/** The same without a host that it was fetched from. */
export async function aStoredPicture(db: Db): Promise<string> {
  const { mediaIds } = await aMediaCase(db, ['https://media.example/stored.png'])
  const [mediaId = ''] = mediaIds
  await inTransaction(db, async (trx) => {
    const media = await lockMedia(trx, mediaId)
    const found = inspectMedia(aPicture())
    if (media && !isMediaProblem(found)) await storeCopy(trx, media, found, new Date())
  })
  return mediaId
}

export const mediaRow = (db: Db, id: string) =>
  db.selectFrom('case_media').selectAll().where('id', '=', id).executeTakeFirstOrThrow()

/** A picture for each evidence that addManyCases() wrote, most of them kept, and as many looks by 50 people over two years. */
export async function addManyMedia(db: Db): Promise<void> {
  await sql`
    insert into stored_file (sha256, type, size, bytes)
    select decode(md5(id::text), 'hex'), 'image/png', length(id::text), convert_to(id::text, 'utf8') from moderation_evidence
    where id % 10 > 0`.execute(db)
  await sql`
    insert into case_media (case_id, evidence_id, position, url, state, sha256)
    select case_id, id, 0, 'https://media.example/' || id, case when id % 10 > 0 then 'kept' else 'waiting' end,
      case when id % 10 > 0 then decode(md5(id::text), 'hex') end
    from moderation_evidence`.execute(db)
  await sql`
    insert into media_reveal (id, media_id, queue_id, seen_by, at)
    select gen_random_uuid(), media.id, self.queue_id, 'staff:' || self.id % 50, self.opened_at
    from case_media as media join moderation_case as self on self.id = media.case_id`.execute(db)
}
