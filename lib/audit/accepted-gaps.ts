import { z } from 'zod'
import type { ReadDb } from '@/lib/core/db/types'
import { RESTORE_ACCEPTED } from './commands'
import type { AuditChainView } from './schema'

const acceptedDetail = z.object({ gaps: z.array(z.object({ after: z.number(), before: z.number() })) })

/** The missing ids that restores were accepted for, each with the entry that says so. */
export async function listAcceptedGaps(db: ReadDb): Promise<AuditChainView['gaps']> {
  const rows = await db
    .selectFrom('audit_entry')
    .innerJoin('audit_detail', 'entry_id', 'id')
    .select(['id', 'detail'])
    .where('action', '=', RESTORE_ACCEPTED)
    .orderBy('id')
    .execute()
  return rows.flatMap(({ id, detail }) =>
    (acceptedDetail.safeParse(detail).data?.gaps ?? []).map((gap) => ({ ...gap, acceptedBy: id })),
  )
}
