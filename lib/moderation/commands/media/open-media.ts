import { inTransaction } from '@/lib/core/db/transaction'
import type { Db } from '@/lib/core/db/types'
import { DomainError } from '@/lib/core/errors'
import { toShownFile } from '@/lib/core/files/file-store'
import { extensionOf } from '@/lib/core/files/file-type'
import type { InspectedFile } from '@/lib/core/files/inspect-file'
import type { InlineFile } from '@/lib/core/http/file-response'
import { type Actor, requirePermission } from '@/lib/staff/actor'
import { type FoundMedia, findMedia } from '../../queries/media'
import { recordCopyResult } from './copy-media'
import { fetchMedia, isMediaProblem, toMediaError } from './fetch-media'
import { lockMedia } from './store-media'

/** Somebody waits for it. */
const TIMEOUT_MS = 10_000
/** Media that one process fetches at once while people wait; each may be held in memory whole. */
const FETCHES_MAX = 4
/** What has just failed is not tried again with every page that shows it. */
const REST_MS = 30_000
const NAME_LENGTH = 8

/**
 * A picture, video or sound of a case, for whoever may see the case: the copy, or what is fetched now where there is none yet.
 * @throws DomainError `permission.denied`; `media.not_found`, `media.dropped` (not found); `media.address_refused`,
 *   `media.unreachable`, `media.gone`, `media.unsupported` (upstream); `media.too_large`; `media.busy` (unavailable)
 */
export async function openMedia(
  db: Db,
  actor: Actor,
  { mediaId, now = new Date(), timeoutMs = TIMEOUT_MS }: { mediaId: string; now?: Date; timeoutMs?: number },
): Promise<InlineFile> {
  requirePermission(actor, 'cases:read')
  const media = await findMedia(db, actor, mediaId)
  if (media.state === 'dropped') throw mediaDeletedError()
  if (media.sha256) return toFile(db, media)
  const fetched = await fetchNow(db, actor, media, { now, timeoutMs })
  const kept = await findMedia(db, actor, mediaId)
  // The store may be full: what was fetched is shown all the same.
  return kept.sha256 ? toFile(db, kept) : toPassing(mediaId, fetched)
}

export const mediaDeletedError = (): DomainError =>
  new DomainError(
    'not_found',
    'media.dropped',
    'The copy was deleted because its retention period ended or its author was erased.',
  )

function toFile(db: Db, { id, sha256, type, size }: FoundMedia): InlineFile {
  if (!sha256 || !type || !size) throw new Error(`the copy of ${id} has no file`)
  return toShownFile(db, { sha256, type, size }, nameOf(id))
}

function toPassing(id: string, { bytes, type }: InspectedFile): InlineFile {
  return {
    type,
    size: bytes.length,
    fileName: `${nameOf(id)}.${extensionOf(type)}`,
    tag: id,
    read: async function* ({ from, to }) {
      yield new Uint8Array(bytes.subarray(from, to))
    },
  }
}

const nameOf = (id: string): string => `media-${id.slice(0, NAME_LENGTH)}`

const fetching = new Map<string, Promise<InspectedFile>>()

/** Several who want the same one wait for one fetch. */
function fetchNow(
  db: Db,
  actor: Actor,
  media: FoundMedia,
  options: { now: Date; timeoutMs: number },
): Promise<InspectedFile> {
  const { id } = media
  const running = fetching.get(id)
  if (running) return running
  requireRested(media, options.now)
  if (fetching.size >= FETCHES_MAX) {
    throw new DomainError('unavailable', 'media.busy', 'Too many media files are loading. Try again in a moment.', {
      retryAfterSeconds: 2,
    })
  }
  const started = fetchAndKeep(db, actor, id, options).finally(() => fetching.delete(id))
  fetching.set(id, started)
  return started
}

/** @throws DomainError of the last try, where that was just now */
function requireRested({ problem, problemCode, triedAt }: FoundMedia, now: Date): void {
  if (problem && problemCode && problemCode !== 'media.store_full' && isRecent(triedAt, now))
    throw toMediaError({ code: problemCode, message: problem })
}

const isRecent = (triedAt: Date | null, now: Date): boolean =>
  triedAt !== null && now.getTime() - triedAt.getTime() < REST_MS

async function fetchAndKeep(
  db: Db,
  actor: Actor,
  id: string,
  { now, timeoutMs }: { now: Date; timeoutMs: number },
): Promise<InspectedFile> {
  // What was read of it before may be from before another fetch, which has ended meanwhile.
  const media = await findMedia(db, actor, id)
  if (!media.url) throw mediaDeletedError()
  requireRested(media, now)
  const found = await fetchMedia(media.url, { timeoutMs })
  await inTransaction(db, async (trx) => {
    const locked = await lockMedia(trx, id)
    if (locked) await recordCopyResult(trx, locked, found, { now, isJob: false })
  })
  if (isMediaProblem(found)) throw toMediaError(found)
  return found
}
