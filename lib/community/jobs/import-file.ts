import { ImportCancelled, runImport } from '@/lib/community/import/run-import'
import type { importFileTask } from '@/lib/community/tasks'
import { rejectedPathOf, removeUpload } from '@/lib/community/uploads'
import { isDomainError } from '@/lib/core/errors'
import type { TaskHandler } from '@/lib/core/jobs/handler'

/** Imports an uploaded file, from its start whenever the worker before was killed, and removes it at the end. */
export const handler: TaskHandler<typeof importFileTask> = async ({ importId }, { db, signal, log }) => {
  const row = await db.selectFrom('import').selectAll().where('id', '=', importId).executeTakeFirst()
  if (!row?.file_path) return
  if (row.status !== 'queued' && row.status !== 'running') return removeUpload(row.file_path)
  try {
    const { counts } = await runImport(
      db,
      importId,
      {
        kind: row.kind === 'zulip' ? 'zulip' : 'csv',
        path: row.file_path,
        source: row.origin,
        rejectedPath: rejectedPathOf(row.file_path),
        isDryRun: row.is_dry_run,
        withBackfill: true,
        now: new Date(),
        signal,
      },
      true,
    )
    log.info({ importId, ...counts }, 'an import finished')
  } catch (error) {
    // A file that can't be read stays unreadable, so these are its end; all else is tried again.
    if (!(error instanceof ImportCancelled) && !isDomainError(error)) throw error
    log.info({ importId, reason: error.message }, 'an import ended early')
  }
  await removeUpload(row.file_path)
}
