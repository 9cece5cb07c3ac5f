import { globSync, readdirSync } from 'node:fs'
import { type Dice, dice } from './dice'
import { ENDPOINTS, PAGES } from './domain-access'
import { addressOf, filesOfApp } from './endpoints'
import { HOSTILE_BODIES, HOSTILE_IDS, HOSTILE_TEXTS, HOSTILE_VALUES, membersOf } from './hostile-input'
import type { Spec } from './route-specs'

export interface RawRequest {
  method: string
  path: string
  headers: Record<string, string>
  body: string | null
}

/** Something that may be asked for without a sign-in, and what it reads as far as it says so. */
export interface Target {
  address: string
  methods: string[]
  query: string[]
  body: string[]
  /** How often it is asked for, against others: a page costs the server five times as much as a refusal of the API. */
  share: number
}

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']
const AUTH_PATHS = [
  ...['csrf', 'error', 'signin', 'signout', 'session', 'providers', '_log', 'callback/oidc', 'signin/oidc'],
  ...['callback/credentials', 'callback/demo', 'verify-request'],
]
const NO_ID = '00000000-0000-4000-8000-000000000000'

/** What next-auth, Next and the pages read from an address, a body and a cookie, none of which has a schema. */
const QUERY_NAMES = [
  ...[
    'callbackUrl',
    'error',
    'next',
    'signed-out',
    'code',
    'state',
    'iss',
    'csrf',
    'nextauth',
    '_rsc',
    'url',
    'w',
    'q',
  ],
  ...['EIO', 'transport', 'sid', '__proto__', 'period', 'after'],
]
const BODY_NAMES = ['email', 'password', 'csrfToken', 'callbackUrl', 'redirect', 'json', '__proto__']
const COOKIE_NAMES = [
  ...['', '__Secure-'].flatMap((prefix) =>
    ['callback-url', 'session-token', 'state', 'nonce', 'pkce.code_verifier'].map(
      (name) => `${prefix}next-auth.${name}`,
    ),
  ),
  ...['next-auth.csrf-token', '__Host-next-auth.csrf-token', 'guildhall.session', '__Secure-guildhall.session'],
  ...['guildhall.session.0', '__proto__', '__prerender_bypass', '__next_preview_data', 'NEXT_LOCALE', ''],
]
const ADDRESSES = [
  ...[
    '/usage',
    'usage',
    '//evil.example/',
    '/\\evil.example',
    'https://evil.example/',
    'http://[',
    'http://%',
    ':',
    '/ü☃',
  ],
  ...[
    'javascript:alert(1)',
    'data:text/html,x',
    'http://127.0.0.1:99999/',
    '/\r\nX-A: b',
    'http://a b/',
    '\ud800',
    '?',
    '#',
  ],
]
const TEXTS = [
  ...HOSTILE_TEXTS,
  ...ADDRESSES,
  'a|b',
  'eyJhbGciOiJkaXIifQ..x.y.z',
  '%',
  '%c0%af',
  '%00',
  '{}',
  '[object Object]',
]
/** What is said to a body that is too long is shown by tests of its own. */
const LONGEST_BODY = 15_000
const BODIES = [
  ...HOSTILE_BODIES.filter((body) => body.length <= LONGEST_BODY),
  `${'['.repeat(7_000)}${']'.repeat(7_000)}`,
  '--x\r\nContent-Disposition: form-data; name="$ACTION_ID_x"\r\n\r\n1\r\n--x--\r\n',
]
const STATE_TREES = ['', '[', '%', '%5B%22%22%5D', '{}', 'null', '%00', `%5B${'%5B'.repeat(2_000)}`, 'x'.repeat(10_000)]
const HEADERS: Record<string, readonly string[]> = {
  accept: ['', '*/*', 'text/x-component', 'text/html', 'application/json', ';;;'],
  'accept-encoding': ['', 'gzip', 'br', 'identity;q=0', 'nothing', 'gzip;q=x'],
  'accept-language': ['', 'de', 'x'.repeat(1_000), '\xff'],
  authorization: ['Bearer', 'Bearer gh_x', 'Basic eDp5', 'Bearer \xff', `Bearer ${'x'.repeat(4_000)}`],
  'content-type': [
    ...['application/json', 'text/plain', 'multipart/form-data', 'multipart/form-data; boundary=x', ''],
    ...['application/x-www-form-urlencoded', 'application/json; charset=nothing', 'text/x-component', '\xff'],
  ],
  forwarded: ['for=x', 'host=evil.example'],
  host: ['evil.example', 'a b', '[', '[::1', 'x:99999', '%', 'a/b', 'a?b', '\xff', 'a@b'],
  'if-match': ['*', '"x"', 'x'],
  'if-modified-since': ['x', 'Thu, 01 Jan 1970 00:00:00 GMT', '9'.repeat(30)],
  'if-none-match': ['*', '"x"', 'W/"', ','],
  'next-action': ['x', '', '0'.repeat(42), '7f'.repeat(21)],
  'next-hmr-refresh': ['1'],
  'next-router-prefetch': ['1', '2', 'x'],
  'next-router-segment-prefetch': ['/_tree', '/_index', '/x', '\xff'],
  'next-router-state-tree': STATE_TREES,
  'next-url': ['/', '//evil.example', '%', '\xff', 'http://['],
  origin: ['null', 'https://evil.example', 'x', ''],
  range: ['bytes=0-0', 'bytes=9-1', 'bytes=-', 'x', 'bytes=0-0,1-1', `bytes=${'9'.repeat(30)}-`],
  referer: ['x', 'http://['],
  rsc: ['1', '0', 'x'],
  'sec-fetch-dest': ['image', 'document', 'x'],
  'sec-fetch-site': ['cross-site', 'x'],
  traceparent: ['x', '00-0-0-0'],
  'user-agent': ['', 'Googlebot', 'x'.repeat(4_000), '\xff'],
  'x-forwarded-host': ['evil.example', 'a b', '[', '%', ','],
  'x-forwarded-port': ['x', '-1'],
  'x-forwarded-proto': ['x', 'https', 'a:b', 'http,https'],
  'x-http-method-override': ['DELETE'],
  'x-invoke-path': ['/usage'],
  'x-invoke-status': ['500', 'x'],
  'x-matched-path': ['/usage', '%'],
  'x-middleware-prefetch': ['1'],
  'x-middleware-rewrite': ['/usage', 'http://['],
  'x-middleware-subrequest': ['proxy', 'middleware:middleware'],
  'x-nextjs-data': ['1'],
  'x-now-route-matches': ['1=x', '%'],
  'x-original-url': ['/usage'],
  'x-prerender-revalidate': ['x'],
  'x-real-ip': ['x'],
  'x-rewrite-url': ['/usage'],
}

/** Of all requests, for each of four groups. */
const SHARES = { openRoutes: 0.68, openPages: 0.1, closedRoutes: 0.19, closedPages: 0.03 }

/** Whatever is there on disk: routes, pages, files, and what Next and socket.io serve by themselves. */
export function listTargets(specs: ReadonlyMap<string, Spec[]>): Target[] {
  const routes = filesOfApp('route.{ts,tsx}').map((file) =>
    routeTargets(addressOf(file), specs.get(addressOf(file)) ?? []),
  )
  const pages = filesOfApp('page.tsx').map(addressOf)
  const isOpen = (address: string) => PAGES[address] === 'everyone'
  const groups: [number, Target[]][] = [
    [SHARES.openRoutes, routes.filter((route) => route.isOpen).flatMap((route) => route.targets)],
    [SHARES.closedRoutes, routes.filter((route) => !route.isOpen).flatMap((route) => route.targets)],
    [SHARES.openPages, [...pages.filter(isOpen), ...otherAddresses()].map(aPage)],
    [SHARES.closedPages, pages.filter((address) => !isOpen(address)).map(aPage)],
  ]
  return groups.flatMap(([share, targets]) => targets.map((target) => ({ ...target, share: share / targets.length })))
}

function routeTargets(address: string, read: Spec[]): { isOpen: boolean; targets: Target[] } {
  const rows = Object.entries(ENDPOINTS).filter(([name]) => name.endsWith(` ${address}`))
  const addresses = address.includes('[...nextauth]') ? AUTH_PATHS.map((path) => `/api/auth/${path}`) : [address]
  const asked = {
    methods: rows.map(([name]) => name.split(' ')[0] ?? ''),
    query: read.flatMap((spec) => membersOf(spec.query).names),
    body: read.flatMap((spec) => membersOf(spec.body).names),
    share: 0,
  }
  return {
    isOpen: rows.some(([, opening]) => isOpenTo(opening)),
    targets: addresses.map((one) => ({ ...asked, address: one })),
  }
}

/** Whether more is done than to say that a sign-in is needed. */
export const isOpenTo = (opening: string): boolean => opening === 'everyone' || opening.startsWith('shown by')

const aPage = (address: string): Target => ({ address, methods: ['GET', 'HEAD'], query: [], body: [], share: 0 })

function otherAddresses(): string[] {
  const files = readdirSync('public').map((name) => `/${name}`)
  const scripts = globSync('.next/static/**/*.{js,css,woff2}')
    .slice(0, 3)
    .map((file) => file.replace('.next', '/_next'))
  const icons = globSync('app/*.{svg,ico,png}').map((file) => file.replace('app', ''))
  return [
    ...[...files, ...scripts, ...icons, '/manifest.webmanifest', '/robots.txt', '/favicon.ico', '/socket.io/'],
    ...[
      '/transparency/2026-q3.json',
      '/transparency/2026-q3.csv',
      '/nothing/here',
      '/_next/static/nothing.js',
      '/_next/image',
      '/_next',
    ],
    ...['/_next/data/x/sign-in.json', '/_error', '/_not-found', '/_global-error', '/404', '/500', '/__nextjs_font/x'],
  ]
}

/** The request with this number of the series with this seed: each can be made again by itself. */
export function makeRequest({
  seed,
  index,
  targets,
  origin,
}: {
  seed: number
  index: number
  targets: readonly Target[]
  origin: string
}): RawRequest {
  const random = dice(Math.imul(seed ^ Math.imul(index + 1, 2_654_435_761), 1_540_483_477))
  // The first numbers of neighbouring seeds are close to each other.
  for (let round = 0; round < 5; round += 1) random.throw()
  const target = pick(targets, random)
  const method = random.oneOf(random.chance(0.8) ? target.methods : METHODS)
  const body = method === 'GET' || method === 'HEAD' ? null : bodyOf(target, random)
  const headers = {
    ...headersOf(random, { origin, hasBody: body !== null }),
    'x-forwarded-for': `198.51.${index >> 8}.${index & 255}`,
    // Node sends none with the body of a DELETE, which then is read as another request.
    ...(body === null ? {} : { 'content-length': String(Buffer.byteLength(body)) }),
  }
  return { method, path: pathOf(target, random), headers, body }
}

function pick(targets: readonly Target[], random: Dice): Target {
  let left = random.throw()
  const found = targets.find((target) => {
    left -= target.share
    return left < 0
  })
  return found ?? random.oneOf(targets)
}

function pathOf(target: Target, random: Dice): string {
  const filled = target.address.replaceAll(/\[[^\]]+\]/g, () =>
    random.chance(0.5) ? random.oneOf([NO_ID, '2026-q3', 'json']) : encode(random.oneOf(HOSTILE_IDS)),
  )
  const path = random.chance(0.95)
    ? filled
    : filled + random.oneOf(['/', '//', '/..', '%2f', '%00', ';x', '.json', '%ff', '.rsc', '\\'])
  const pairs = several(random, 3).map(() => {
    const name = random.oneOf(random.chance(0.5) && target.query.length > 0 ? target.query : QUERY_NAMES)
    return `${encode(name)}=${encode(random.oneOf(TEXTS))}`
  })
  return pairs.length > 0 ? `${path}?${pairs.join('&')}` : path
}

function bodyOf(target: Target, random: Dice): string | null {
  if (random.chance(0.1)) return null
  if (random.chance(0.2)) return random.oneOf(BODIES)
  const names = target.body.length > 0 ? target.body : BODY_NAMES
  const chosen = random.chance(0.5) ? names : names.filter(() => random.chance(0.5))
  const members = chosen.map((name) => [name, random.chance(0.4) ? random.oneOf(HOSTILE_VALUES) : random.oneOf(TEXTS)])
  const body = JSON.stringify(Object.fromEntries(members))
  return body.length > LONGEST_BODY ? '{}' : body
}

function headersOf(random: Dice, { origin, hasBody }: { origin: string; hasBody: boolean }): Record<string, string> {
  const given: Record<string, string> = { origin, ...(hasBody ? { 'content-type': 'application/json' } : {}) }
  // As Next's router asks for a page.
  if (random.chance(0.1)) Object.assign(given, { rsc: '1', 'next-router-state-tree': random.oneOf(STATE_TREES) })
  for (const _ of several(random, 3)) {
    const name = random.oneOf(Object.keys(HEADERS))
    given[name] = random.oneOf(HEADERS[name] ?? [''])
  }
  const cookies = several(random, 3).map(
    () => `${random.oneOf(COOKIE_NAMES)}=${encodeSome(random.oneOf(TEXTS), random)}`,
  )
  return cookies.length > 0 ? { ...given, cookie: cookies.join('; ') } : given
}

/** From none up to `most`, fewer more often. */
const several = (random: Dice, most: number): undefined[] =>
  Array.from({ length: Math.floor(random.throw() ** 2 * (most + 1)) })

/** Percent-encoded, and as it is where it can't be. */
function encode(text: string): string {
  try {
    return encodeURIComponent(text)
  } catch {
    return '%ed%a0%80'
  }
}

/** Mostly encoded; else what may stand in a header at all. */
const encodeSome = (text: string, random: Dice): string =>
  random.chance(0.7) ? encode(text) : text.replaceAll(/[^\t\x20-\x7e\x80-\xff]/g, '?')
