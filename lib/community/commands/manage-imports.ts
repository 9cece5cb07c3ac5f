import { recordAudit } from '@/lib/audit/commands'
import { inTransaction } from '@/lib/core/db/transaction'
import type { Db } from '@/lib/core/db/types'
import { conflict, notFound } from '@/lib/core/errors'
import { enqueue } from '@/lib/core/jobs/contract'
import { publishChange } from '@/lib/core/realtime/publish'
import { type Actor, actorRef, requirePermission } from '@/lib/staff/actor'
import type { ImportKind } from '../schema'
import { importFileTask } from '../tasks'

export interface NewImport {
  kind: ImportKind
  /** Name of the origin. */
  source: string
  fileName: string
  /** The uploaded file, which the worker imports and then deletes; null where the calling process imports itself. */
  uploadPath: string | null
  bytesTotal: number | null
  isDryRun: boolean
}

/**
 * Notes a new import and answers its id. An upload waits for a worker; else the caller runs it (`runImport`).
 * @throws DomainError `permission.denied`
 */
export async function addImport(db: Db, actor: Actor, input: NewImport): Promise<string> {
  requirePermission(actor, 'imports:write')
  return inTransaction(db, async (trx) => {
    const { id } = await trx
      .insertInto('import')
      .values({
        kind: input.kind,
        origin: input.source,
        file_name: input.fileName,
        file_path: input.uploadPath,
        is_dry_run: input.isDryRun,
        status: 'queued',
        bytes_total: input.bytesTotal,
        started_by: actorRef(actor),
      })
      .returning('id')
      .executeTakeFirstOrThrow()
    if (input.uploadPath) await enqueue(trx, importFileTask, { importId: id }, { key: `import:${id}` })
    await publishChange(trx, { topic: 'imports', id })
    await recordAudit(trx, actor, {
      action: 'import.started',
      targetKind: 'import',
      target: id,
      detail: { kind: input.kind, source: input.source, isDryRun: input.isDryRun },
    })
    return id
  })
}

/**
 * Asks for an import to stop. One that waits is cancelled at once, one that runs within 2 s; what has gone in stays.
 * @throws DomainError `permission.denied`, `import.not_found`, `import.finished` (conflict)
 */
export async function cancelImport(db: Db, actor: Actor, id: string): Promise<void> {
  requirePermission(actor, 'imports:write')
  await inTransaction(db, async (trx) => {
    const row = await trx.selectFrom('import').select('status').where('id', '=', id).forUpdate().executeTakeFirst()
    if (!row) throw notFound('import', id)
    if (row.status !== 'queued' && row.status !== 'running') {
      throw conflict('import.finished', 'The import has already ended.', { status: row.status })
    }
    const now = new Date()
    const ended = row.status === 'queued' ? { status: 'cancelled' as const, finished_at: now } : {}
    await trx
      .updateTable('import')
      .set({ cancel_requested_at: now, ...ended })
      .where('id', '=', id)
      .execute()
    await publishChange(trx, { topic: 'imports', id })
    await recordAudit(trx, actor, { action: 'import.cancelled', targetKind: 'import', target: id })
  })
}
