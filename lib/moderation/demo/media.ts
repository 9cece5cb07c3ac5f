import type { Trx } from '@/lib/core/db/types'
import { composeSound, paintPicture } from '@/lib/demo/pictures'
import { inspectMedia, isMediaProblem } from '../commands/media/fetch-media'
import { lockMedia, storeCopy } from '../commands/media/store-media'

/**
 * Puts made-up copies where those of a case's media would be: the addresses lead nowhere, and no server of ours may be called by
 * the guard anyway.
 */
export async function storeDemoMedia(trx: Trx, caseId: number, random: () => number, now: Date): Promise<void> {
  const rows = await trx
    .selectFrom('case_media')
    .select(['id', 'named_type'])
    .where('case_id', '=', caseId)
    .where('state', '=', 'waiting')
    .orderBy('position')
    .execute()
  for (const { id, named_type: type } of rows) {
    const found = inspectMedia(type === 'audio/wav' ? composeSound(random) : paintPicture(random))
    const media = await lockMedia(trx, id)
    if (media && !isMediaProblem(found)) await storeCopy(trx, media, found, now)
  }
}
