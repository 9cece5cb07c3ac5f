import type { Db } from '@/lib/core/db/types'
import { env } from '@/lib/core/env'
import { DomainError } from '@/lib/core/errors'
import { getSettings } from '@/lib/settings/queries'
import { type Actor, requirePermission } from '@/lib/staff/actor'
import type { UploadQuery } from '../schema'
import { removeUpload, storeUpload } from '../uploads'
import { addImport } from './manage-imports'

const MIB = 2 ** 20

/**
 * Stores an uploaded CSV file and has a worker import it. Answers the import's id.
 * @throws DomainError `permission.denied`, `upload.empty` and `upload.cut_off` (malformed), `upload.too_large`,
 *   `import.bad_header` and `import.unreadable` (invalid)
 */
export async function uploadImport(
  db: Db,
  actor: Actor,
  input: UploadQuery & { body: AsyncIterable<Uint8Array> | null; announcedBytes: number | null },
): Promise<string> {
  requirePermission(actor, 'imports:write')
  if (!input.body) throw new DomainError('malformed', 'upload.empty', 'The request body must be the file.')
  const { uploadLimitMiB } = await getSettings(db)
  const stored = await storeUpload(input.body, {
    dataDir: env().dataDir,
    limitBytes: uploadLimitMiB * MIB,
    announcedBytes: input.announcedBytes,
  })
  try {
    return await addImport(db, actor, {
      kind: 'csv',
      source: input.source,
      fileName: input.fileName,
      uploadPath: stored.path,
      bytesTotal: stored.bytes,
      isDryRun: input.dryRun,
    })
  } catch (error) {
    await removeUpload(stored.path)
    throw error
  }
}
