import { sql } from 'kysely'
import { describe } from 'vitest'
import { inTransaction } from '@/lib/core/db/transaction'
import type { Db } from '@/lib/core/db/types'
import { FILE_BYTES_MAX } from '@/lib/core/files/inspect-file'
import type { InlineFile } from '@/lib/core/http/file-response'
import { changeSettings } from '@/lib/settings/commands'
import { cliActor, systemActor } from '@/lib/staff/actor'
import { expect, test } from '@/tests/support/database'
import {
  aKeptPicture,
  aMediaCase,
  aMediaHost,
  aPicture,
  mediaIdsOf,
  mediaRow,
  redirectingTo,
  sending,
} from '@/tests/support/media'
import { aModerator, aReport, thePolicy } from '@/tests/support/moderation'
import { waitFor } from '@/tests/support/wait-for'
import { allowLoopback } from '@/tests/support/webhooks'
import { claimCase } from './commands/claim-case'
import { decideCase } from './commands/decide-case'
import { addQueue } from './commands/manage-queues'
import { copyMedia } from './commands/media/copy-media'
import { deleteExpiredMedia, eraseMediaOf } from './commands/media/delete-media'
import { openMedia } from './commands/media/open-media'
import { receiveAppeal } from './commands/receive-appeal'
import { receiveReports } from './commands/receive-reports'
import { getCase } from './queries/get-case'
import type { ActionInput } from './schema/decisions'
import { queueBody } from './schema/queues'

allowLoopback()

const NOW = new Date('2026-11-26T12:00:00Z')
const later = (ms: number): Date => new Date(NOW.getTime() + ms)
const MIB = 1_048_576
const DAY_MS = 86_400_000

async function bytesOf({ size, read }: InlineFile): Promise<Buffer> {
  const pieces: Uint8Array[] = []
  for await (const piece of read({ from: 0, to: size })) pieces.push(piece)
  return Buffer.concat(pieces)
}

const look = (db: Db, mediaId: string, now = NOW) => openMedia(db, systemActor, { mediaId, now, timeoutMs: 2_000 })

const jobsOf = async (db: Db, mediaId: string): Promise<{ task: string; runAt: Date; queue: string | null }[]> =>
  (
    await sql<{ task: string; runAt: Date; queue: string | null }>`
      select task_identifier as task, job.run_at as "runAt", queue_name as queue
      from graphile_worker.jobs as job join graphile_worker._private_jobs as own on own.id = job.id
      where own.payload ->> 'mediaId' = ${mediaId} order by job.run_at`.execute(db)
  ).rows

/** A picture of so many bytes: what follows the end of a PNG is nobody's business. */
const padded = (size: number): Buffer => Buffer.concat([aPicture(), Buffer.alloc(size - aPicture().length)])

describe('a copy', () => {
  test('is made by a job of the report itself, and is there when the original is gone', async ({ db }) => {
    const host = await aMediaHost(sending(aPicture(1)))
    const { caseId, mediaIds } = await aMediaCase(db, [host.at('/a.png'), host.at('/b.png')])
    const [first = '', second = ''] = mediaIds
    expect(await jobsOf(db, first)).toMatchObject([{ task: 'keep-media', queue: expect.stringMatching(/^media:\d$/) }])
    expect((await getCase(db, systemActor, caseId)).evidence[0]?.media).toMatchObject([
      { id: first, state: 'waiting', kind: 'image', url: host.at('/a.png'), type: null },
      { id: second, state: 'waiting' },
    ])
    await copyMedia(db, first)
    await copyMedia(db, first)
    host.answer = (_request, response) => void response.writeHead(404).end()
    expect(host.asked).toEqual(['/a.png'])
    expect(await bytesOf(await look(db, first))).toEqual(aPicture(1))
    await copyMedia(db, second, { now: NOW })
    expect((await getCase(db, systemActor, caseId)).evidence[0]?.media).toMatchObject([
      { state: 'kept', type: 'image/png', width: 4, height: 3, size: aPicture(1).length, problem: null },
      { state: 'failed', problem: '127.0.0.1 no longer has it (404).' },
    ])
    await expect(look(db, second)).rejects.toMatchObject({ kind: 'upstream', code: 'media.gone' })
  })

  test('is made of the picture of an image, once for each content, and anew for what was edited', async ({ db }) => {
    const host = await aMediaHost(sending(aPicture(2)))
    const item = { type: 'image' as const, id: 'image-edited', url: host.at('/1.png') }
    const [{ caseId = 0 } = {}] = await receiveReports(db, systemActor, [aReport({ item })])
    await receiveReports(db, systemActor, [aReport({ item }), aReport({ item: { type: 'image', id: 'image-edited' } })])
    const [before = '', ...none] = await mediaIdsOf(db, caseId)
    expect(none).toEqual([])
    await copyMedia(db, before)
    host.answer = sending(aPicture(3))
    await receiveReports(db, systemActor, [aReport({ item: { ...item, revision: 2 } })])
    const [, after = ''] = await mediaIdsOf(db, caseId)
    await copyMedia(db, after)
    expect(await bytesOf(await look(db, before))).toEqual(aPicture(2))
    expect(await bytesOf(await look(db, after))).toEqual(aPicture(3))
    const again = await aMediaCase(db, [host.at('/again.png')])
    await copyMedia(db, again.mediaIds[0] ?? '')
    const same = await db
      .selectFrom('stored_file')
      .select('size')
      .where('sha256', '=', (await mediaRow(db, after)).sha256)
      .execute()
    expect(same).toHaveLength(1)
  })

  test('is of what is attached as well, in its order, each address once', async ({ db }) => {
    const item = {
      type: 'image' as const,
      url: 'https://media.example/own.png',
      media: [
        { url: 'https://media.example/clip', contentType: 'video/mp4', alt: 'A clip' },
        { url: 'https://media.example/own.png', alt: 'Its own' },
      ],
    }
    const { caseId } = await aMediaCase(db, [], item)
    expect((await getCase(db, systemActor, caseId)).evidence[0]?.media).toMatchObject([
      { url: 'https://media.example/own.png', alt: 'Its own', kind: 'image' },
      { url: 'https://media.example/clip', alt: 'A clip', kind: 'video' },
    ])
  })

  test('is tried again while it may come to something, and then no more', async ({ db }) => {
    const host = await aMediaHost((_request, response) => void response.writeHead(503).end())
    const { mediaIds } = await aMediaCase(db, [host.at('/busy.png')])
    const [id = ''] = mediaIds
    await copyMedia(db, id, { now: NOW })
    expect(await mediaRow(db, id)).toMatchObject({
      state: 'waiting',
      attempts: 1,
      problem: '127.0.0.1 responded with 503.',
    })
    expect((await jobsOf(db, id)).map(({ runAt }) => runAt)).toContainEqual(later(30_000))
    for (let n = 0; n < 4; n += 1) await copyMedia(db, id, { now: NOW })
    expect(await mediaRow(db, id)).toMatchObject({ state: 'failed', attempts: 5 })
    expect(await jobsOf(db, id)).toHaveLength(5)
  })

  test('is not kept where the store is full, and is shown all the same', async ({ db }) => {
    const used = await db
      .selectFrom('stored_file')
      .select((row) => row.fn.coalesce(row.fn.sum<string>('size'), sql<string>`0`).as('bytes'))
      .executeTakeFirstOrThrow()
    const mediaStoreMiB = 1 + Math.ceil(Number(used.bytes) / MIB)
    await changeSettings(db, cliActor, { mediaStoreMiB })
    const fits = padded(mediaStoreMiB * MIB - Number(used.bytes))
    const host = await aMediaHost(sending(fits))
    const { mediaIds } = await aMediaCase(db, [host.at('/fits.png'), host.at('/over.png')])
    const [first = '', second = ''] = mediaIds
    await copyMedia(db, first)
    host.answer = sending(aPicture(4))
    await copyMedia(db, second, { now: NOW })
    expect(await mediaRow(db, first)).toMatchObject({ state: 'kept' })
    expect(await mediaRow(db, second)).toMatchObject({ state: 'waiting', problem_code: 'media.store_full' })
    expect(await bytesOf(await look(db, second))).toEqual(aPicture(4))
    await changeSettings(db, cliActor, { mediaStoreMiB: 10_240 })
    await copyMedia(db, second)
    expect(await mediaRow(db, second)).toMatchObject({ state: 'kept', problem: null })
  })
})

describe('what is fetched', () => {
  const refusals: [string, string][] = [
    ['http://10.0.0.1/secret.png', 'media.address_refused'],
    ['http://169.254.169.254/latest/meta-data', 'media.address_refused'],
    ['http://[::1]:1/x.png', 'media.address_refused'],
    ['http://[::ffff:10.0.0.1]/x.png', 'media.address_refused'],
    ['ftp://127.0.0.1/x.png', 'media.address_refused'],
    ['http://', 'media.unreachable'],
  ]
  test.for(refusals)('a redirect to %s is not followed', async ([location, code], { db }) => {
    const host = await aMediaHost(redirectingTo(location))
    const { mediaIds } = await aMediaCase(db, [host.at('/redirected.png')])
    await expect(look(db, mediaIds[0] ?? '')).rejects.toMatchObject({ code })
    expect(host.asked).toHaveLength(1)
  })

  test.for(refusals.slice(0, 4))('nothing is fetched from %s', async ([url, code], { db }) => {
    const { mediaIds } = await aMediaCase(db, [url])
    await copyMedia(db, mediaIds[0] ?? '', { now: NOW })
    expect(await mediaRow(db, mediaIds[0] ?? '')).toMatchObject({ state: 'failed', problem_code: code })
    await expect(look(db, mediaIds[0] ?? '')).rejects.toMatchObject({ kind: 'upstream', code })
  })

  test('is found behind a few redirects, and not behind many', async ({ db }) => {
    const host = await aMediaHost((request, response) => {
      const left = Number(request.url?.slice(1))
      if (left > 0) redirectingTo(`/${left - 1}`)(request, response)
      else sending(aPicture(5))(request, response)
    })
    const { mediaIds } = await aMediaCase(db, [host.at('/3'), host.at('/4')])
    expect(await bytesOf(await look(db, mediaIds[0] ?? ''))).toEqual(aPicture(5))
    await expect(look(db, mediaIds[1] ?? '')).rejects.toMatchObject({ code: 'media.unreachable' })
  })

  test('has 10 MB and not one byte more', async ({ db }) => {
    const host = await aMediaHost(sending(padded(FILE_BYTES_MAX)))
    const { mediaIds } = await aMediaCase(db, [host.at('/whole.png'), host.at('/more.png')])
    expect((await look(db, mediaIds[0] ?? '')).size).toBe(FILE_BYTES_MAX)
    host.answer = sending(padded(FILE_BYTES_MAX + 1))
    await expect(look(db, mediaIds[1] ?? '')).rejects.toMatchObject({ kind: 'too_large', code: 'media.too_large' })
  })

  test.for([true, false])('is not read to its end when it is too large, announced: %s', async (isAnnounced, { db }) => {
    const size = 300_000_000
    let sent = 0
    let isOver = false
    const host = await aMediaHost((_request, response) => {
      response.writeHead(200, isAnnounced ? { 'content-length': String(size) } : {})
      response.on('close', () => {
        isOver = true
      })
      const chunk = Buffer.alloc(65_536)
      const go = (): void => {
        while (!isOver && sent < size) {
          sent += chunk.length
          if (!response.write(chunk)) return void response.once('drain', go)
        }
      }
      go()
    })
    const { mediaIds } = await aMediaCase(db, [host.at('/huge.png')])
    await expect(look(db, mediaIds[0] ?? '')).rejects.toMatchObject({ code: 'media.too_large' })
    await waitFor('the connection to close', async () => isOver)
    expect(sent).toBeLessThan(isAnnounced ? 10_000_000 : 50_000_000)
  })

  test.for([
    ['a page that calls itself a picture', '<html><script>alert(1)</script>', 'image/png'],
    ['a drawing with scripts', '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', 'image/svg+xml'],
    ['nothing', '', 'image/png'],
  ] as const)('%s is refused', async ([, body, type], { db }) => {
    const host = await aMediaHost(sending(body, { 'content-type': type }))
    const { mediaIds } = await aMediaCase(db, [host.at('/not.png')])
    await expect(look(db, mediaIds[0] ?? '')).rejects.toMatchObject({ kind: 'upstream', code: 'media.unsupported' })
    expect(await mediaRow(db, mediaIds[0] ?? '')).toMatchObject({ state: 'failed', sha256: null })
  })

  test('a picture is one whatever its sender calls it', async ({ db }) => {
    const host = await aMediaHost(sending(aPicture(6), { 'content-type': 'text/html' }))
    const { mediaIds } = await aMediaCase(db, [host.at('/page.html')])
    expect(await look(db, mediaIds[0] ?? '')).toMatchObject({
      type: 'image/png',
      fileName: expect.stringMatching(/^media-\w{8}\.png$/),
    })
  })

  test('a picture that would unpack to more than a browser bears is refused', async ({ db }) => {
    const bomb = aPicture()
    bomb.writeUInt32BE(30_000, 16)
    bomb.writeUInt32BE(30_000, 20)
    const host = await aMediaHost(sending(bomb))
    const { mediaIds } = await aMediaCase(db, [host.at('/bomb.png')])
    await expect(look(db, mediaIds[0] ?? '')).rejects.toMatchObject({ code: 'media.too_large' })
  })

  test('what stops coming is given up in time', async ({ db }) => {
    const host = await aMediaHost((_request, response) => void response.writeHead(200).write(aPicture()))
    const { mediaIds } = await aMediaCase(db, [host.at('/slow.png')])
    const [id = ''] = mediaIds
    await expect(openMedia(db, systemActor, { mediaId: id, timeoutMs: 200 })).rejects.toMatchObject({
      code: 'media.unreachable',
    })
    host.answer = () => undefined
    await copyMedia(db, id, { timeoutMs: 100 })
    expect(await mediaRow(db, id)).toMatchObject({ state: 'waiting', attempts: 1, sha256: null })
  })

  test('is fetched once for all who wait for it, and not again just after it failed', async ({ db }) => {
    const host = await aMediaHost((_request, response) => void response.writeHead(403).end())
    const { mediaIds } = await aMediaCase(db, [host.at('/private.png')])
    const [id = ''] = mediaIds
    const all = await Promise.allSettled(Array.from({ length: 12 }, () => look(db, id)))
    expect(new Set(all.map(({ status }) => status))).toEqual(new Set(['rejected']))
    expect(host.asked.length).toBe(1)
    await expect(look(db, id, later(29_000))).rejects.toMatchObject({ code: 'media.unreachable' })
    expect(host.asked.length).toBe(1)
    host.answer = sending(aPicture(7))
    expect(await bytesOf(await look(db, id, later(31_000)))).toEqual(aPicture(7))
  })

  test('by one process is no more than four at once', async ({ db }) => {
    const host = await aMediaHost(() => undefined)
    const urls = Array.from({ length: 5 }, (_, n) => host.at(`/hanging-${n}.png`))
    const { mediaIds } = await aMediaCase(db, urls)
    const hanging = mediaIds.slice(0, 4).map((mediaId) => openMedia(db, systemActor, { mediaId, timeoutMs: 1_500 }))
    const settled = Promise.allSettled(hanging)
    await waitFor('four calls', async () => host.asked.length === 4)
    await expect(look(db, mediaIds[4] ?? '')).rejects.toMatchObject({ kind: 'unavailable', code: 'media.busy' })
    await settled
    host.answer = sending(aPicture(8))
    expect(await bytesOf(await look(db, mediaIds[4] ?? ''))).toEqual(aPicture(8))
  })
})

describe('a media', () => {
  test('is there for those who may see its case, and for nobody else', async ({ db }) => {
    const [insider, outsider] = await Promise.all([aModerator(db), aModerator(db)])
    const queue = {
      name: 'Pictures',
      routing: { itemTypes: ['image'] },
      isOpen: false,
      staffIds: [insider.id],
      position: 1,
    }
    await addQueue(db, systemActor, queueBody.parse(queue))
    const host = await aMediaHost(sending(aPicture(9)))
    const { mediaIds } = await aMediaCase(db, [], { type: 'image', url: host.at('/kept.png') })
    const [mediaId = ''] = mediaIds
    await expect(openMedia(db, outsider, { mediaId })).rejects.toMatchObject({ code: 'media.not_found' })
    expect(host.asked).toEqual([])
    expect(await bytesOf(await openMedia(db, insider, { mediaId }))).toEqual(aPicture(9))
    await expect(openMedia(db, outsider, { mediaId })).rejects.toMatchObject({ code: 'media.not_found' })
    await expect(openMedia(db, { ...insider, role: 'executive' }, { mediaId })).rejects.toMatchObject({
      code: 'permission.denied',
    })
  })

  test('of a case that was decided long ago is let go of, and one that is open or under appeal is not', async ({
    db,
  }) => {
    const oldOne = await aKeptPicture(db, aPicture(10))
    const openOne = await aKeptPicture(db, aPicture(11))
    const appealedOne = await aKeptPicture(db, aPicture(15))
    const person = await aModerator(db)
    const decide = async (caseId: number, actions: ActionInput[], policyId: string | null) => {
      const { token } = await claimCase(db, person, { caseId, now: NOW })
      return decideCase(db, person, {
        ...{ caseId, version: 1, claimToken: token, actions, policyId, reason: '', note: '', now: NOW },
      })
    }
    await decide(oldOne.caseId, [{ type: 'keep' }], null)
    const { decisionId } = await decide(appealedOne.caseId, [{ type: 'remove' }], await thePolicy(db))
    await receiveAppeal(db, systemActor, { decisionId, memberId: 'poster', text: 'No' }, NOW)
    const drop = (days: number | null, now: Date) =>
      deleteExpiredMedia(db, { keepMediaDays: days }, now, new AbortController().signal)
    expect([await drop(null, later(1e12)), await drop(2, later(DAY_MS))]).toEqual([0, 0])
    expect(await drop(2, later(3 * DAY_MS))).toBe(1)
    const id = oldOne.mediaId
    await expect(look(db, id)).rejects.toMatchObject({ kind: 'not_found', code: 'media.dropped' })
    await copyMedia(db, id)
    expect(await mediaRow(db, id)).toMatchObject({ state: 'dropped', sha256: null })
    expect(await bytesOf(await look(db, openOne.mediaId))).toEqual(aPicture(11))
    expect(await bytesOf(await look(db, appealedOne.mediaId))).toEqual(aPicture(15))
  })

  test('is forgotten with its addresses, but for what another case has as well', async ({ db }) => {
    const [gone, shared] = [await aKeptPicture(db, aPicture(12)), await aKeptPicture(db, aPicture(13))]
    const other = await aKeptPicture(db, aPicture(13))
    const count = () => inTransaction(db, (trx) => eraseMediaOf(trx, [gone.caseId, shared.caseId]))
    expect(await count()).toBe(2)
    expect(await mediaRow(db, gone.mediaId)).toMatchObject({ state: 'dropped', url: null, alt: '', sha256: null })
    expect(await bytesOf(await look(db, other.mediaId))).toEqual(aPicture(13))
    await inTransaction(db, (trx) => eraseMediaOf(trx, [other.caseId]))
    const sizes = await db.selectFrom('stored_file').select('size').where('size', '=', aPicture(13).length).execute()
    const hashes = await db.selectFrom('case_media').select('sha256').where('sha256', 'is not', null).execute()
    expect(sizes.length).toBeLessThanOrEqual(hashes.length)
    await expect(look(db, other.mediaId)).rejects.toMatchObject({ code: 'media.dropped' })
  })

  test('that is forgotten while it is being fetched stays forgotten', async ({ db }) => {
    const answered = Promise.withResolvers<void>()
    const host = await aMediaHost(async (request, response) => {
      await answered.promise
      sending(aPicture(14))(request, response)
    })
    const { caseId, mediaIds } = await aMediaCase(db, [host.at('/late.png')])
    const keeping = copyMedia(db, mediaIds[0] ?? '')
    await waitFor('the call', async () => host.asked.length === 1)
    await inTransaction(db, (trx) => eraseMediaOf(trx, [caseId]))
    answered.resolve()
    await keeping
    expect(await mediaRow(db, mediaIds[0] ?? '')).toMatchObject({ state: 'dropped', sha256: null, url: null })
  })
})
