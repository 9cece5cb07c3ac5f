'use client'

import { useInfiniteQuery } from '@tanstack/react-query'
import { CopyCheck } from 'lucide-react'
import { useState } from 'react'
import { ListState } from '@/components/screen/list-state'
import { LoadMore } from '@/components/screen/load-more'
import { type DataColumn, DataTable } from '@/components/ui/data-table'
import { EmptyState } from '@/components/ui/empty-state'
import { Link } from '@/components/ui/link'
import { RelativeTime } from '@/components/ui/relative-time'
import { Segmented } from '@/components/ui/segmented'
import type { ReviewView } from '@/lib/moderation/schema/second-reviews'
import { TYPE_LABELS } from '../case-text'
import { reviewListQuery } from '../second-reviews/second-reviews-client'
import { TableCard } from './table-card'

const FINE = 'Not against the rules'

const COLUMNS: DataColumn<ReviewView>[] = [
  {
    id: 'item',
    header: 'Item',
    cell: ({ row: { original: review } }) => (
      <div className="grid min-w-32 gap-0.5 py-1">
        <Link
          href={`/moderation?status=${review.isReversed ? 'open' : 'decided'}&case=${review.caseId}`}
          className="line-clamp-2 max-w-80 break-words font-medium hover:underline"
        >
          {review.title || `A ${TYPE_LABELS[review.itemType]} without text`}
        </Link>
        {review.reason ? <span className="max-w-80 break-words text-muted text-xs">“{review.reason}”</span> : null}
      </div>
    ),
  },
  {
    id: 'first',
    header: 'Decision',
    cell: ({ row: { original: review } }) => (
      <Found
        what={review.first}
        who={review.decidedBy}
        more={review.isReversed ? 'later reversed' : null}
        isWarn={!review.isAgreed}
      />
    ),
  },
  {
    id: 'second',
    header: 'Second review',
    cell: ({ row: { original: review } }) => (
      <Found what={review.second} who={review.reviewedBy} more={null} isWarn={!review.isAgreed} />
    ),
  },
  {
    id: 'at',
    header: 'Reviewed',
    meta: { isWideOnly: true, className: 'text-right text-muted' },
    cell: ({ row }) => <RelativeTime at={row.original.reviewedAt} />,
  },
]

function Found({
  what,
  who,
  more,
  isWarn,
}: {
  what: string | null
  who: string
  more: string | null
  isWarn: boolean
}) {
  return (
    <div className="grid gap-0.5 py-1">
      <span className={isWarn ? 'font-medium' : ''}>{what ?? FINE}</span>
      <span className="text-muted text-xs">
        by {who}
        {more ? `, ${more}` : ''}
      </span>
    </div>
  )
}

const SEGMENTS = [
  { value: 'differ', label: 'Different' },
  { value: 'all', label: 'All' },
] as const

/** Second reviews beside the decisions, those first where two found different things. */
export function DifferencesCard({ queue }: { queue: string | undefined }) {
  const [shown, setShown] = useState<'differ' | 'all'>('differ')
  const list = useInfiniteQuery(reviewListQuery({ queue, isAgreed: shown === 'differ' ? 'false' : undefined }))
  const reviews = list.data?.pages.flatMap((page) => page.items) ?? []
  return (
    <TableCard
      title="Second reviews"
      subtitle="Decisions compared with their second reviews, newest first, from all periods."
      name="agreement"
    >
      <div className="border-line border-b px-4 py-2.5">
        <Segmented label="Second reviews shown" value={shown} onValueChange={setShown} segments={SEGMENTS} />
      </div>
      <ListState query={list} noun="second reviews" columns={4}>
        {reviews.length === 0 ? (
          <EmptyState icon={CopyCheck} title={shown === 'differ' ? 'No differences' : 'No second reviews yet'}>
            Guildhall selects decisions randomly. Other moderators find them under Second reviews.
          </EmptyState>
        ) : (
          <DataTable
            caption="Second reviews"
            columns={COLUMNS}
            rows={reviews}
            getRowId={({ decisionId }) => decisionId}
            isStale={list.isPlaceholderData}
          />
        )}
        <LoadMore
          noun="second reviews"
          shown={reviews.length}
          hasMore={list.hasNextPage}
          isLoading={list.isFetchingNextPage}
          isFailed={list.isFetchNextPageError}
          onLoad={() => list.fetchNextPage()}
        />
      </ListState>
    </TableCard>
  )
}
