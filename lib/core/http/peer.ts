import type { IncomingMessage } from 'node:http'
import { BlockList, isIP } from 'node:net'
import { env } from '../env'

/** Both are removed from what clients send and set by server.ts, which alone sees the connection. */
const PEER_HEADER = 'x-guildhall-peer'
const LOCAL_HEADER = 'x-guildhall-local'

const FORWARDING = [
  'forwarded',
  'via',
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-proto',
  'x-forwarded-port',
  'x-real-ip',
]

/**
 * Notes on a request whose it is: its connection's address or, where that is a trusted proxy, the one that the proxy says.
 * Has to be called before anything else reads the request.
 */
export function setPeerAddress(request: IncomingMessage, trusted = trustedProxies()): void {
  const address = plain(request.socket.remoteAddress ?? '')
  const isForwarded = FORWARDING.some((name) => request.headers[name] !== undefined)
  delete request.headers[LOCAL_HEADER]
  request.headers[PEER_HEADER] = clientOf(address, request.headers['x-forwarded-for'], trusted)
  if (isLoopback(address) && !isForwarded) request.headers[LOCAL_HEADER] = 'yes'
}

/** The client's address, or null outside of a request. */
export const peerAddress = (headers: Headers): string | null => headers.get(PEER_HEADER)

/** Whether the request comes from this machine itself, and not through a proxy on it. */
export const isLocalPeer = (headers: Headers): boolean => headers.get(LOCAL_HEADER) === 'yes'

/** The same for a server of ours that is not Next's. */
export function isLocalRequest(request: IncomingMessage): boolean {
  setPeerAddress(request)
  return request.headers[LOCAL_HEADER] === 'yes'
}

/** Entries are IP addresses or CIDR ranges, as env.ts has checked. */
export function proxyList(entries: readonly string[]): BlockList {
  const list = new BlockList()
  for (const entry of entries) {
    const [address = '', bits] = entry.split('/')
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4'
    if (bits === undefined) list.addAddress(address, family)
    else list.addSubnet(address, Number(bits), family)
  }
  return list
}

let cached: BlockList | undefined

function trustedProxies(): BlockList {
  cached ??= proxyList(env().trustedProxies)
  return cached
}

/** From the right, since every proxy appends: the first address that no trusted proxy has. */
function clientOf(connected: string, forwarded: string | string[] | undefined, trusted: BlockList): string {
  const chain = [forwarded ?? []]
    .flat()
    .join(',')
    .split(',')
    .map((part) => plain(part.trim()))
  let client = connected
  while (isTrusted(client, trusted)) {
    const before = chain.pop()
    if (!before || isIP(before) === 0) return client
    client = before
  }
  return client
}

const isTrusted = (address: string, trusted: BlockList): boolean =>
  isIP(address) !== 0 && trusted.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4')

const isLoopback = (address: string): boolean => address === '::1' || /^127\./.test(address)

/** An IPv4 address in IPv6's clothes (::ffff:127.0.0.1) as IPv4. */
const plain = (address: string): string => address.replace(/^::ffff:(?=\d+\.)/i, '')
