import { Button } from '@/components/ui/button'
import { useZones } from '@/components/ui/clock'
import { cn } from '@/components/ui/cn'
import { countOf } from '@/components/ui/format'
import { RelativeTime } from '@/components/ui/relative-time'
import type { CaseDetail, CaseSummary } from '@/lib/moderation/schema/cases'
import { AppealLinkButton } from './appeals/appeal-link-button'
import { doneText, endsOf, receiverText } from './case-text'

interface DecisionHistoryProps {
  detail: CaseDetail | null
  policyNames: ReadonlyMap<string, string>
}

/** Who says what of it, and what each report weighs. */
export function Reports({ detail, summary, policyNames }: DecisionHistoryProps & { summary: CaseSummary }) {
  const reports = detail?.reportList ?? []
  if (summary.reports === 0 && reports.length === 0) return null
  const good = reports.filter(({ right, wrong }) => right > wrong).length
  return (
    <details open className="rounded-card border border-line bg-surface px-4 py-2.5 text-sm shadow-card">
      <summary className="cursor-pointer">
        <span className="font-semibold">{countOf(Math.max(reports.length, summary.reports), 'report')}</span>{' '}
        <span className="text-muted">{good > 0 ? `${good} from reporters with mostly correct reports` : ''}</span>
      </summary>
      <ul className="mt-2 grid gap-2">
        {reports.map((report) => (
          <li key={report.id} className="border-line border-t pt-2">
            <p className="flex flex-wrap gap-x-2 text-muted text-xs">
              <span className="font-medium text-ink">
                {report.reporter?.name ?? report.reporter?.externalId ?? 'A member'}
              </span>
              <span>{(report.policyId && policyNames.get(report.policyId)) || report.reason || 'no reason given'}</span>
              <span className="num">weight {report.weight.toFixed(1)}</span>
              <RelativeTime at={report.createdAt} />
              {report.outcome ? <span>{report.outcome === 'right' ? 'correct' : 'incorrect'}</span> : null}
            </p>
            {report.comment ? <p className="mt-0.5 whitespace-pre-wrap break-words">{report.comment}</p> : null}
          </li>
        ))}
      </ul>
    </details>
  )
}

/** What was decided before, whether the platform knows, and the way back. */
export function Decisions({
  detail,
  policyNames,
  onReverse,
}: DecisionHistoryProps & { onReverse: (decisionId: string) => void }) {
  const { viewer } = useZones()
  const decisions = detail?.decisions ?? []
  if (decisions.length === 0) return null
  return (
    <section
      aria-label="Decisions"
      className="rounded-card border border-line bg-surface px-4 py-2.5 text-sm shadow-card"
    >
      <h3 className="font-semibold">Decisions</h3>
      <ul className="mt-1 grid gap-2">
        {decisions.map((decision) => (
          <li key={decision.id} className="flex flex-wrap items-start gap-2 border-line border-t pt-2">
            <div className="min-w-0 flex-1 basis-60">
              <p>
                <span className="font-medium">{decision.reversesId ? 'Reversed' : doneText(decision.actions)}</span>{' '}
                <span className="text-muted">
                  by {decision.actor}, <RelativeTime at={decision.at} />
                  {decision.policyId ? ` · ${policyNames.get(decision.policyId) ?? 'a policy'}` : ''}
                  {endsOf(decision.actions, viewer)}
                  {fateOf(decision)}
                </span>
              </p>
              <DeliveryLine deliveries={detail?.deliveries.filter(({ subject }) => subject === decision.id) ?? []} />
              {decision.reason ? <p className="break-words text-muted">{decision.reason}</p> : null}
              {decision.note ? <p className="break-words text-muted">For the team: {decision.note}</p> : null}
            </div>
            {decision.reversesId || decision.isReversed || isLifted(decision) ? null : (
              <span className="flex flex-wrap gap-1.5">
                {decision.policyId ? (
                  <AppealLinkButton decisionId={decision.id} until={decision.appealLinkUntil} />
                ) : null}
                <Button size="sm" onClick={() => onReverse(decision.id)}>
                  Reverse
                </Button>
              </span>
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}

type Decision = CaseDetail['decisions'][number]

/** Nothing of it stands any more, though nobody reversed it: what rules did ends with a person's word. */
const isLifted = ({ actions, reversesId }: Decision): boolean =>
  reversesId === null && actions.length > 0 && actions.every(({ isReversed }) => isReversed)

function fateOf(decision: Decision): string {
  if (decision.isReversed) return ' · later reversed'
  const lifted = decision.actions.filter(({ isReversed }) => isReversed)
  if (lifted.length === 0) return ''
  return isLifted(decision)
    ? ' · ended by a later decision'
    : ` · ${doneText(lifted).toLowerCase()} until a later decision`
}

const DELIVERY_LABELS = {
  pending: 'sending to',
  sending: 'sending to',
  delivered: 'delivered to',
  dead: 'failed to deliver to',
  cancelled: 'not sent to',
} as const

/** Whether the platform knows, in a line: the actions that are told, and what it said. */
function DeliveryLine({ deliveries }: Pick<CaseDetail, 'deliveries'>) {
  const told = deliveries.filter(({ event }) => event === 'moderation.action')
  if (told.length === 0) return null
  return (
    <p className="text-muted text-xs">
      {told.map(({ id, state, host, receiver, attempts }, index) => (
        <span key={id} className={cn(state === 'dead' && 'text-danger-text')}>
          {index > 0 ? ', ' : ''}
          {DELIVERY_LABELS[state]} {host}
          {receiver ? receiverText(receiver) : ''}
          {state === 'pending' && attempts > 0 ? `, attempts so far: ${attempts}` : ''}
        </span>
      ))}
    </p>
  )
}
