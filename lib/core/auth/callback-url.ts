import { env } from '../env'

/** Longer ones would make headers that proxies refuse to pass on. */
const LONGEST = 2_000

/**
 * Where next-auth shall send a browser afterwards: an absolute address of this application. Undefined for anything else; next-auth
 * then goes to the start page, while an address that it can't parse is a fault to it.
 */
export function callbackUrlOf(asked: unknown): string | undefined {
  if (typeof asked !== 'string' || asked.length > LONGEST) return undefined
  const own = new URL(env().url)
  const base = asked.startsWith('/') ? own : undefined
  if (!URL.canParse(asked, base)) return undefined
  const { protocol, host, pathname, search, hash } = new URL(asked, base)
  return protocol === own.protocol && host === own.host ? `${own.origin}${pathname}${search}${hash}` : undefined
}
