import {
  createServer,
  IncomingMessage,
  type OutgoingHttpHeader,
  type OutgoingHttpHeaders,
  type Server,
  type ServerOptions,
  ServerResponse,
  STATUS_CODES,
} from 'node:http'
import type { Duplex } from 'node:stream'
import { responseClassOf, securityHeadersOf } from './security-headers'

/** An answer that gets its headers as its head is written, so that nothing before can double, weaken or remove them. */
class SecuredResponse<Request extends IncomingMessage = IncomingMessage> extends ServerResponse<Request> {
  // Next writes another address into some requests.
  private readonly answerClass = responseClassOf(this.req.url ?? '')

  override writeHead(status: number, reason?: string, headers?: OutgoingHttpHeaders | OutgoingHttpHeader[]): this
  override writeHead(status: number, headers?: OutgoingHttpHeaders | OutgoingHttpHeader[]): this
  override writeHead(...given: unknown[]): this {
    if (!this.headersSent) {
      const headers = securityHeadersOf(this.answerClass, this.getHeader('Content-Security-Policy'))
      for (const [name, value] of Object.entries(headers)) this.setHeader(name, value)
    }
    return Reflect.apply(super.writeHead, this, given) as this
  }
}

export type SecuredServer = Server<typeof IncomingMessage, typeof SecuredResponse>

interface SecuredServerOptions extends ServerOptions<typeof IncomingMessage, typeof SecuredResponse> {
  /** Whether a request may become another protocol; by default none may, and each is answered as without `Upgrade`. */
  mayUpgrade?: (path: string) => boolean
}

/**
 * An HTTP server whose every answer has the headers of its class (security-headers.ts): also what Node answers by itself to what
 * is no request, to CONNECT and to expectations, and what listeners of `upgrade` write to the bare connection as a refusal.
 */
export function createSecuredServer({ mayUpgrade, ...options }: SecuredServerOptions): SecuredServer {
  const server = createServer({
    ...options,
    IncomingMessage,
    ServerResponse: SecuredResponse,
    shouldUpgradeCallback: ({ url = '' }) => mayUpgrade?.(url.split('?')[0] ?? '') ?? false,
  })
  server.on('clientError', refuseMalformed)
  server.on('connect', (_request, socket) => socket.end(refusalText('HPE_INVALID_METHOD')))
  if (mayUpgrade) server.prependListener('upgrade', ({ url = '' }, socket) => secureRefusals(url, socket))
  return server
}

/** By Node's codes; anything else is a malformed request. */
const REFUSALS: Record<string, { status: number; code: string; detail: string }> = {
  HPE_HEADER_OVERFLOW: { status: 431, code: 'request.headers_too_large', detail: 'The headers are too long.' },
  HPE_CHUNK_EXTENSIONS_OVERFLOW: { status: 413, code: 'body.too_large', detail: 'The chunk extensions are too long.' },
  ERR_HTTP_REQUEST_TIMEOUT: { status: 408, code: 'request.timeout', detail: 'The request didn’t arrive in time.' },
  HPE_INVALID_METHOD: { status: 400, code: 'request.bad_method', detail: 'This method isn’t supported.' },
}
const MALFORMED = { status: 400, code: 'request.malformed', detail: 'This isn’t a valid HTTP request.' }

function refuseMalformed({ code = '' }: NodeJS.ErrnoException, socket: Duplex): void {
  // Node's own listener asks the same: in the middle of an answer a second one would be taken for its body.
  const { _httpMessage: underWay } = socket as Duplex & { _httpMessage?: { _headerSent?: boolean } | null }
  if (!socket.writable || underWay?._headerSent) socket.destroy()
  else socket.end(refusalText(code), () => socket.destroy())
}

/** A problem document as it goes over the wire. */
function refusalText(nodeCode: string): string {
  const { status, ...members } = REFUSALS[nodeCode] ?? MALFORMED
  const title = STATUS_CODES[status] ?? ''
  const body = JSON.stringify({ type: 'about:blank', title, status, ...members })
  const headers = {
    ...securityHeadersOf(responseClassOf(''), undefined),
    'Content-Type': 'application/problem+json',
    'Content-Length': String(Buffer.byteLength(body)),
    'Cache-Control': 'no-store',
    Connection: 'close',
  }
  return `HTTP/1.1 ${status} ${title}\r\n${linesOf(headers)}\r\n${body}`
}

/** Puts the headers into what is first written to the connection, where that is a refusal. */
function secureRefusals(url: string, socket: Duplex): void {
  const { write, end } = socket
  const once =
    (method: unknown) =>
    (chunk?: unknown, ...rest: unknown[]): unknown => {
      Object.assign(socket, { write, end })
      return Reflect.apply(method as typeof write, socket, [withHeaders(url, chunk), ...rest])
    }
  Object.assign(socket, { write: once(write), end: once(end) })
}

function withHeaders(url: string, chunk: unknown): unknown {
  if (typeof chunk !== 'string' || !/^HTTP\/1\.1 [345]/.test(chunk)) return chunk
  const headers = linesOf(securityHeadersOf(responseClassOf(url), undefined))
  return chunk.replace('\r\n', () => `\r\n${headers}`)
}

const linesOf = (headers: Record<string, string>): string =>
  Object.entries(headers)
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join('')
