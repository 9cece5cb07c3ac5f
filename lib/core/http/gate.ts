import type { IncomingMessage } from 'node:http'
import { DomainError } from '../errors'

const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])

/**
 * What of a request Next would answer with a fault of its own, or with a redirect to where the request says: a method that
 * pages and routes can't have, an address that is not a path, or one that is not decodable. Null where all is well.
 */
export function refusalAtGate({ method = '', url = '' }: Pick<IncomingMessage, 'method' | 'url'>): DomainError | null {
  if (!METHODS.has(method)) return malformed('request.bad_method', `The method ${method} is not known here.`)
  if (url.startsWith('/') && isDecodable(url.split('?')[0] ?? '')) return null
  return malformed('request.bad_address', 'The address is not a path, or its percent-encoding is broken.')
}

const malformed = (code: string, message: string) => new DomainError('malformed', code, message)

function isDecodable(path: string): boolean {
  try {
    decodeURIComponent(path)
    return true
  } catch {
    return false
  }
}
