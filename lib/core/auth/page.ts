import { headers } from 'next/headers'
import { forbidden, notFound, redirect } from 'next/navigation'
import { isDomainError } from '../errors'
import { PATH_HEADER } from '../http/path-header'

/** What core is not allowed to know by itself; lib/staff hands it in. */
export interface PageDependencies<Access, Perm extends string> {
  /** Who asks, or null where nobody is signed in. */
  authenticate: (headers: Headers) => Promise<Access | null>
  isAllowed: (access: Access, permission: Perm) => boolean
}

/**
 * Makes `requirePage(permission)`, the first line of every page and layout of the console: sends the signed-out to the
 * sign-in page, which brings them back, and shows the forbidden page where the role is too small.
 */
export function createRequirePage<Access, Perm extends string>(wiring: PageDependencies<Access, Perm>) {
  return async function requirePage(permission: Perm): Promise<Access> {
    const asked = await headers()
    const access = await wiring.authenticate(asked)
    if (!access) redirect(signInPath(asked.get(PATH_HEADER)))
    if (!wiring.isAllowed(access, permission)) forbidden()
    return access
  }
}

const signInPath = (path: string | null): string =>
  path && path !== '/' ? `/sign-in?next=${encodeURIComponent(path)}` : '/sign-in'

/** What a page shows, or the page for what is not there where the query says so. */
export async function orNotFound<T>(found: Promise<T>): Promise<T> {
  try {
    return await found
  } catch (error) {
    if (isDomainError(error) && error.kind === 'not_found') notFound()
    throw error
  }
}
