import type { Metadata } from 'next'
import { classifierListQuery } from '@/components/operations/classifiers/classifiers-client'
import { ClassifiersPage } from '@/components/operations/classifiers/classifiers-page'
import { Prefetched } from '@/components/screen/prefetched'
import { listClassifiers } from '@/lib/moderation/queries/list-classifiers'
import { requirePage } from '@/lib/staff/access'

export const metadata: Metadata = { title: 'Classifiers' }

export default async function Page() {
  const { db, actor } = await requirePage('classifiers:write')
  return (
    <Prefetched
      load={(client) => [client.prefetchQuery({ ...classifierListQuery(), queryFn: () => listClassifiers(db, actor) })]}
    >
      <ClassifiersPage />
    </Prefetched>
  )
}
