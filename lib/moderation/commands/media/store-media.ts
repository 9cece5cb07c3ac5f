import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { Trx } from '@/lib/core/db/types'
import { publishChange } from '@/lib/core/realtime/publish'
import { getSettings } from '@/lib/settings/queries'
import type { FetchedMedia } from './fetch-media'

const MIB = 1_048_576

/**
 * What is written and what is dropped take turns, so that no file goes in the moment somebody finds it there, and the limit
 * holds.
 */
export const lockStore = (trx: Trx) => sql`select pg_advisory_xact_lock(hashtext('media_store'))`.execute(trx)

/** What a copy needs to know of its row, whose lock it holds. */
export interface LockedMedia {
  id: string
  caseId: number
  state: 'waiting' | 'kept' | 'failed' | 'dropped'
  url: string | null
  attempts: number
}

/** The store is locked before. */
export async function lockMedia(trx: Trx, mediaId: string): Promise<LockedMedia | null> {
  await lockStore(trx)
  const { rows } = await sql<LockedMedia>`
    select id, case_id as "caseId", state, url, attempts from case_media where id = ${mediaId} for update`.execute(trx)
  return rows[0] ?? null
}

/**
 * Keeps a copy of what was found for a media whose row is held: each content once, and no more of all than the settings allow.
 * Answers whether there is a copy now; one that is there already stays, and one that was dropped doesn't come back.
 */
export async function storeCopy(
  trx: Trx,
  media: LockedMedia,
  { bytes, type, width, height }: FetchedMedia,
  now: Date,
): Promise<boolean> {
  if (media.state === 'kept') return true
  if (media.state === 'dropped') return false
  const hash = createHash('sha256').update(bytes).digest()
  const { rows } = await sql<{ known: boolean; used: number }>`
    select exists (select from media_file where sha256 = ${hash}) as known,
      (select coalesce(sum(size), 0)::bigint from media_file) as used`.execute(trx)
  const { known = false, used = 0 } = rows[0] ?? {}
  const { mediaStoreMiB } = await getSettings(trx)
  if (!known && used + bytes.length > mediaStoreMiB * MIB) return false
  if (!known) {
    await trx
      .insertInto('media_file')
      .values({ sha256: hash, type, size: bytes.length, width, height, bytes, created_at: now })
      .execute()
  }
  await trx
    .updateTable('case_media')
    .set({ state: 'kept', sha256: hash, problem: null, problem_code: null, tried_at: now })
    .where('id', '=', media.id)
    .execute()
  await publishChange(trx, { topic: 'cases', id: media.caseId })
  return true
}
