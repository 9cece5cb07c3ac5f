import { createHash, randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { inTransaction } from '@/lib/core/db/transaction'
import type { Db } from '@/lib/core/db/types'
import { sendInlineFile } from '@/lib/core/http/file-response'
import { encodePng } from '@/lib/demo/pictures'
import { expect, test } from '@/tests/support/database'
import { deleteUnusedFiles, lockFiles, readFile, storeFile, toShownFile } from './file-store'
import { FILE_BYTES_MAX, type InspectedFile, inspectFile } from './inspect-file'

const NOW = new Date('2026-11-01T12:00:00Z')
const MIB = 1_048_576
const PLENTY = 1_000 * MIB

/** A picture of its own, with as many bytes behind it. */
function aFile(more = 0): InspectedFile {
  const [red = 0, green = 0, blue = 0] = randomBytes(3)
  const found = inspectFile(Buffer.concat([encodePng(4, 3, () => [red, green, blue]), randomBytes(more)]))
  if (typeof found === 'string') throw new Error(found)
  return found
}

const store = (db: Db, file: InspectedFile, bytesMax = PLENTY) =>
  inTransaction(db, async (trx) => {
    await lockFiles(trx)
    return storeFile(trx, file, { bytesMax, now: NOW })
  })

const hashOf = ({ bytes }: InspectedFile) => createHash('sha256').update(bytes).digest()

async function bytesOf(chunks: AsyncIterable<Uint8Array>): Promise<{ bytes: Buffer; sizes: number[] }> {
  const found: Uint8Array[] = []
  for await (const chunk of chunks) found.push(chunk)
  return { bytes: Buffer.concat(found), sizes: found.map(({ length }) => length) }
}

test('a file is stored by its hash, each content once, also of 10 at once', async ({ db }) => {
  const file = aFile()
  const hashes = await Promise.all(Array.from({ length: 10 }, () => store(db, file)))
  expect(hashes).toEqual(Array.from({ length: 10 }, () => hashOf(file)))
  const rows = await db.selectFrom('stored_file').selectAll().where('sha256', '=', hashOf(file)).execute()
  expect(rows).toMatchObject([{ type: 'image/png', size: file.bytes.length, width: 4, height: 3, created_at: NOW }])
})

test('the store holds no more than it may; what is there already is no more', async ({ db }) => {
  const { rows } = await sql<{ used: number }>`select coalesce(sum(size), 0)::int as used from stored_file`.execute(db)
  const used = rows[0]?.used ?? 0
  const [first, second] = [aFile(1_000), aFile(1_000)]
  const bytesMax = used + first.bytes.length
  expect(await store(db, first, bytesMax)).toEqual(hashOf(first))
  expect(await store(db, second, bytesMax)).toBeNull()
  expect(await store(db, first, bytesMax)).toEqual(hashOf(first))
})

test('a file is read in chunks of 1 MiB at most, whole and in parts', async ({ db }) => {
  const file = aFile(2 * MIB + 5)
  const sha256 = (await store(db, file)) ?? Buffer.alloc(0)
  const size = file.bytes.length
  const whole = await bytesOf(readFile(db, sha256, { from: 0, to: size }))
  expect(whole.bytes.equals(file.bytes)).toBe(true)
  expect(whole.sizes).toEqual([MIB, MIB, size - 2 * MIB])
  const part = await bytesOf(readFile(db, sha256, { from: MIB - 3, to: 2 * MIB + 2 }))
  expect(part.bytes.equals(file.bytes.subarray(MIB - 3, 2 * MIB + 2))).toBe(true)
  expect(part.sizes).toEqual([MIB, 5])
})

test('it is shown with its own type, under a name, and in the range that is asked for', async ({ db }) => {
  const file = aFile(100)
  const sha256 = (await store(db, file)) ?? Buffer.alloc(0)
  const shown = toShownFile(db, { sha256, type: file.type, size: file.bytes.length }, 'cover-1')
  const answer = sendInlineFile(new Request('http://x.example/', { headers: { range: 'bytes=10-19' } }), shown)
  expect([answer.status, answer.headers.get('content-type')]).toEqual([206, 'image/png'])
  expect(answer.headers.get('content-disposition')).toContain('cover-1.png')
  expect(answer.headers.get('etag')).toBe(`"${sha256.toString('hex')}"`)
  expect(Buffer.from(await answer.arrayBuffer()).equals(file.bytes.subarray(10, 20))).toBe(true)
})

test('a file goes once no row of any domain refers to it', async ({ db, ownerDb }) => {
  // As a domain would refer to its files.
  await sql`create table test_cover (sha256 bytea references stored_file)`.execute(ownerDb)
  const [used, unused] = [aFile(), aFile(1)]
  for (const file of [used, unused]) await store(db, file)
  await sql`insert into test_cover values (${hashOf(used)})`.execute(ownerDb)
  const drop = () =>
    inTransaction(ownerDb, async (trx) => {
      await lockFiles(trx)
      return deleteUnusedFiles(trx, [hashOf(used), hashOf(unused), randomBytes(32)])
    })
  const left = async () => {
    const both = [hashOf(used), hashOf(unused)]
    const rows = await db.selectFrom('stored_file').select('sha256').where('sha256', 'in', both).execute()
    return rows.map(({ sha256 }) => sha256)
  }
  expect(await drop()).toBe(1)
  expect(await left()).toEqual([hashOf(used)])
  await sql`delete from test_cover`.execute(ownerDb)
  expect(await drop()).toBe(1)
  expect(await left()).toEqual([])
  await sql`drop table test_cover`.execute(ownerDb)
})

test('what is too large, has too many pixels or is nothing that is shown is refused by its bytes', () => {
  const header = (width: number, height: number) => {
    const png = Buffer.from(encodePng(1, 1, () => [1, 2, 3]))
    png.writeUInt32BE(width, 16)
    png.writeUInt32BE(height, 20)
    return png
  }
  expect(inspectFile(header(8_000, 8_000))).toMatchObject({ type: 'image/png', width: 8_000, height: 8_000 })
  expect(inspectFile(header(8_000, 8_001))).toBe('too_many_pixels')
  const large = Buffer.concat([header(1, 1), Buffer.alloc(FILE_BYTES_MAX)])
  expect(inspectFile(large.subarray(0, FILE_BYTES_MAX))).toMatchObject({ type: 'image/png' })
  expect(inspectFile(large.subarray(0, FILE_BYTES_MAX + 1))).toBe('too_large')
  expect(inspectFile(Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'))).toBe('unsupported')
})
