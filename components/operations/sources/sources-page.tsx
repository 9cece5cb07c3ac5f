'use client'

import { useInfiniteQuery } from '@tanstack/react-query'
import { Database, Plus } from 'lucide-react'
import dynamic from 'next/dynamic'
import { useState } from 'react'
import { ResourceList, rowsOf } from '@/components/screen/resource-list'
import { PageHeader } from '@/components/shell/page-header'
import { useCan } from '@/components/shell/permissions'
import { Button } from '@/components/ui/button'
import { countOf } from '@/components/ui/format'
import type { SourceView } from '@/lib/collection/schema'
import { RecentRuns } from '../runs/recent-runs'
import type { OpenDialog } from './source-dialogs'
import { SourceTable } from './source-table'
import { sources } from './sources-client'

/** With their form, which is fetched while the page is being read. */
const SourceDialogs = dynamic(() => import('./source-dialogs').then((module) => module.SourceDialogs), { ssr: false })

/** What is collected, from where and when; operators change it here. */
export function SourcesPage() {
  const can = useCan()
  const [open, setOpen] = useState<OpenDialog>(null)
  const list = useInfiniteQuery(sources.list())
  const add = can('sources:write') ? (
    <Button variant="primary" onClick={() => setOpen({ kind: 'edit', source: 'new' })}>
      <Plus aria-hidden />
      Add source
    </Button>
  ) : null
  return (
    <>
      <PageHeader title="Collection" actions={add}>
        {list.data ? describe(rowsOf(list)) : 'The systems that Guildhall collects from, and when.'}
      </PageHeader>
      <ResourceList
        query={list}
        nouns={['source', 'sources']}
        columns={5}
        empty={{
          icon: Database,
          title: 'No sources',
          text: 'A source is a system that Guildhall reads, such as the community’s database or the machine that Guildhall runs on.',
          action: add,
        }}
      >
        {(rows) => (
          <SourceTable
            sources={rows}
            onEdit={(source) => setOpen({ kind: 'edit', source })}
            onDelete={(source) => setOpen({ kind: 'delete', source })}
          />
        )}
      </ResourceList>
      <RecentRuns />
      <SourceDialogs open={open} onClose={() => setOpen(null)} />
    </>
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
