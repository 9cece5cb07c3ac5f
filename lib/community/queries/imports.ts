import type { Selectable } from 'kysely'
import { z } from 'zod'
import { decodeCursor, type Page, toPage } from '@/lib/core/db/keyset'
import type { Import } from '@/lib/core/db/schema.generated'
import type { ReadDb } from '@/lib/core/db/types'
import { notFound } from '@/lib/core/errors'
import { instantInput } from '@/lib/core/time/instants'
import { type ImportListQuery, type ImportView, importState, importView } from '../schema'

/** An import from the command line writes a sign of life twice a second; one that is silent for so long was killed. */
const SILENT_MS = 30_000
const INTERRUPTED = 'The import was interrupted. Messages imported so far are kept. Run it again to import the rest.'

const cursor = z.tuple([instantInput, z.uuid()])

/** Imports, the newest first. */
export async function listImports(db: ReadDb, query: ImportListQuery, now = new Date()): Promise<Page<ImportView>> {
  let rows = db
    .selectFrom('import')
    .selectAll()
    .orderBy('created_at', 'desc')
    .orderBy('id')
    .limit(query.limit + 1)
  if (query.status) rows = rows.where('status', '=', query.status)
  if (query.after) {
    const [createdAt, id] = decodeCursor(query.after, cursor)
    rows = rows.where((where) =>
      where.or([
        where('created_at', '<', new Date(createdAt)),
        where.and([where('created_at', '=', new Date(createdAt)), where('id', '>', id)]),
      ]),
    )
  }
  return toPage(
    await rows.execute(),
    query.limit,
    (row) => [row.created_at.toISOString(), row.id],
    (row) => toView(row, now),
  )
}

/** @throws DomainError `import.not_found` */
export async function getImport(db: ReadDb, id: string, now = new Date()): Promise<ImportView> {
  const row = await db.selectFrom('import').selectAll().where('id', '=', id).executeTakeFirst()
  if (!row) throw notFound('import', id)
  return toView(row, now)
}

function toView(row: Selectable<Import>, now: Date): ImportView {
  const { counts, progress } = importState.parse(row.counts)
  const isInterrupted =
    row.status === 'running' && row.file_path === null && now.getTime() - (row.progress_at?.getTime() ?? 0) > SILENT_MS
  return importView.parse({
    id: row.id,
    kind: row.kind,
    source: row.origin,
    fileName: row.file_name,
    isDryRun: row.is_dry_run,
    status: isInterrupted ? 'failed' : row.status,
    isCancelling: row.status === 'running' && row.cancel_requested_at !== null && !isInterrupted,
    bytesTotal: row.bytes_total,
    bytesDone: row.bytes_done,
    counts,
    progress: row.status === 'running' && !isInterrupted ? progress : null,
    hasRejectedFile: row.rejected_path !== null,
    error: isInterrupted ? INTERRUPTED : row.error,
    startedBy: row.started_by,
    createdAt: row.created_at.toISOString(),
    startedAt: row.started_at?.toISOString() ?? null,
    finishedAt: row.finished_at?.toISOString() ?? null,
  })
}
