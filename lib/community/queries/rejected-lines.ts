import { open } from 'node:fs/promises'
import type { ReadDb } from '@/lib/core/db/types'
import { notFound } from '@/lib/core/errors'

/**
 * The file of an import's rejected lines, to be streamed.
 * @throws DomainError `import.not_found`, `rejected_file.not_found` where nothing was rejected or the file is gone
 */
export async function openRejectedLines(
  db: ReadDb,
  id: string,
): Promise<{ body: ReadableStream<Uint8Array>; fileName: string }> {
  const row = await db
    .selectFrom('import')
    .select(['rejected_path', 'file_name'])
    .where('id', '=', id)
    .executeTakeFirst()
  if (!row) throw notFound('import', id)
  const file = row.rejected_path && (await open(row.rejected_path).catch(() => null))
  if (!file) throw notFound('rejected_file', id)
  return {
    body: file.readableWebStream({ autoClose: true }) as ReadableStream<Uint8Array>,
    fileName: `${row.file_name}.rejected.csv`,
  }
}
