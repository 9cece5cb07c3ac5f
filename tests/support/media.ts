import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'
import type { Db } from '@/lib/core/db/types'
import { encodePng } from '@/lib/demo/pictures'
import { keepMedia } from '@/lib/moderation/commands/media/keep-media'
import type { ItemInput } from '@/lib/moderation/schema/items'
import { aCase } from './moderation'

/** A small PNG file; each shade another content. */
export const aPicture = (shade = 0): Buffer => encodePng(4, 3, (x, y) => [shade, x * 50, y * 50])

export interface MediaHost {
  /** The address of something there. */
  at: (path: string) => string
  /** The paths that were asked for, in order. */
  asked: string[]
  /** How it answers from now on. */
  answer: (request: IncomingMessage, response: ServerResponse) => void
}

/** A host of media on loopback, for one test. */
export async function aMediaHost(answer: MediaHost['answer']): Promise<MediaHost> {
  const server = createServer((request, response) => {
    host.asked.push(request.url ?? '')
    host.answer(request, response)
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const { port } = server.address() as AddressInfo
  const host: MediaHost = { at: (path) => `http://127.0.0.1:${port}${path}`, asked: [], answer }
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return host
}

export const sending =
  (body: Buffer | string, headers: Record<string, string> = { 'content-type': 'image/png' }): MediaHost['answer'] =>
  (_request, response) =>
    void response.writeHead(200, headers).end(body)

export const redirectingTo =
  (location: string): MediaHost['answer'] =>
  (_request, response) =>
    void response.writeHead(302, { location }).end()

/** A case of a message with these media, none of them fetched yet. */
export async function aMediaCase(
  db: Db,
  urls: readonly string[],
  item: Partial<ItemInput> = {},
): Promise<{ caseId: number; mediaIds: string[] }> {
  const media = urls.map((url) => ({ url }))
  const id = `media-${crypto.randomUUID()}`
  const caseId = await aCase(db, {
    item: { type: 'message', id, text: 'look', author: { id: 'poster' }, media, ...item },
  })
  return { caseId, mediaIds: await mediaIdsOf(db, caseId) }
}

export async function mediaIdsOf(db: Db, caseId: number): Promise<string[]> {
  const rows = await db
    .selectFrom('case_media')
    .select('id')
    .where('case_id', '=', caseId)
    .orderBy('evidence_id')
    .orderBy('position')
    .execute()
  return rows.map(({ id }) => id)
}

/** The only media of a case of its own, with a copy of this picture. */
export async function aKeptPicture(db: Db, picture = aPicture()): Promise<{ caseId: number; mediaId: string }> {
  const host = await aMediaHost(sending(picture))
  const { caseId, mediaIds } = await aMediaCase(db, [host.at('/picture.png')])
  const [mediaId = ''] = mediaIds
  await keepMedia(db, mediaId)
  return { caseId, mediaId }
}

export const mediaRow = (db: Db, id: string) =>
  db.selectFrom('case_media').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
