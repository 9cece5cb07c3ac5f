import { timingSafeEqual } from 'node:crypto'
import { hashToken } from '../crypto/secrets'
import { env } from '../env'
import { registry } from './registry'

export interface Exposition {
  status: 200 | 403
  contentType: string
  body: string
}

/** Prometheus' text for who may read it: this machine itself, or a bearer of GUILDHALL_METRICS_TOKEN. */
export async function renderMetrics(caller: { isLocal: boolean; authorization: string | null }): Promise<Exposition> {
  if (!caller.isLocal && !hasToken(caller.authorization)) {
    return {
      status: 403,
      contentType: 'text/plain; charset=utf-8',
      body: 'Send GUILDHALL_METRICS_TOKEN as a bearer token.\n',
    }
  }
  return { status: 200, contentType: registry().contentType, body: await registry().metrics() }
}

function hasToken(authorization: string | null): boolean {
  const { metricsToken } = env()
  const given = /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1]
  // Hashes have one length, which comparing in constant time needs.
  return Boolean(metricsToken && given && timingSafeEqual(hashToken(given), hashToken(metricsToken)))
}
