import { dehydrate, HydrationBoundary, QueryClient } from '@tanstack/react-query'
import type { ReactNode } from 'react'

interface PrefetchedProps {
  /** Fills the client; what fails is left out, and the browser asks for it and says so. */
  load: (client: QueryClient) => Promise<unknown>[]
  children: ReactNode
}

/** The first paint with its data: what the server fetched is in the page, and the browser goes on from there. */
export async function Prefetched({ load, children }: PrefetchedProps) {
  const client = new QueryClient()
  await Promise.all(load(client))
  return <HydrationBoundary state={dehydrate(client)}>{children}</HydrationBoundary>
}
