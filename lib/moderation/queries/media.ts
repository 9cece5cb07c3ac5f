import { type RawBuilder, sql } from 'kysely'
import type { ReadDb } from '@/lib/core/db/types'
import { notFound } from '@/lib/core/errors'
import { type FileType, kindOf } from '@/lib/core/files/file-type'
import type { Actor } from '@/lib/staff/actor'
import type { MediaView } from '../schema/media'
import { caseAccessOf } from './list-cases'

/** A media as its way out needs it. */
export interface FoundMedia {
  id: string
  caseId: number
  queueId: string
  claimedBy: string | null
  claimExpiresAt: Date | null
  state: MediaView['state']
  url: string | null
  problem: string | null
  problemCode: string | null
  triedAt: Date | null
  sha256: Buffer | null
  type: FileType | null
  size: number | null
}

/** @throws DomainError `media.not_found`, also for a case of a queue that is not theirs */
export async function findMedia(db: ReadDb, actor: Actor, id: string): Promise<FoundMedia> {
  const { rows } = await sql<FoundMedia>`
    select media.id, media.case_id as "caseId", self.queue_id as "queueId", self.claimed_by as "claimedBy",
      self.claim_expires_at as "claimExpiresAt", media.state, media.url, media.problem, media.problem_code as "problemCode",
      media.tried_at as "triedAt", media.sha256, file.type, file.size
    from case_media as media
    join moderation_case as self on self.id = media.case_id
    left join stored_file as file on file.sha256 = media.sha256
    where media.id = ${id} and ${caseAccessOf(actor)}`.execute(db)
  const row = rows[0]
  if (!row) throw notFound('media', id)
  return row
}

interface MediaRow extends Omit<MediaView, 'kind'> {
  namedType: string | null
}

/** The media of some evidence, which the statement around it calls `evidence`, as a JSON array in their order. */
export const mediaOfEvidence = (): RawBuilder<MediaRow[]> => sql<MediaRow[]>`coalesce((
  select jsonb_agg(jsonb_build_object('id', media.id, 'state', media.state, 'type', file.type, 'size', file.size,
    'width', file.width, 'height', file.height, 'alt', media.alt, 'url', media.url, 'problem', media.problem,
    'namedType', media.named_type) order by media.position)
  from case_media as media left join stored_file as file on file.sha256 = media.sha256
  where media.evidence_id = evidence.id
), '[]')`

export const toMediaView = ({ namedType, ...row }: MediaRow): MediaView => ({
  ...row,
  kind: kindOf(row.type ?? namedType),
})
