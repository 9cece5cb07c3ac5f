'use client'

import { useQuery } from '@tanstack/react-query'
import { describeFailure } from '@/components/screen/form-problem'
import { useZones } from '@/components/ui/clock'
import { cn } from '@/components/ui/cn'
import { ErrorState } from '@/components/ui/error-state'
import { countOf } from '@/components/ui/format'
import { Skeleton } from '@/components/ui/skeleton'
import { formatDateTime } from '@/lib/core/time/format'
import type { ContextMessage } from '@/lib/moderation/schema/cases'
import { CaseMedia } from '../media/case-media'
import { caseQuery } from '../moderation-client'
import { OpenMessage } from '../open-message'

/** Messages shown on each side of the item. */
const NEAR = 2

/** What was seen when it was decided: the item as it was frozen, with what stood around it. */
export function AppealEvidence({ caseId }: { caseId: number }) {
  const query = useQuery(caseQuery(caseId))
  const { viewer } = useZones()
  if (query.isError) {
    return (
      <ErrorState title="The case could not be loaded" onRetry={() => query.refetch()} isRetrying={query.isFetching}>
        {describeFailure(query.error)}
      </ErrorState>
    )
  }
  if (!query.data) return <Skeleton className="h-24 w-full" />
  const { evidence, member, reports, ruleHits } = query.data
  const [seen, ...earlier] = evidence
  const content = seen?.content ?? query.data.content
  const text = content.text ?? content.name ?? content.url
  return (
    <section aria-label="Evidence">
      <h3 className="mb-1.5 font-semibold text-sm">Evidence</h3>
      <div className="overflow-hidden rounded-control border border-line text-sm">
        {seen?.before.slice(-NEAR).map((message) => (
          <ContextLine key={`${message.sentAt} ${message.text}`} message={message} />
        ))}
        <Line
          isItem
          who={member?.name ?? member?.externalId ?? ''}
          at={content.createdAt}
          text={text ?? 'The item’s content wasn’t sent.'}
        />
        {seen?.after.slice(0, NEAR).map((message) => (
          <ContextLine key={`${message.sentAt} ${message.text}`} message={message} />
        ))}
      </div>
      <CaseMedia key={caseId} media={seen?.media ?? []} />
      <p className="num mt-1.5 text-muted text-xs">
        {[
          seen ? `Revision ${seen.revision}, captured ${formatDateTime(seen.capturedAt, viewer)}` : '',
          earlier.length > 0 ? countOf(earlier.length, 'earlier version') : '',
          reports > 0 ? countOf(reports, 'report') : '',
          ruleHits > 0 ? countOf(ruleHits, 'rule hit') : '',
        ]
          .filter(Boolean)
          .join(' · ')}
      </p>
    </section>
  )
}

/** What stood around it; it may be worth a case of its own. */
const ContextLine = ({ message }: { message: ContextMessage }) => (
  <div className="group flex items-start border-line border-b last:border-b-0">
    <div className="min-w-0 flex-1">
      <Line who={message.member} at={message.sentAt} text={message.text} />
    </div>
    <OpenMessage message={message} />
  </div>
)

interface LineProps {
  who: string
  at: string | null
  text: string
  isItem?: boolean
}

function Line({ who, at, text, isItem = false }: LineProps) {
  const { viewer } = useZones()
  return (
    <div className={cn('border-line border-b px-3 py-1.5 last:border-b-0', isItem && 'bg-danger-soft/60')}>
      {who || at ? (
        <p className="text-xs">
          <span className="font-semibold">{who}</span>{' '}
          {at ? <span className="num text-muted">{formatDateTime(at, viewer)}</span> : null}
        </p>
      ) : null}
      <p className={cn('whitespace-pre-wrap break-words', !isItem && 'text-muted')}>{text}</p>
    </div>
  )
}
