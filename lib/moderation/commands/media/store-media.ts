import { sql } from 'kysely'
import type { Trx } from '@/lib/core/db/types'
import { lockFiles, storeFile } from '@/lib/core/files/file-store'
import type { InspectedFile } from '@/lib/core/files/inspect-file'
import { publishChange } from '@/lib/core/realtime/publish'
import { getSettings } from '@/lib/settings/queries'

const MIB = 1_048_576

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
  await lockFiles(trx)
  const { rows } = await sql<LockedMedia>`
    select id, case_id as "caseId", state, url, attempts from case_media where id = ${mediaId} for update`.execute(trx)
  return rows[0] ?? null
}

/**
 * Keeps a copy of what was found for a media whose row is held: each content once, and no more of all than the settings allow.
 * Answers whether there is a copy now; one that is there already stays, and one that was dropped doesn't come back.
 */
export async function storeCopy(trx: Trx, media: LockedMedia, file: InspectedFile, now: Date): Promise<boolean> {
  if (media.state === 'kept') return true
  if (media.state === 'dropped') return false
  const { mediaStoreMiB } = await getSettings(trx)
  const hash = await storeFile(trx, file, { bytesMax: mediaStoreMiB * MIB, now })
  if (!hash) return false
  await trx
    .updateTable('case_media')
    .set({ state: 'kept', sha256: hash, problem: null, problem_code: null, tried_at: now })
    .where('id', '=', media.id)
    .execute()
  await publishChange(trx, { topic: 'cases', id: media.caseId })
  return true
}
