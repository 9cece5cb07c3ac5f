import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { RunPage } from '@/components/operations/runs/run-page'
import { runQuery } from '@/components/operations/runs/runs-client'
import { Prefetched } from '@/components/screen/prefetched'
import { getRunDetail } from '@/lib/collection/queries/runs'
import { runParams } from '@/lib/collection/schema'
import { orNotFound } from '@/lib/core/auth/page'
import { requirePage } from '@/lib/staff/access'

export const metadata: Metadata = { title: 'Run' }

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  const { db } = await requirePage('collections:read')
  const asked = runParams.safeParse(await params)
  if (!asked.success) notFound()
  const { id } = asked.data
  const run = await orNotFound(getRunDetail(db, id))
  return (
    <Prefetched load={(client) => [client.prefetchQuery({ ...runQuery(id), queryFn: () => run })]}>
      <RunPage id={id} />
    </Prefetched>
  )
}
