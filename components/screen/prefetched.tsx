import { type DehydratedState, dehydrate, HydrationBoundary, QueryClient } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { PageHydrated } from '@/components/shell/page-hydrated'

/** Fills the client; what fails is left out, and the browser asks for it and says so. */
type Load = (client: QueryClient) => Promise<unknown>[]

export async function prefetch(load: Load): Promise<DehydratedState> {
  const client = new QueryClient()
  await Promise.all(load(client))
  return dehydrate(client)
}

/** The first paint of a page with its data: what the server fetched is in it, and the browser goes on from there. */
export async function Prefetched({ load, children }: { load: Load; children: ReactNode }) {
  return (
    <HydrationBoundary state={await prefetch(load)}>
      {children}
      <PageHydrated />
    </HydrationBoundary>
  )
}
