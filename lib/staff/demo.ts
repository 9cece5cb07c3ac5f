import { env } from '@/lib/core/env'
import { DomainError } from '@/lib/core/errors'
import { isLocalPeer } from '@/lib/core/http/peer'

const OWN_HOSTS = new Set(['localhost', '127.0.0.1', '[::1]'])

/**
 * The demo signs its visitor in without a password, so the visitor has to sit at this very machine: the connection comes
 * from loopback and passed no proxy, the page was asked by a loopback name (a foreign name that resolves to 127.0.0.1 would
 * be another site's page), and the request was made by that page itself.
 * @throws DomainError `demo.refused` (forbidden)
 */
export function requireDemoVisitor(headers: Headers): void {
  const host = headers.get('host')
  const isOwn = env().isDemo && isLocalPeer(headers) && isOwnHost(host) && headers.get('origin') === `http://${host}`
  if (!isOwn)
    throw new DomainError('forbidden', 'demo.refused', 'Open the demo in a browser on the machine that it runs on.')
}

function isOwnHost(host: string | null): boolean {
  if (!host || !URL.canParse(`http://${host}`)) return false
  const { hostname, port } = new URL(`http://${host}`)
  return OWN_HOSTS.has(hostname) && Number(port || 80) === env().port
}
