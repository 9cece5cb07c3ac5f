'use client'

import { useQuery } from '@tanstack/react-query'
import { Fact, FactList } from '@/components/screen/facts'
import { describeFailure } from '@/components/screen/form-problem'
import { Chip } from '@/components/ui/chip'
import { useZones } from '@/components/ui/clock'
import { ErrorState } from '@/components/ui/error-state'
import { Link } from '@/components/ui/link'
import { RelativeTime } from '@/components/ui/relative-time'
import { Skeleton } from '@/components/ui/skeleton'
import { formatDateTime } from '@/lib/core/time/format'
import type { AppealView } from '@/lib/moderation/schema/appeals'
import { doneText } from '../case-text'
import { policiesQuery } from '../moderation-client'
import { AppealEvidence } from './appeal-evidence'
import { APPEAL_STATUS_LABELS } from './appeal-text'
import { appealQuery } from './appeals-client'
import { RulingForm } from './ruling-form'

interface AppealDetailProps {
  id: string
  /** As the list has it, until the appeal itself is there. */
  known: AppealView | undefined
}

/** An appeal whole: what the member says, what was decided and on what grounds, and the ruling. */
export function AppealDetail({ id, known }: AppealDetailProps) {
  const query = useQuery({ ...appealQuery(id), placeholderData: known })
  const appeal = query.data
  if (appeal) return <Whole appeal={appeal} />
  if (query.isError) {
    return (
      <ErrorState title="The appeal could not be loaded" onRetry={() => query.refetch()} isRetrying={query.isFetching}>
        {describeFailure(query.error)}
      </ErrorState>
    )
  }
  return (
    <div role="status" aria-label="Loading the appeal" className="grid gap-3">
      <Skeleton className="h-5 w-32" />
      <Skeleton className="h-20 w-full" />
      <Skeleton className="h-32 w-full" />
    </div>
  )
}

function Whole({ appeal }: { appeal: AppealView }) {
  const { label, tone } = APPEAL_STATUS_LABELS[appeal.status]
  return (
    <div className="grid gap-4">
      <div className="flex flex-wrap items-center gap-2 text-muted text-xs">
        <Chip tone={tone}>{label}</Chip>
        <span>
          submitted <RelativeTime at={appeal.createdAt} />
          {appeal.receivedBy === null ? ', through the decision’s appeal link' : `, forwarded by ${appeal.receivedBy}`}
        </span>
      </div>
      <section aria-label="Text of the appeal">
        <h3 className="mb-1 font-semibold text-sm">Appeal by {appeal.member.name ?? appeal.member.externalId}</h3>
        <p className="whitespace-pre-wrap break-words rounded-control bg-sunken px-3 py-2 text-sm">{appeal.text}</p>
      </section>
      <DecisionFacts appeal={appeal} />
      <AppealEvidence caseId={appeal.decision.caseId} />
      {appeal.ruling ? <Ruled ruling={appeal.ruling} status={appeal.status} /> : <RulingForm appeal={appeal} />}
    </div>
  )
}

function DecisionFacts({ appeal: { decision } }: { appeal: AppealView }) {
  const { viewer } = useZones()
  const policies = useQuery(policiesQuery()).data?.items ?? []
  const policy = policies.find(({ id }) => id === decision.policyId)
  return (
    <section aria-label="Decision">
      <h3 className="mb-1.5 font-semibold text-sm">Decision</h3>
      <FactList>
        <Fact name="Actions">
          {doneText(decision.actions)}
          {decision.isReversed ? <span className="text-muted"> · later reversed</span> : null}
        </Fact>
        {policy ? <Fact name="Policy">{policy.name}</Fact> : null}
        <Fact name="Decided by">
          {decision.actor}
          {decision.isOwn ? ' (you)' : ''}
        </Fact>
        <Fact name="Time">{formatDateTime(decision.at, viewer)}</Fact>
        {decision.reason ? <Fact name="Reason">{decision.reason}</Fact> : null}
        <Fact name="Case">
          <Link
            href={`/moderation?status=${decision.isReversed ? 'open' : 'decided'}&case=${decision.caseId}`}
            className="font-medium text-accent-text hover:underline"
          >
            Case {decision.caseId}
          </Link>
        </Fact>
      </FactList>
    </section>
  )
}

function Ruled({ ruling, status }: { ruling: NonNullable<AppealView['ruling']>; status: AppealView['status'] }) {
  return (
    <section aria-label="Appeal decision" className="border-line border-t pt-3">
      <h3 className="mb-1 font-semibold text-sm">{APPEAL_STATUS_LABELS[status].label}</h3>
      <p className="text-muted text-xs">
        by {ruling.actor}, <RelativeTime at={ruling.at} />
      </p>
      <p className="mt-1 whitespace-pre-wrap break-words text-sm">{ruling.reason}</p>
    </section>
  )
}
