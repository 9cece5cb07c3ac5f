import { useQueryClient } from '@tanstack/react-query'
import { Play } from 'lucide-react'
import { useState } from 'react'
import { useCan } from '@/components/shell/permissions'
import { Button } from '@/components/ui/button'
import { Chip } from '@/components/ui/chip'
import { type DataColumn, DataTable } from '@/components/ui/data-table'
import { RelativeTime } from '@/components/ui/relative-time'
import { type FollowedRunState, startCollection } from '@/components/usage/collect-client'
import type { SourceView } from '@/lib/collection/schema'
import { LastRun } from './last-run'
import { OutcomeBars } from './outcome-bars'
import { SourceActions } from './source-actions'
import { describeSource, stateOf } from './source-text'
import { sources as sourceResource } from './sources-client'

interface SourceTableProps {
  sources: SourceView[]
  onEdit: (source: SourceView) => void
  onDelete: (source: SourceView) => void
}

export function SourceTable({ sources, onEdit, onDelete }: SourceTableProps) {
  const can = useCan()
  const { followed, collect } = useCollectNow()
  const columns: DataColumn<SourceView>[] = [
    {
      id: 'name',
      header: 'Source',
      cell: ({ row: { original: source } }) => (
        <div className="grid gap-0.5 py-1">
          <span className="font-semibold">{source.name}</span>
          <span className="num text-muted text-xs">{describeSource(source)}</span>
          <span className="text-xs md:hidden">
            <LastRun source={source} followed={followed[source.id]} />
          </span>
        </div>
      ),
    },
    {
      id: 'state',
      header: 'State',
      cell: ({ row }) => <Chip tone={stateOf(row.original).tone}>{stateOf(row.original).word}</Chip>,
    },
    {
      id: 'outcomes',
      header: 'Recent runs',
      meta: { isWideOnly: true, className: 'max-lg:hidden' },
      cell: ({ row }) => <OutcomeBars runs={row.original.recentRuns} />,
    },
    {
      id: 'last',
      header: 'Last run',
      meta: { isWideOnly: true, className: 'w-60' },
      cell: ({ row }) => <LastRun source={row.original} followed={followed[row.original.id]} />,
    },
    {
      id: 'next',
      header: 'Next slot',
      meta: { isWideOnly: true, className: 'max-lg:hidden' },
      cell: ({ row: { original: source } }) =>
        source.nextSlotAt ? <RelativeTime at={source.nextSlotAt} isUpcoming /> : <span className="text-muted">–</span>,
    },
  ]
  if (can('sources:write')) {
    columns.push({
      id: 'actions',
      header: () => <span className="sr-only">Actions</span>,
      meta: { className: 'text-right' },
      cell: ({ row: { original: source } }) => (
        <div className="flex justify-end gap-1">
          <Button
            size="sm"
            aria-label={`Collect now: ${source.name}`}
            isPending={source.lastRun?.status === 'running'}
            onClick={() => void collect(source)}
          >
            {source.lastRun?.status === 'running' ? null : <Play aria-hidden />}
            <span className="max-sm:sr-only">Collect now</span>
          </Button>
          <SourceActions source={source} onEdit={() => onEdit(source)} onDelete={() => onDelete(source)} />
        </div>
      ),
    })
  }
  return <DataTable caption="Sources" columns={columns} rows={sources} getRowId={(source) => source.id} />
}

/** Starts runs by hand and remembers which ones, so that each source's line can follow its own. */
function useCollectNow() {
  const client = useQueryClient()
  const [followed, setFollowed] = useState<Record<string, FollowedRunState>>({})
  const collect = async (source: SourceView) => {
    const started = await startCollection(source)
    setFollowed((before) => ({ ...before, [source.id]: started }))
    await client.invalidateQueries({ queryKey: sourceResource.keys.lists })
  }
  return { followed, collect }
}
