const HOME = '/overview'

/**
 * Where to go after signing in: a page of our own, or the overview. Whatever could lead a browser elsewhere (a host after
 * two slashes, or after a backslash, which browsers read as a slash) is dropped.
 */
export function nextPath(asked: string | string[] | undefined): string {
  if (typeof asked !== 'string' || !asked.startsWith('/') || !URL.canParse(asked, 'http://own.invalid')) return HOME
  const { origin, pathname, search } = new URL(asked, 'http://own.invalid')
  const isPage = !/^\/(?:sign-in|setup|invitation|api)(?:\/|$)/.test(pathname) && pathname !== '/'
  return origin === 'http://own.invalid' && isPage ? pathname + search : HOME
}
