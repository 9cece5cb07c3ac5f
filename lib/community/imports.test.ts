import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, onTestFinished } from 'vitest'
import { withCommitCheck } from '@/lib/core/db/transaction'
import type { Db } from '@/lib/core/db/types'
import { JobLeaseLost } from '@/lib/core/jobs/job-lease'
import { log } from '@/lib/core/log'
import { type Actor, systemActor } from '@/lib/staff/actor'
import { type MessageRow, toCsv } from '@/tests/support/community'
import { expect, test } from '@/tests/support/database'
import { blockTables, untilBlocked } from '@/tests/support/table-locks'
import { addImport, cancelImport } from './commands/manage-imports'
import { openRejectedFile } from './import/rejected-file'
import { handler } from './jobs/import-file'
import { getImport, listImports } from './queries/imports'
import { openRejectedLines } from './queries/rejected-lines'
import { storeUpload } from './uploads'

const MIB = 2 ** 20
const moderator: Actor = {
  ...systemActor,
  kind: 'staff',
  id: '00000000-0000-4000-8000-000000000001',
  role: 'moderator',
}

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'guildhall-uploads-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const message = (n: number): MessageRow => ({
  id: String(n),
  member: `m${n % 50}`,
  channel: 'c1',
  channelName: 'general',
  topic: '',
  sentAt: new Date(Date.UTC(2022, 0, 1, 0, n)).toISOString(),
  length: 3,
})

/** An upload that waits for a worker. */
async function aQueuedImport(db: Db, lines: readonly (MessageRow | string)[], source: string) {
  const path = join(folder, `${source}.csv`)
  await writeFile(path, toCsv(lines))
  const input = { kind: 'csv', source, fileName: 'messages.csv', bytesTotal: 10, isDryRun: false } as const
  return { path, id: await addImport(db, systemActor, { ...input, uploadPath: path }) }
}

const carryOut = (db: Db, importId: string, signal = new AbortController().signal) =>
  handler({ importId }, { db, signal, log, jobId: '1' })

const fileExists = async (path: string) => (await readdir(folder)).includes(path.slice(folder.length + 1))

describe('an import from the screen', () => {
  test('waits as a job, goes in, keeps its rejected lines and lets go of the file', async ({ db }) => {
    const { id, path } = await aQueuedImport(db, [message(1), 'bad', message(2)], 'screen')
    expect(await getImport(db, id)).toMatchObject({ status: 'queued', counts: null })
    const jobs = await sql`select key from graphile_worker.jobs where task_identifier = 'import-file'`.execute(db)
    expect(jobs.rows).toEqual([{ key: `import:${id}` }])
    await carryOut(db, id)
    expect(await getImport(db, id)).toMatchObject({
      status: 'succeeded',
      counts: { lines: 3, messages: 2, new: 2, rejected: 1 },
      progress: null,
      hasRejectedFile: true,
    })
    const { body, fileName } = await openRejectedLines(db, id)
    expect(fileName).toBe('messages.csv.rejected.csv')
    expect(await new Response(body).text()).toContain(',3,the row has 1 columns')
    expect(await fileExists(path)).toBe(false)
    const backfill =
      await sql`select 1 from graphile_worker.jobs where task_identifier = 'backfill' and run_at <= now()`.execute(db)
    expect(backfill.rows).toHaveLength(1)
    await carryOut(db, id)
    expect((await getImport(db, id)).status).toBe('succeeded')
  })

  test('stops soon after it is cancelled, and again brings in the rest', async ({ db }) => {
    const rows = Array.from({ length: 60_000 }, (_, n) => message(n))
    const { id, path } = await aQueuedImport(db, rows, 'cancelled')
    const running = carryOut(db, id)
    while ((await getImport(db, id)).progress === null) await delay(20)
    await cancelImport(db, systemActor, id)
    const askedAt = performance.now()
    expect((await getImport(db, id)).isCancelling).toBe(true)
    await running
    // 2 s are promised on a machine that has nothing else to do.
    expect(performance.now() - askedAt).toBeLessThan(10_000)
    expect(await getImport(db, id)).toMatchObject({ status: 'cancelled', error: null, isCancelling: false })
    expect(await fileExists(path)).toBe(false)
    await expect(cancelImport(db, systemActor, id)).rejects.toMatchObject({ code: 'import.finished' })
    const again = await aQueuedImport(db, rows, 'cancelled')
    await carryOut(db, again.id)
    const { counts } = await getImport(db, again.id)
    expect((counts?.new ?? 0) + (counts?.unchanged ?? 0)).toBe(60_000)
  }, 60_000)

  test('ends soon after its job was given to another worker, however long it would have taken', async ({
    db,
    ownerConnectionString,
  }) => {
    const { id, path } = await aQueuedImport(db, [message(1)], 'lost')
    let isLost = false
    const held = withCommitCheck(db, async () => {
      if (isLost) throw new JobLeaseLost({ jobId: '1', lockedBy: 'pool', lockedAt: new Date() })
    })
    const unblock = await blockTables(ownerConnectionString, ['origin'])
    onTestFinished(unblock)
    const running = carryOut(held, id)
    running.catch(() => undefined)
    await untilBlocked(db, 'origin')
    isLost = true
    const before = await getImport(db, id)
    await expect(running).rejects.toMatchObject({ name: 'JobLost' })
    expect(await getImport(db, id)).toEqual(before)
    expect(await fileExists(path)).toBe(true)
  })

  test('writes its rejected lines over those of no other worker', async () => {
    const path = join(folder, 'lines.rejected')
    const bad = [{ file: '', line: 7, reason: 'the row has 1 columns' }]
    const lost = await openRejectedFile(path)
    const other = await openRejectedFile(path)
    await other.write(bad)
    await other.close()
    const before = await readFile(path, 'utf8')
    await lost.write([{ file: '', line: 9, reason: 'late' }]).catch(() => undefined)
    await expect(lost.close()).rejects.toMatchObject({ code: 'EEXIST' })
    expect(await readFile(path, 'utf8')).toBe(before)
  })

  test('that waits is cancelled at once', async ({ db }) => {
    const { id } = await aQueuedImport(db, [message(1)], 'waiting')
    await cancelImport(db, systemActor, id)
    await carryOut(db, id)
    expect(await getImport(db, id)).toMatchObject({ status: 'cancelled', counts: null })
  })

  test('goes back to its queue when the worker leaves, and fails for good on a file without columns', async ({
    db,
  }) => {
    const { id } = await aQueuedImport(db, [message(1)], 'left')
    await expect(carryOut(db, id, AbortSignal.abort(new Error('the worker leaves')))).rejects.toThrow('leaves')
    expect((await getImport(db, id)).status).toBe('queued')
    await carryOut(db, id)
    expect((await getImport(db, id)).status).toBe('succeeded')
    const bad = await aQueuedImport(db, [], 'headless')
    await writeFile(bad.path, 'a,b\n1,2\n')
    await carryOut(db, bad.id)
    expect(await getImport(db, bad.id)).toMatchObject({
      status: 'failed',
      error: expect.stringContaining('message_id'),
    })
  })

  test('is for those who may import', async ({ db }) => {
    await expect(cancelImport(db, moderator, '00000000-0000-4000-8000-000000000000')).rejects.toMatchObject({
      code: 'permission.denied',
    })
    const input = {
      kind: 'csv',
      source: 's',
      fileName: 'f',
      uploadPath: null,
      bytesTotal: null,
      isDryRun: false,
    } as const
    await expect(addImport(db, moderator, input)).rejects.toMatchObject({ code: 'permission.denied' })
  })

  test('is listed newest first, page by page', async ({ db }) => {
    const all = await listImports(db, { limit: 100 })
    const first = await listImports(db, { limit: 2 })
    const second = await listImports(db, { limit: 100, after: first.next ?? '' })
    expect([...first.items, ...second.items]).toEqual(all.items)
    expect(all.items.map((item) => item.createdAt)).toEqual(
      all.items
        .map((item) => item.createdAt)
        .sort()
        .reverse(),
    )
  })

  test('from a command line that was killed says that it was interrupted', async ({ db }) => {
    const input = {
      kind: 'csv',
      source: 's',
      fileName: 'f',
      uploadPath: null,
      bytesTotal: null,
      isDryRun: false,
    } as const
    const id = await addImport(db, systemActor, input)
    const progressAt = new Date(Date.now() - 31_000)
    await db.updateTable('import').set({ status: 'running', progress_at: progressAt }).where('id', '=', id).execute()
    expect(await getImport(db, id)).toMatchObject({ status: 'failed', error: expect.stringContaining('interrupted') })
  })
})

describe('an upload', () => {
  async function* bytes(...parts: string[]) {
    for (const part of parts) yield Buffer.from(part)
  }
  const HEADER = 'message_id,member_id,channel_id,sent_at\n'
  const store = (parts: string[], options: { limitBytes?: number; announcedBytes?: number | null } = {}) =>
    storeUpload(bytes(...parts), { dataDir: join(folder, 'data'), limitBytes: MIB, announcedBytes: null, ...options })
  const left = () => readdir(join(folder, 'data', 'uploads'))

  test('is stored as it came', async () => {
    const { path, bytes: size } = await store([HEADER, '1,m,c,2024'], { announcedBytes: HEADER.length + 10 })
    expect(size).toBe(HEADER.length + 10)
    expect(await readFile(path, 'utf8')).toBe(`${HEADER}1,m,c,2024`)
    await rm(path)
  })

  test.for([
    ['too much, whatever was announced', { limitBytes: 50 }, 'upload.too_large'],
    ['too much by its own account', { announcedBytes: MIB + 1 }, 'upload.too_large'],
    ['less than was announced', { announcedBytes: 1_000 }, 'upload.cut_off'],
  ] as const)('of %s is refused and leaves nothing', async ([, options, code]) => {
    await expect(store([HEADER, 'x'.repeat(60)], options)).rejects.toMatchObject({ code })
    expect(await left()).toEqual([])
  })

  test('that is no such file is refused and leaves nothing', async () => {
    await expect(store(['%PDF-1.7\n'])).rejects.toMatchObject({ code: 'import.bad_header' })
    await expect(store([])).rejects.toMatchObject({ code: 'import.bad_header' })
    expect(await left()).toEqual([])
  })
})
