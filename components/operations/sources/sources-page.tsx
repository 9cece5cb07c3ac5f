'use client'

import { useInfiniteQuery, useMutation } from '@tanstack/react-query'
import { Database, Plus } from 'lucide-react'
import dynamic from 'next/dynamic'
import { useState } from 'react'
import { ResourceList } from '@/components/screen/resource-list'
import { PageHeader } from '@/components/shell/page-header'
import { useCan } from '@/components/shell/permissions'
import { ConfirmDialog } from '@/components/ui/alert-dialog'
import { Button } from '@/components/ui/button'
import { countOf } from '@/components/ui/format'
import { toast } from '@/components/ui/toast'
import type { SourceView } from '@/lib/collection/schema'
import { RecentRuns } from '../runs/recent-runs'
import { SourceTable } from './source-table'
import { sources } from './sources-client'

/** With its form, which is fetched while the page is being read. */
const SourceSheet = dynamic(() => import('./source-sheet').then((module) => module.SourceSheet), { ssr: false })

/** What is collected, from where and when; operators change it here. */
export function SourcesPage() {
  const can = useCan()
  const [edited, setEdited] = useState<SourceView | 'new' | null>(null)
  const [deleted, setDeleted] = useState<SourceView | null>(null)
  const list = useInfiniteQuery(sources.list())
  const shown = list.data?.pages.flatMap((page) => page.items) ?? []
  const add = can('sources:write') ? (
    <Button variant="primary" onClick={() => setEdited('new')}>
      <Plus aria-hidden />
      Add source
    </Button>
  ) : null
  return (
    <>
      <PageHeader title="Collection" actions={add}>
        {list.data ? describe(shown) : 'What is collected, from where and when.'}
      </PageHeader>
      <ResourceList
        query={list}
        nouns={['source', 'sources']}
        idOf={(source) => source.id}
        columns={5}
        empty={{
          icon: Database,
          title: 'No sources',
          text: 'A source is a system that Guildhall reads: the community’s own database, or the machine that it runs on.',
          action: add,
        }}
      >
        {(rows) => <SourceTable sources={rows} onEdit={setEdited} onDelete={setDeleted} />}
      </ResourceList>
      <RecentRuns />
      {edited ? <SourceSheet source={edited === 'new' ? undefined : edited} onClose={() => setEdited(null)} /> : null}
      <DeleteSource source={deleted} onClose={() => setDeleted(null)} />
    </>
  )
}

function DeleteSource({ source, onClose }: { source: SourceView | null; onClose: () => void }) {
  const remove = useMutation(sources.remove())
  const name = source?.name ?? ''
  return (
    <ConfirmDialog
      isOpen={source !== null}
      onOpenChange={onClose}
      title={`Delete the source ${name}?`}
      confirmLabel={`Delete ${name}`}
      onConfirm={async () => {
        if (!source) return
        await remove.mutateAsync(source.id)
        toast(`${name} was deleted`)
      }}
    >
      It is not collected any more, and its configuration and secrets are gone for good. What it measured stays in the
      charts, and its runs stay in the list. To stop it for a while, pause it instead.
    </ConfirmDialog>
  )
}

/** "4 sources: 3 on schedule, 1 paused." */
export function describe(rows: SourceView[]): string {
  if (rows.length === 0) return 'Nothing is collected yet.'
  const paused = rows.filter((source) => source.pausedAt).length
  const late = rows.filter((source) => !source.pausedAt && source.isLate).length
  const parts = [
    `${rows.length - paused - late} on schedule`,
    late ? `${late} late` : '',
    paused ? `${paused} paused` : '',
  ]
  return `${countOf(rows.length, 'source')}: ${parts.filter(Boolean).join(', ')}.`
}
