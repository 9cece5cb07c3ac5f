/** The cookie in which the browser keeps the sidebar's width, so that the server's first paint has it too. */
export const SIDEBAR_COOKIE = 'guildhall_sidebar'
export const COLLAPSED = 'collapsed'

const YEAR_S = 31_536_000

export function rememberSidebar(isCollapsed: boolean): void {
  // The Cookie Store API is missing in Firefox and Safari of last year.
  // biome-ignore lint/suspicious/noDocumentCookie: the one way that all browsers have
  document.cookie = `${SIDEBAR_COOKIE}=${isCollapsed ? COLLAPSED : 'open'}; path=/; max-age=${YEAR_S}; samesite=lax`
}
