import type { NextApiRequest, NextApiResponse } from 'next'
import type { NextAuthOptions } from 'next-auth'
import * as nextAuthModule from 'next-auth/next'
import { env } from '../env'
import { readCookies } from '../http/cookies'
import { callbackUrlOf } from './callback-url'

type NextAuthHandler = (request: NextApiRequest, response: NextApiResponse, options: NextAuthOptions) => Promise<void>

// A CommonJS module: bundlers hand out its default export, Node the object that holds it.
const { default: exported } = nextAuthModule as unknown as { default: NextAuthHandler | { default: NextAuthHandler } }
const nextAuth = typeof exported === 'function' ? exported : exported.default

/** next-auth's own name for it, which has the prefix behind TLS. */
const CALLBACK_COOKIE = /^(?:__Secure-)?next-auth\.callback-url$/

/**
 * Calls next-auth with a Request and answers a Response, through its entrance for API routes of pages: the one for the app
 * router reads `next/headers`, which ties it to a running Next and to the headers that a caller chooses.
 */
export async function callNextAuth(
  request: Request,
  path: string[],
  body: Record<string, unknown>,
  options: NextAuthOptions,
): Promise<Response> {
  const own = new URL(env().url)
  // next-auth takes its own address from here, and from nowhere else where this is set.
  process.env.NEXTAUTH_URL = own.origin
  const asked = {
    method: request.method,
    query: { ...withOwnCallbackUrl(Object.fromEntries(new URL(request.url).searchParams)), nextauth: path },
    body: withOwnCallbackUrl(body),
    cookies: cookiesOf(request),
    headers: { host: own.host, 'x-forwarded-proto': own.protocol.replace(':', '') },
  }
  const answer = new RecordedResponse()
  await nextAuth(asked as unknown as NextApiRequest, answer as unknown as NextApiResponse, options)
  return answer.toResponse()
}

function withOwnCallbackUrl({ callbackUrl, ...others }: Record<string, unknown>): Record<string, unknown> {
  const own = callbackUrlOf(callbackUrl)
  return own === undefined ? others : { ...others, callbackUrl: own }
}

/** Without the one that says where to go next, where it names no address of ours. */
function cookiesOf(request: Request): Record<string, string> {
  const cookies = [...readCookies(request.headers.get('cookie'))]
  return Object.fromEntries(
    cookies.filter(([name, value]) => !CALLBACK_COOKIE.test(name) || callbackUrlOf(value) !== undefined),
  )
}

/** The few things that next-auth does to an API response. */
class RecordedResponse {
  private code = 200
  private body: string | null = null
  private readonly headers = new Map<string, string | string[]>()

  status(code: number): this {
    this.code = code
    return this
  }

  getHeader(name: string): string | string[] | undefined {
    return this.headers.get(name.toLowerCase())
  }

  setHeader(name: string, value: string | string[]): this {
    this.headers.set(name.toLowerCase(), value)
    return this
  }

  json(value: unknown): void {
    this.setHeader('content-type', 'application/json')
    this.body = JSON.stringify(value)
  }

  send(value: unknown): void {
    if (typeof value === 'object' && value !== null) this.json(value)
    else this.body = value === undefined || value === null ? null : String(value)
  }

  end(): void {}

  toResponse(): Response {
    const response = new Response(this.body, { status: this.code })
    for (const [name, value] of this.headers) {
      for (const one of [value].flat()) response.headers.append(name, one)
    }
    response.headers.set('cache-control', 'no-store')
    return response
  }
}
