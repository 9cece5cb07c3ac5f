// Next reads it when forbidden() is called; next.config.ts sets it for the real server.
process.env.__NEXT_EXPERIMENTAL_AUTH_INTERRUPTS = 'true'

export type PageOutcome = 'in' | 'sign-in' | 'forbidden'

/**
 * Runs a page's own function, as Next would, and tells how far it lets the asker in. What it was asked for does not exist,
 * so a "not found" means that somebody was in far enough to be told so.
 */
export async function outcomeOfPage(page: unknown): Promise<PageOutcome> {
  try {
    await (page as (props: object) => unknown)({
      params: Promise.resolve({ id: '1' }),
      searchParams: Promise.resolve({}),
    })
    return 'in'
  } catch (error) {
    const digest = String((error as { digest?: unknown }).digest ?? '')
    if (/^NEXT_REDIRECT;\w+;\/sign-in/.test(digest)) return 'sign-in'
    if (digest.startsWith('NEXT_REDIRECT;') || digest === 'NEXT_HTTP_ERROR_FALLBACK;404') return 'in'
    if (digest === 'NEXT_HTTP_ERROR_FALLBACK;403') return 'forbidden'
    throw error
  }
}
