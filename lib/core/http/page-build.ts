/** Every answer of a web names its build in this header, and every write of a page the build that drew the page. */
export const BUILD_HEADER = 'Guildhall-Build'

/** The server has become another build than the one that drew the page, which may not understand its answers. */
export class PageError extends Error {
  override readonly name = 'PageError'
  constructor() {
    super('Guildhall was updated. Reload the page to continue.')
  }
}

let isOutdated = false

/** The build that drew the page, as the root of the document says; empty outside of a browser. */
export const pageBuild = (): string =>
  typeof document === 'undefined' ? '' : (document.documentElement.dataset.build ?? '')

/** Remembers that an answer came from another build. */
export function noteBuild(headers: Headers): void {
  const build = headers.get(BUILD_HEADER)
  if (build !== null && build !== pageBuild()) isOutdated = true
}

/** @throws PageError once an answer has come from another build */
export function requireSameBuild(): void {
  if (isOutdated) throw new PageError()
}

/** Asks the server for its build, where no answer has told of it: a part of the page that is gone, say, has no header. */
export async function isPageOutdated(): Promise<boolean> {
  if (!isOutdated)
    await fetch('/api/health/live').then(
      ({ headers }) => noteBuild(headers),
      () => undefined,
    )
  return isOutdated
}
