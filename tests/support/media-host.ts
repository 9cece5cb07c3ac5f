import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { encodePng } from '@/lib/demo/pictures'

/** A small PNG file; each shade another content. */
export const aPicture = (shade = 0): Buffer => encodePng(4, 3, (x, y) => [shade, x * 50, y * 50])

export interface MediaHost {
  /** The address of something there. */
  at: (path: string) => string
  /** The paths that were asked for, in order. */
  asked: string[]
  /** How it answers from now on. */
  answer: (request: IncomingMessage, response: ServerResponse) => void
  close: () => void
}

/** A host of media on loopback. */
export async function startMediaHost(answer: MediaHost['answer']): Promise<MediaHost> {
  const server = createServer((request, response) => {
    host.asked.push(request.url ?? '')
    host.answer(request, response)
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const { port } = server.address() as AddressInfo
  const host: MediaHost = {
    at: (path) => `http://127.0.0.1:${port}${path}`,
    asked: [],
    answer,
    close: () => {
      server.closeAllConnections()
      server.close()
    },
  }
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
