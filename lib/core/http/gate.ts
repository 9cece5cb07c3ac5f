import { isUtf8 } from 'node:buffer'
import type { IncomingMessage } from 'node:http'
import { parseAndValidateFlightRouterState } from 'next/dist/server/app-render/parse-and-validate-flight-router-state.js'
import { DomainError } from '../errors'
import { responseClassOf } from './security-headers'

const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])

/** All that a file can be asked for. */
export const STATIC_FILE_METHODS: readonly string[] = ['GET', 'HEAD']
/** Next's page for faults of its own, which is a 500 to whoever asks for it. */
const ERROR_PATH = '/_global-error'
/** Where a file doesn't meet one of these Next answers with a 500; a server is free to send the whole of it. */
const CONDITIONS = ['if-match', 'if-unmodified-since', 'range']
/** Where Next's router in the browser says which parts of the page it has. */
const ROUTER_STATE = 'next-router-state-tree'

/**
 * What of a request Next would answer with a fault of its own, or with a redirect to where the request says: a method that
 * pages and routes, or files, can't have, an address that is not a path, or one that is not decodable. Null where all is well.
 */
export function rejectedRequest({
  method = '',
  url = '',
}: Pick<IncomingMessage, 'method' | 'url'>): DomainError | null {
  if (!METHODS.has(method)) return malformed('request.bad_method', `The method ${method} isn’t supported.`)
  if (!isUtf8Address(url)) return notUtf8()
  const [path = ''] = url.split('?')
  if (!url.startsWith('/') || !isDecodable(path))
    return malformed('request.bad_address', 'The URL isn’t a path, or its percent-encoding is invalid.')
  if (path === ERROR_PATH) return new DomainError('not_found', 'resource.not_found', 'Nothing exists at this URL.')
  if (STATIC_FILE_METHODS.includes(method) || responseClassOf(url).name !== 'file') return null
  return new DomainError(
    'wrong_method',
    'request.wrong_method',
    'This URL doesn’t support this method. Use GET or HEAD.',
  )
}

/**
 * Takes from a request what Next answers with a 500: conditions, to which the API has answers of its own, and a state of the router
 * that is none, without which the whole page is sent.
 */
export function removeUnusableHeaders({ url = '', headers }: Pick<IncomingMessage, 'url' | 'headers'>): void {
  if (!isRouterState(headers[ROUTER_STATE])) delete headers[ROUTER_STATE]
  if (responseClassOf(url).name === 'api') return
  for (const name of CONDITIONS) delete headers[name]
}

/**
 * Refuses the query of an address where it holds bytes that are no UTF-8, which would be read, and stored, as U+FFFD.
 * @throws DomainError `request.bad_address` (malformed)
 */
export function rejectInvalidQuery({ search }: URL): void {
  if (!isUtf8Address(search)) throw notUtf8()
}

const malformed = (code: string, message: string) => new DomainError('malformed', code, message)

/** By the very function that Next refuses it with. */
function isRouterState(value: string | string[] | undefined): boolean {
  try {
    parseAndValidateFlightRouterState(value)
    return true
  } catch {
    return false
  }
}

const notUtf8 = () => malformed('request.bad_address', 'The URL isn’t valid UTF-8.')

/** A percent sign that encodes nothing stands for itself, as in browsers. What is not ASCII has to be encoded. */
function isUtf8Address(address: string): boolean {
  if (/[^\0-\x7f]/.test(address)) return false
  if (!address.includes('%')) return true
  const bytes = address.replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
  return isUtf8(Buffer.from(bytes, 'latin1'))
}

function isDecodable(path: string): boolean {
  try {
    decodeURIComponent(path)
    return true
  } catch {
    return false
  }
}
