import { env } from '../env'
import type { Directives } from './content-security-policy'

/** Whatever is in it, it is data: nothing of it runs, and nothing is loaded for it. */
export const LOCKED_POLICY = "default-src 'none'; frame-ancestors 'none'; sandbox"
/** Files of ours that a browser may be sent to; a sandbox would make them another origin. */
const FILE_POLICY = "default-src 'none'; frame-ancestors 'none'"

const TWO_YEARS_SECONDS = 63_072_000

const COMMON = {
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
} as const

export interface ResponseClass {
  name: string
  /** Of the paths of the class, without dot segments and query. */
  path: RegExp
  /** The policy where an answer brings none of its own. */
  policy: string
  /** Whether it may: pages have a nonce in theirs (proxy.ts), and a shown file may be locked up further. */
  mayBringPolicy: boolean
  /** What differs in the policy of a page. */
  directives?: Directives
  /** What differs from the common headers; null where there is none. */
  headers?: Partial<Record<keyof typeof COMMON, string | null>>
}

const API: ResponseClass = {
  name: 'api',
  path: /^\/(?:api|metrics|socket\.io)(?:\/|$)/,
  policy: LOCKED_POLICY,
  mayBringPolicy: true,
}

/** The first that fits counts; the last fits all. A kind of page with headers of its own is a row before it. */
export const RESPONSE_CLASSES: readonly ResponseClass[] = [
  API,
  {
    name: 'file',
    path: /^\/(?:_next\/(?:static\/.*|image)|favicon\.ico|icon(?:-maskable)?\.svg|manifest\.webmanifest|transparency\/[^/]+\.(?:json|csv))$/,
    policy: FILE_POLICY,
    mayBringPolicy: false,
  },
  { name: 'page', path: /^/, policy: LOCKED_POLICY, mayBringPolicy: true },
]

/** The class of the answer to a request for this address, as it stands in the request line. What is no path is data. */
export function responseClassOf(url: string, classes = RESPONSE_CLASSES): ResponseClass {
  const address = `http://own.invalid${url}`
  if (!url.startsWith('/') || !URL.canParse(address)) return API
  const { pathname } = new URL(address)
  return classes.find(({ path }) => path.test(pathname)) ?? API
}

/** The headers of an answer of this class that brings this policy of its own, if any: each of them once. */
export function securityHeadersOf(
  { policy, mayBringPolicy, headers = {} }: ResponseClass,
  own: number | string | string[] | undefined,
): Record<string, string> {
  const isTls = env().url.startsWith('https://')
  const named = Object.entries({ ...COMMON, ...headers }).filter(
    (entry): entry is [string, string] => entry[1] !== null,
  )
  return {
    ...Object.fromEntries(named),
    // A browser holds a page to all policies of a list.
    'Content-Security-Policy': mayBringPolicy && own !== undefined ? [own].flat().join(', ') : policy,
    ...(isTls ? { 'Strict-Transport-Security': `max-age=${TWO_YEARS_SECONDS}; includeSubDomains` } : {}),
  }
}
