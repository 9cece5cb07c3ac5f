import { sql } from 'kysely'
import type { Trx } from '@/lib/core/db/types'
import { enqueueAll } from '@/lib/core/jobs/contract'
import type { MediaReference } from '../../rules/media'
import { copyMediaTask, mediaQueueNameOf } from '../../tasks'

export interface SeenMedia {
  caseId: number
  evidenceId: number
  media: readonly MediaReference[]
}

/**
 * Writes down the media of evidence that has just been frozen, and has them copied at once: the originals may be gone by the time
 * that somebody looks.
 */
export async function recordMedia(trx: Trx, seen: readonly SeenMedia[]): Promise<void> {
  const rows = seen.flatMap(({ caseId, evidenceId, media }) =>
    media.map(({ url, alt, namedType }, position) => ({
      case: caseId,
      evidence: evidenceId,
      position,
      url,
      alt,
      namedType,
    })),
  )
  if (rows.length === 0) return
  const { rows: noted } = await sql<{ id: string; url: string }>`
    insert into case_media (case_id, evidence_id, position, url, alt, named_type)
    select "case", evidence, position, url, alt, "namedType"
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as one ("case" bigint, evidence bigint, position smallint, url text, alt text, "namedType" text)
    order by evidence, position
    on conflict (evidence_id, position) do nothing
    returning id, url`.execute(trx)
  await enqueueAll(
    trx,
    copyMediaTask,
    noted.map(({ id, url }) => ({ payload: { mediaId: id }, queue: mediaQueueNameOf(url) })),
  )
}
