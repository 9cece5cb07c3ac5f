import { randomBytes } from 'node:crypto'
import { type NextRequest, NextResponse } from 'next/server'
import { env } from '@/lib/core/env'
import { contentSecurityPolicy } from '@/lib/core/http/content-security-policy'
import { PATH_HEADER } from '@/lib/core/http/path-header'
import { responseClassOf } from '@/lib/core/http/security-headers'

const NONCE_BYTES = 16

/** Every page gets a nonce of its own and the policy that lets only scripts and styles with it run. */
export function proxy(request: NextRequest): NextResponse {
  const { isProduction } = env()
  const nonce = randomBytes(NONCE_BYTES).toString('base64')
  const { directives } = responseClassOf(request.nextUrl.pathname)
  const policy = contentSecurityPolicy(nonce, { isProduction, ...(directives ? { directives } : {}) })
  const headers = new Headers(request.headers)
  // Next reads the nonce for its own scripts from the policy of the request.
  headers.set('Content-Security-Policy', policy)
  headers.set('x-nonce', nonce)
  headers.set(PATH_HEADER, request.nextUrl.pathname + request.nextUrl.search)
  const response = NextResponse.next({ request: { headers } })
  response.headers.set('Content-Security-Policy', policy)
  return response
}

export const config = {
  matcher: [
    {
      // Static files need no policy, and prefetches would throw the nonce away. The API has one policy for all its answers
      // (security-headers.ts); to pass here would double what an answer costs, and Next would keep of a body no more than 10 MB.
      source: '/((?!api/|metrics$|_next/static|_next/image|favicon.ico).*)',
    },
  ],
}
