import { promises as dns, type LookupAddress } from 'node:dns'
import { isIP } from 'node:net'
import { env } from '../env'
import { isPublicAddress } from './addresses'
import { OutboundError } from './call-error'

/** Finds the addresses of a host name, in the order in which they are to be tried. */
export type Resolve = (host: string) => Promise<LookupAddress[]>

export interface GuardOptions {
  /** Hosts (`db.internal`, `10.0.0.7`) or hosts with a port (`localhost:8080`) that may be private. Default: `GUILDHALL_ALLOW_HOSTS`. */
  allowHosts?: readonly string[]
  resolve?: Resolve
}

const DEFAULT_PORTS: Record<string, string> = { 'http:': '80', 'https:': '443' }

const resolveBySystem: Resolve = (host) => dns.lookup(host, { all: true })

/**
 * The addresses that a URL leads to, all of them checked: every one is public, or its host is listed as allowed. Whoever
 * connects must connect to these and not look the name up again, since its answer may be another the next time.
 * @throws OutboundError `refused` where one address is not public or the URL is none of HTTP; `unresolved` where the name is not known
 */
export async function resolveTarget(url: URL, options: GuardOptions = {}): Promise<LookupAddress[]> {
  const { allowHosts = env().allowHosts, resolve = resolveBySystem } = options
  if (!(url.protocol in DEFAULT_PORTS)) {
    throw new OutboundError('refused', `Guildhall doesn’t call ${url.protocol.replace(/:$/, '')} URLs.`)
  }
  const host = hostOf(url)
  const family = isIP(host)
  const addresses = family === 0 ? await lookUp(host, resolve) : [{ address: host, family }]
  if (isListedHost(url, allowHosts)) return addresses
  // One private address among public ones is enough: which of them is used would be chance.
  if (addresses.every(({ address }) => isPublicAddress(address))) return addresses
  throw new OutboundError(
    'refused',
    `${host} is a private or special address. To allow it, add it to GUILDHALL_ALLOW_HOSTS.`,
  )
}

/** The host of a URL as DNS and sockets want it: IPv6 without brackets, names without the final dot. */
export const hostOf = (url: URL): string => url.hostname.replace(/^\[(.*)\]$/, '$1').replace(/\.$/, '')

async function lookUp(host: string, resolve: Resolve): Promise<LookupAddress[]> {
  const found = await resolve(host).catch((cause: unknown) => {
    throw new OutboundError('unresolved', `The host name ${host} couldn’t be resolved.`, { cause })
  })
  if (found.length === 0) throw new OutboundError('unresolved', `The host name ${host} has no address.`)
  return found
}

/** Whether whoever runs Guildhall has listed the host of a URL, alone or with its port. */
export function isListedHost(url: URL, allowHosts: readonly string[] = env().allowHosts): boolean {
  const host = hostOf(url)
  const port = url.port || DEFAULT_PORTS[url.protocol]
  const spellings = [host, `${host}:${port}`, `[${host}]`, `[${host}]:${port}`]
  return allowHosts.some((entry) => spellings.includes(entry.toLowerCase()))
}
