import { isIP } from 'node:net'
import ipaddr from 'ipaddr.js'

/** All that is handed out of IPv6 for the public Internet; what lies beside it is special or reserved. */
const [GLOBAL_UNICAST, GLOBAL_UNICAST_BITS] = ipaddr.IPv6.parseCIDR('2000::/3')

/**
 * Whether an IP address is one of the public Internet: not private, loopback, link-local, shared, multicast, reserved or
 * otherwise special, and none that carries another address inside (NAT64, 6to4, Teredo). An IPv4 address in IPv6 clothes
 * (`::ffff:…`) is judged as what it is; a text that is no address is not public.
 */
export function isPublicAddress(address: string): boolean {
  if (isIP(address) === 0) return false
  const parsed = ipaddr.process(address)
  if (parsed.range() !== 'unicast') return false
  if (parsed instanceof ipaddr.IPv4) return true
  return parsed.match(GLOBAL_UNICAST, GLOBAL_UNICAST_BITS)
}
