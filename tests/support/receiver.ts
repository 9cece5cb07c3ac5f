import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface ReceivedCall {
  id: string
  headers: IncomingHttpHeaders
  body: string
}

export interface Receiver {
  url: string
  /** Every request that was read whole, in the order of arrival. */
  calls: ReceivedCall[]
  /** How it answers from now on. */
  answer: (response: ServerResponse, call: ReceivedCall) => void
  close(): Promise<void>
}

/** A receiver of webhooks on loopback; it answers 204 until it is told otherwise. */
export async function aReceiver(answer: Receiver['answer'] = with204): Promise<Receiver> {
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk)
    const body = Buffer.concat(chunks).toString()
    const call = { id: String(request.headers['webhook-id']), headers: request.headers, body }
    receiver.calls.push(call)
    receiver.answer(response, call)
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const { port } = server.address() as AddressInfo
  const receiver: Receiver = {
    url: `http://127.0.0.1:${port}/hooks`,
    calls: [],
    answer,
    close: () =>
      new Promise((closed) => {
        server.close(() => closed())
        server.closeAllConnections()
      }),
  }
  return receiver
}

const with204 = (response: ServerResponse): void => void response.writeHead(204).end()

/** An answer with a status, and a body where one is given. */
export const answering =
  (status: number, { body = '', headers = {} }: { body?: string; headers?: Record<string, string> } = {}) =>
  (response: ServerResponse): void =>
    void response.writeHead(status, headers).end(body)

/** Takes the request and never says anything. */
export const hanging = (): void => undefined
