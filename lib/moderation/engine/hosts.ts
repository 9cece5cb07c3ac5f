import { parse } from 'tldts'

/** What is not seen and stands for nothing in a host. */
const UNSEEN = /\p{Default_Ignorable_Code_Point}/gu
const OTHER_DOTS = /[。．｡]/g
const HOST_MAX = 253
/** Each of its characters may be escaped. */
const RAW_MAX = 3 * HOST_MAX
/** What nearly all hosts are: it spares the cost of a URL. */
const PLAIN = /^[a-z0-9_-]+(?:\.[a-z0-9_-]+)+$/
/** A last label of which a browser makes an address. */
const NUMBER = /(?:^|\.)(?:\d+|0x[\da-f]*)$/
const MAPPED_V4 = /^\[::ffff:([\da-f]{1,4}):([\da-f]{1,4})\]$/

/**
 * The host of a link as a browser reads it (WHATWG URL): percent-decoded, lower-case, in punycode, addresses in their one
 * form, without dots at its ends. An IPv6 address that stands for an IPv4 address is that address. Null where it can't be one.
 */
export function urlHost(raw: string): string | null {
  const plain = undisguised(raw)
  if (PLAIN.test(plain) && !NUMBER.test(plain)) return plain.length > HOST_MAX ? null : plain
  if (plain === '') return null
  const host = parseHost(plain)
  return host !== null && /[.:]/.test(host) && !host.includes('..') && host.length <= HOST_MAX ? host : null
}

/** A host without a scheme, as it is compared: four numbers are an address, any others are no host. */
export function canonicalHost(raw: string): string | null {
  const plain = undisguised(raw).replace(/[.-]+$/, '')
  if (NUMBER.test(plain) && plain.split('.').length !== 4) return null
  return plain.startsWith('[') || plain.includes('.') || plain.includes('%') ? urlHost(plain) : null
}

function undisguised(raw: string): string {
  const lower = raw.toLowerCase()
  // biome-ignore lint/suspicious/noControlCharactersInRegex: all that is ASCII.
  const plain = /^[\x00-\x7f]*$/.test(lower) ? lower : lower.replace(UNSEEN, '').replace(OTHER_DOTS, '.')
  // What is longer is no host, and would take long below.
  return plain.length > RAW_MAX ? '' : plain.replace(/^\.+|\.+$/g, '')
}

function parseHost(plain: string): string | null {
  const url = URL.parse(`http://${plain}`)
  if (url === null || url.pathname !== '/') return null
  const [, high, low] = MAPPED_V4.exec(url.hostname) ?? []
  if (high === undefined || low === undefined) return url.hostname.replace(/^\.+|\.+$/g, '')
  const [a, b] = [Number.parseInt(high, 16), Number.parseInt(low, 16)]
  return [a >> 8, a & 255, b >> 8, b & 255].join('.')
}

/** What its owner has registered of a host: `a.b.example.co.uk` lies under `example.co.uk`. An address stays as it is. */
export const registrableOf = (host: string): string => parse(host, { allowPrivateDomains: true }).domain ?? host

/** A host that is canonical need not be looked for. */
const CANONICAL = { allowPrivateDomains: true, extractHostname: false, validateHostname: false }

/** Whether somebody can register a domain that the host is or lies under. */
export function isRegistrable(host: string): boolean {
  const { isIcann, isPrivate, domain, isIp } = parse(host, CANONICAL)
  return !isIp && domain !== null && (isIcann === true || isPrivate === true)
}

/** Whether everybody may register under a domain (`co.uk`), so that to list it would be to list them all. */
export function isPublicSuffix(host: string): boolean {
  const { domain, isIcann, isIp } = parse(host)
  return !isIp && domain === null && isIcann === true
}

/** Whether a domain belongs to somebody who lets many others have their sites under it (`github.io`). */
export function isSharedDomain(host: string): boolean {
  const { domain, isPrivate, isIp } = parse(host, { allowPrivateDomains: true })
  return !isIp && domain === null && isPrivate === true
}
