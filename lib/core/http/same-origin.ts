import { env } from '../env'
import { DomainError } from '../errors'

/**
 * Refuses a state-changing request that a browser sent from another site. Browsers name the origin on every such request;
 * one without it doesn't come from our pages. GUILDHALL_URL is compared, never the Host header, which a caller chooses.
 * @throws DomainError `request.cross_origin` (forbidden)
 */
export function requireSameOrigin(request: Request): void {
  if (isOwnOrigin(request.headers.get('origin'))) return
  throw new DomainError('forbidden', 'request.cross_origin', 'The request didn’t come from this application.')
}

/** Whether an Origin header names this application. On loopback localhost, 127.0.0.1 and [::1] are one place. */
export function isOwnOrigin(origin: string | null): boolean {
  if (!origin || !URL.canParse(origin)) return false
  const asked = new URL(origin)
  const own = new URL(env().url)
  if (asked.origin === own.origin) return true
  return (
    isLoopbackName(asked.hostname) &&
    isLoopbackName(own.hostname) &&
    asked.port === own.port &&
    asked.protocol === own.protocol
  )
}

const isLoopbackName = (name: string): boolean => name === 'localhost' || name === '127.0.0.1' || name === '[::1]'
