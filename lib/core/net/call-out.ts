import type { LookupAddress } from 'node:dns'
import { type ClientRequest, type IncomingHttpHeaders, type IncomingMessage, request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import type { LookupFunction } from 'node:net'
import { OutboundError, toOutboundError } from './call-error'
import { type GuardOptions, hostOf, resolveTarget } from './guard'

export interface OutboundRequest extends GuardOptions {
  url: string
  method?: 'GET' | 'POST'
  headers?: Record<string, string>
  body?: string
  /** For all of it: looking the name up, connecting, sending, and reading the answer. */
  timeoutMs: number
  /** Bytes of the answer that are read; the rest is never fetched. */
  answerLimit: number
  /** Whether the body is worth reading, by what came before it. Default: always. */
  wantsBody?: (head: Head) => boolean
  /** Ends the call from outside, for example when the process leaves. */
  signal?: AbortSignal
}

interface Head {
  status: number
  headers: IncomingHttpHeaders
}

export interface OutboundResponse extends Head {
  body: Buffer
  /** The body is not whole: it was longer than the limit, stopped coming, or was not wanted. */
  isCut: boolean
}

const MS_PER_SECOND = 1_000

/**
 * Calls an address that people have entered. It connects to the very addresses that were checked (see guard.ts), verifies
 * the certificate against the name, follows no redirect and keeps no connection.
 * @throws OutboundError where no status came; the `signal`'s reason where the caller ended it
 */
export async function sendOutboundRequest(call: OutboundRequest): Promise<OutboundResponse> {
  const url = new URL(call.url)
  const abort = new AbortController()
  const endByCaller = (): void => abort.abort(call.signal?.reason)
  const timer = setTimeout(() => abort.abort(timeoutOf(url, call.timeoutMs)), call.timeoutMs)
  call.signal?.addEventListener('abort', endByCaller, { once: true })
  if (call.signal?.aborted) endByCaller()
  try {
    const addresses = await untilAborted(resolveTarget(url, call), abort.signal)
    const response = await exchange(url, call, addresses, abort.signal)
    const head: Head = { status: response.statusCode ?? 0, headers: response.headers }
    if (call.wantsBody?.(head) === false) {
      response.destroy()
      return { ...head, body: Buffer.alloc(0), isCut: true }
    }
    const { body, isCut } = await readAnswer(response, call.answerLimit)
    call.signal?.throwIfAborted()
    return { ...head, body, isCut }
  } catch (error) {
    if (abort.signal.aborted) throw abort.signal.reason
    throw toOutboundError(error, hostOf(url))
  } finally {
    clearTimeout(timer)
    call.signal?.removeEventListener('abort', endByCaller)
  }
}

const timeoutOf = (url: URL, ms: number): OutboundError =>
  new OutboundError('timeout', `${hostOf(url)} didn’t respond within ${ms / MS_PER_SECOND} s.`)

function exchange(
  url: URL,
  call: OutboundRequest,
  addresses: LookupAddress[],
  signal: AbortSignal,
): Promise<IncomingMessage> {
  const send = url.protocol === 'https:' ? requestHttps : requestHttp
  return new Promise((resolve, reject) => {
    const request: ClientRequest = send(url, {
      method: call.method ?? 'GET',
      headers: {
        'accept-encoding': 'identity',
        ...call.headers,
        ...(call.body === undefined ? {} : { 'content-length': String(Buffer.byteLength(call.body)) }),
      },
      agent: false,
      signal,
      lookup: answering(addresses),
    })
    request.once('response', resolve)
    request.on('error', reject)
    request.end(call.body)
  })
}

/** A look-up that knows one answer: what was checked. Sockets ask for one address or, to try several, for all. */
function answering(addresses: LookupAddress[]): LookupFunction {
  return (_host, { all }, callback) => {
    const [first] = addresses
    if (all) callback(null, addresses)
    else callback(null, first?.address ?? '', first?.family)
  }
}

/** As much as the limit allows. What breaks off here has its status already, so that it is an answer, though a cut one. */
async function readAnswer(response: IncomingMessage, limit: number): Promise<{ body: Buffer; isCut: boolean }> {
  const chunks: Buffer[] = []
  let size = 0
  try {
    for await (const chunk of response as AsyncIterable<Buffer>) {
      chunks.push(chunk.subarray(0, limit - size))
      size += chunk.length
      // Leaving the loop destroys the connection.
      if (size > limit) return { body: Buffer.concat(chunks), isCut: true }
    }
    return { body: Buffer.concat(chunks), isCut: false }
  } catch {
    return { body: Buffer.concat(chunks), isCut: true }
  }
}

/** Looking a name up can't be ended; it is left to itself. */
function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) reject(signal.reason)
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
    work.then(resolve, reject)
  })
}
