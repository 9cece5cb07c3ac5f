import type { QueryClient } from '@tanstack/react-query'
import { isLive } from '@/components/shell/live-status'

/** Cases as they are now. */
export const refreshCases = (client: QueryClient): Promise<void> => client.invalidateQueries({ queryKey: ['cases'] })

/**
 * After a deed of this tab's that the server has carried out. It is announced to this tab as to all others, and reading everything
 * twice would slow down whoever is at the next case by then; only where no hints come the tab reads by itself.
 */
export const refreshCasesAfter = async (client: QueryClient): Promise<void> => {
  if (!isLive()) await refreshCases(client)
}
