import { inTransaction } from '@/lib/core/db/transaction'
import type { Db, Trx } from '@/lib/core/db/types'
import type { InspectedFile } from '@/lib/core/files/inspect-file'
import { enqueue } from '@/lib/core/jobs/contract'
import { publishChange } from '@/lib/core/realtime/publish'
import { copyMediaTask, mediaQueueNameOf } from '../../tasks'
import { fetchMedia, isMediaProblem, type MediaProblem } from './fetch-media'
import { type LockedMedia, lockMedia, storeCopy } from './store-media'

const MINUTE_MS = 60_000
/** After the first, second … failed try; then it is given up, until somebody looks. */
const RETRY_MS = [MINUTE_MS / 2, 10 * MINUTE_MS, 60 * MINUTE_MS, 6 * 60 * MINUTE_MS]

const STORE_FULL: MediaProblem = {
  code: 'media.store_full',
  message: 'No copy was saved because the media storage is full.',
  isFinal: false,
}

/**
 * One try to copy a media of a case, and the job of the next one where it may come to something. There is nothing to do where a
 * copy is there already or was dropped. @throws the signal's reason where the worker leaves
 */
export async function copyMedia(
  db: Db,
  mediaId: string,
  { signal, now = new Date(), timeoutMs }: { signal?: AbortSignal; now?: Date; timeoutMs?: number } = {},
): Promise<void> {
  const row = await db.selectFrom('case_media').select(['state', 'url']).where('id', '=', mediaId).executeTakeFirst()
  if (!row?.url || row.state === 'kept' || row.state === 'dropped') return
  const found = await fetchMedia(row.url, { signal, timeoutMs })
  await inTransaction(db, async (trx) => {
    const media = await lockMedia(trx, mediaId)
    if (media) await recordCopyResult(trx, media, found, { now, isJob: true })
  })
}

/**
 * Writes down how a try to copy a media went, whose row is held. Answers what is wrong, or null where there is a copy now.
 * @param isJob whether tries are counted and followed by another
 */
export async function recordCopyResult(
  trx: Trx,
  media: LockedMedia,
  found: InspectedFile | MediaProblem,
  { now, isJob }: { now: Date; isJob: boolean },
): Promise<MediaProblem | null> {
  if (!isMediaProblem(found) && (await storeCopy(trx, media, found, now))) return null
  const problem = isMediaProblem(found) ? found : STORE_FULL
  if (media.state === 'kept' || media.state === 'dropped') return problem
  const attempts = media.attempts + (isJob ? 1 : 0)
  const delay = problem.isFinal ? undefined : RETRY_MS[attempts - 1]
  const isOver = problem.isFinal || (isJob && delay === undefined)
  await trx
    .updateTable('case_media')
    .set({
      state: isOver ? 'failed' : media.state,
      problem: problem.message,
      problem_code: problem.code,
      attempts,
      tried_at: now,
    })
    .where('id', '=', media.id)
    .execute()
  if (isJob && delay !== undefined && media.url) {
    const runAt = new Date(now.getTime() + delay)
    await enqueue(trx, copyMediaTask, { mediaId: media.id }, { queue: mediaQueueNameOf(media.url), runAt })
  }
  await publishChange(trx, { topic: 'cases', id: media.caseId })
  return problem
}
