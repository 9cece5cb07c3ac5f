import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { ReadDb, Trx } from '../db/types'
import type { InlineFile } from '../http/file-response'
import { extensionOf, type FileType } from './file-type'
import type { InspectedFile } from './inspect-file'

/** So much of a file is held in memory at once, however many ask for how large ones. */
const CHUNK_BYTES = 1_048_576

/**
 * What is written and what is dropped take turns, so that no file goes in the moment somebody finds it there, and the limit
 * holds. Take it before the rows that refer to files.
 */
export const lockFiles = (trx: Trx) => sql`select pg_advisory_xact_lock(hashtext('media_store'))`.execute(trx)

/**
 * Stores a file, each content once, and answers its SHA-256, by which rows of a domain refer to it: with a foreign key to
 * `stored_file`, and an index on the column. Null where the store would hold more than `bytesMax` then. lockFiles() comes before.
 */
export async function storeFile(
  trx: Trx,
  { bytes, type, width, height }: InspectedFile,
  { bytesMax, now }: { bytesMax: number; now: Date },
): Promise<Buffer | null> {
  const hash = createHash('sha256').update(bytes).digest()
  const { rows } = await sql<{ known: boolean; used: number }>`
    select exists (select from stored_file where sha256 = ${hash}) as known,
      (select coalesce(sum(size), 0)::bigint from stored_file) as used`.execute(trx)
  const [found] = rows
  if (!found) throw new Error('storing a file returned no row')
  if (found.known) return hash
  if (found.used + bytes.length > bytesMax) return null
  await trx
    .insertInto('stored_file')
    .values({ sha256: hash, type, size: bytes.length, width, height, bytes, created_at: now })
    .execute()
  return hash
}

/**
 * Deletes those of some files that no row refers to any more. Foreign keys say which columns refer to files, so that no domain can
 * be forgotten. lockFiles() comes before. Answers how many.
 */
export async function deleteUnusedFiles(trx: Trx, hashes: readonly Buffer[]): Promise<number> {
  if (hashes.length === 0) return 0
  const unused = (await listReferences(trx)).map(
    ({ table, column }) => sql`not exists (select from ${sql.table(table)} as referring
      where ${sql.ref(`referring.${column}`)} = stored_file.sha256)`,
  )
  const { numAffectedRows } = await sql`
    delete from stored_file where ${sql.join([sql`sha256 = any(${hashes}::bytea[])`, ...unused], sql` and `)}`.execute(
    trx,
  )
  return Number(numAffectedRows ?? 0)
}

async function listReferences(trx: Trx): Promise<{ table: string; column: string }[]> {
  const { rows } = await sql<{ table: string; column: string }>`
    select relation.relname as "table", attribute.attname as "column"
    from pg_constraint as reference
    join pg_class as relation on relation.oid = reference.conrelid
    join pg_attribute as attribute on attribute.attrelid = reference.conrelid and attribute.attnum = reference.conkey[1]
    where reference.contype = 'f' and reference.confrelid = 'stored_file'::regclass`.execute(trx)
  return rows
}

/** The bytes of a file from `from` to before `to`, in chunks of 1 MiB. */
export async function* readFile(
  db: ReadDb,
  sha256: Buffer,
  { from, to }: { from: number; to: number },
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  for (let at = from; at < to; at += CHUNK_BYTES) {
    const length = Math.min(CHUNK_BYTES, to - at)
    const { rows } = await sql<{ bytes: Buffer<ArrayBuffer> }>`
      select substring(bytes from ${at + 1}::int for ${length}::int) as bytes
      from stored_file where sha256 = ${sha256}`.execute(db)
    const bytes = rows[0]?.bytes
    if (bytes?.length !== length) throw new Error('a file was deleted while it was being read')
    yield new Uint8Array(bytes)
  }
}

/** A stored file as sendInlineFile() answers with it. @param name without its ending */
export const toShownFile = (
  db: ReadDb,
  { sha256, type, size }: { sha256: Buffer; type: FileType; size: number },
  name: string,
): InlineFile => ({
  type,
  size,
  fileName: `${name}.${extensionOf(type)}`,
  tag: sha256.toString('hex'),
  read: (range) => readFile(db, sha256, range),
})
