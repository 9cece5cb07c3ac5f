'use client'

import { ArrowLeft, Clock, Eye, EyeOff, TriangleAlert } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { Button } from '@/components/ui/button'
import { Chip } from '@/components/ui/chip'
import { useNow, useZones } from '@/components/ui/clock'
import { cn } from '@/components/ui/cn'
import { countOf } from '@/components/ui/format'
import { RelativeTime } from '@/components/ui/relative-time'
import { formatDateTime, formatTime } from '@/lib/core/time/format'
import type { CaseDetail, CaseSummary, ContextMessage } from '@/lib/moderation/schema/cases'
import { Decisions, Reports } from './case-history'
import { titleOf } from './case-text'
import { CaseMedia, MainMedia } from './media/case-media'
import { hasMedia } from './media/media-text'
import { RotationNotice } from './media/rotation-notice'
import { ShowNearbyMessages, useNearbyMessages } from './nearby-messages'
import { OpenMessage } from './open-message'
import { RuleHits } from './rule-hits'
import { CreateRuleButton } from './rules/rule-maker'
import { ScoreLine } from './score-line'
import type { ClaimState } from './use-claim'

interface CasePaneProps {
  summary: CaseSummary
  /** Null while it is being fetched: what the list knows is shown meanwhile. */
  detail: CaseDetail | null
  claim: ClaimState
  /** Who else has it open, by name. */
  viewers: readonly string[]
  policyNames: ReadonlyMap<string, string>
  onBack: () => void
  onTakeOver: () => void
  onReverse: (decisionId: string) => void
  children: ReactNode
}

/** What is complained about, with what stood around it, and who says what of it. */
export function CasePane(props: CasePaneProps) {
  const { summary, detail, claim, onBack, onTakeOver, children } = props
  return (
    <section aria-label="Case" className="min-w-0 xl:overflow-y-auto">
      <div className="grid gap-3.5 px-4 pt-4 pb-6 md:px-6">
        <div className="flex flex-wrap items-center gap-2">
          <Button variant="ghost" size="sm" onClick={onBack} className="-ml-2 xl:hidden">
            <ArrowLeft aria-hidden />
            Queue
          </Button>
          <StateChips summary={summary} claim={claim} />
          <Viewers names={props.viewers} />
          <CreateRuleButton caseId={summary.id} />
        </div>
        {/* On smaller screens the queue with the page's heading is not there. */}
        <h1 className="sr-only xl:hidden">Case {summary.id}</h1>
        <ClaimNotice claim={claim} onTakeOver={onTakeOver} />
        <RotationNotice claim={claim} />
        <div>
          <h2 className="break-words font-semibold text-lg tracking-tight">{titleOf(summary)}</h2>
          <ScoreLine summary={summary} detail={detail} />
        </div>
        <Content summary={summary} detail={detail} />
        {children}
        <Reports summary={summary} detail={detail} policyNames={props.policyNames} />
        <RuleHits hits={detail?.ruleHitList ?? []} revision={summary.revision} />
        <Decisions detail={detail} policyNames={props.policyNames} onReverse={props.onReverse} />
      </div>
    </section>
  )
}

function StateChips({ summary, claim }: { summary: CaseSummary; claim: ClaimState }) {
  const now = useNow()
  const { viewer } = useZones()
  const isOverdue = summary.dueAt !== null && summary.status !== 'decided' && Date.parse(summary.dueAt) < now
  return (
    <>
      {summary.status === 'escalated' ? <Chip tone="warn">escalated</Chip> : null}
      {summary.status === 'decided' ? <Chip tone="good">decided</Chip> : null}
      {summary.dueAt && summary.status !== 'decided' ? (
        <Chip tone={isOverdue ? 'danger' : 'neutral'} icon={Clock}>
          {isOverdue ? 'overdue since ' : 'due '}
          <RelativeTime at={summary.dueAt} isUpcoming={!isOverdue} />
        </Chip>
      ) : null}
      <Chip className="num">revision {summary.revision}</Chip>
      {summary.contentState === 'visible' ? null : <Chip tone="warn">{summary.contentState}</Chip>}
      {claim.kind === 'held' ? (
        <Chip tone="accent" className="num">
          yours until {formatTime(claim.claim.claimExpiresAt, viewer)}
        </Chip>
      ) : null}
    </>
  )
}

/** Who else has it open, live; whoever works on it is named by the notice below. */
function Viewers({ names }: { names: readonly string[] }) {
  return (
    <span role="status" className="contents">
      {names.length > 0 ? (
        <Chip icon={Eye}>
          {names.slice(0, VIEWERS_SHOWN).join(', ')}
          {names.length > VIEWERS_SHOWN ? ` and ${names.length - VIEWERS_SHOWN} more` : ''}{' '}
          {names.length === 1 ? 'is' : 'are'} also viewing it
        </Chip>
      ) : null}
    </span>
  )
}

function ClaimNotice({ claim, onTakeOver }: { claim: ClaimState; onTakeOver: () => void }) {
  const { viewer } = useZones()
  const now = useNow()
  if (claim.kind !== 'other' && claim.kind !== 'refused') return null
  // Who goes on working keeps it for longer, which is not told each time; whoever asks for it then hears.
  const isOver = claim.kind === 'other' && claim.until !== null && Date.parse(claim.until) < now
  const until = claim.kind === 'other' && claim.until ? `, until ${formatTime(claim.until, viewer)}` : ''
  const text =
    claim.kind === 'refused'
      ? claim.message
      : claim.isOwn
        ? 'You claimed this case in another tab'
        : `${claim.holder} ${isOver ? 'was' : 'is'} working on this case`
  return (
    <div
      role="status"
      className="flex flex-wrap items-center gap-2 rounded-control bg-warn-soft px-3 py-2 text-sm text-warn-text"
    >
      <TriangleAlert aria-hidden className="size-4 shrink-0" />
      <span className="min-w-0 flex-1">
        {text}
        {until}.
      </span>
      {claim.kind === 'refused' || claim.isOwn || isOver ? (
        <Button size="sm" onClick={onTakeOver}>
          {claim.kind === 'refused' ? 'Claim again' : claim.isOwn ? 'Continue here' : 'Claim case'}
        </Button>
      ) : null}
    </div>
  )
}

const VIEWERS_SHOWN = 3

function Content({ summary, detail }: Pick<CasePaneProps, 'summary' | 'detail'>) {
  const seen = detail?.evidence[0]
  const { before, after, ...more } = useNearbyMessages(seen?.before ?? [], seen?.after ?? [])
  const address = summary.itemType === 'image' ? null : summary.content.url
  return (
    <div className="overflow-hidden rounded-card border border-line bg-surface shadow-card">
      <ShowNearbyMessages {...more} className="border-line border-b" />
      {before.map((message) => (
        <ContextLine key={`${message.sentAt} ${message.text}`} message={message} />
      ))}
      <Line
        text={summary.content.text ?? ''}
        member={summary.member?.name ?? summary.member?.externalId ?? ''}
        sentAt={summary.content.createdAt}
        isReported
        isErased={summary.isErased}
        isBare={summary.content.url === null && !hasMedia(summary)}
      >
        <MainMedia summary={summary} detail={detail} />
        {address ? <Hidden url={address} /> : null}
      </Line>
      {after.map((message) => (
        <ContextLine key={`${message.sentAt} ${message.text}`} message={message} />
      ))}
      <Earlier versions={detail?.evidence.slice(1) ?? []} />
    </div>
  )
}

function Earlier({ versions }: { versions: CaseDetail['evidence'] }) {
  if (versions.length === 0) return null
  return (
    <details className="border-line border-t px-4 py-2 text-sm">
      <summary className="cursor-pointer font-medium text-accent-text">
        {countOf(versions.length, 'earlier version')}
      </summary>
      {versions.map(({ revision, content, capturedAt, media }) => (
        <div key={`${revision} ${capturedAt}`} className="mt-2 whitespace-pre-wrap break-words text-muted">
          <span className="num font-medium">Revision {revision}: </span>
          {content.text ?? content.name ?? content.url ?? 'without text'}
          <CaseMedia media={media} />
        </div>
      ))}
    </details>
  )
}

/** What stood around it; it may be worth a case of its own. */
function ContextLine({ message }: { message: ContextMessage }) {
  return (
    <div className="group flex items-start hover:bg-sunken/60">
      <div className="min-w-0 flex-1">
        <Line {...message} />
      </div>
      <OpenMessage message={message} />
    </div>
  )
}

interface LineProps {
  text: string
  member: string
  sentAt: string | null
  isReported?: boolean
  isErased?: boolean
  /** Nothing is known of what it was. */
  isBare?: boolean
  children?: ReactNode
}

function Line({ text, member, sentAt, isReported, isErased, isBare, children }: LineProps) {
  const { viewer } = useZones()
  return (
    <div className={cn('px-4 py-1.5', isReported && 'bg-danger-soft/60')}>
      {member || sentAt ? (
        <p className="text-xs">
          <span className="font-semibold">{member}</span>{' '}
          {sentAt ? <span className="num text-muted">{formatDateTime(sentAt, viewer)}</span> : null}
        </p>
      ) : null}
      {text ? (
        <p className={cn('whitespace-pre-wrap break-words', !isReported && 'text-muted')}>{text}</p>
      ) : isReported && isBare ? (
        <p className="text-muted">
          {isErased
            ? 'The content was erased together with its author.'
            : 'The item’s content wasn’t sent, or is no longer stored.'}
        </p>
      ) : null}
      {children}
    </div>
  )
}

/** Nothing that the platform's members bring is opened or fetched by looking at it. */
function Hidden({ url }: { url: string }) {
  const [isShown, setShown] = useState(false)
  const Icon = isShown ? Eye : EyeOff
  return (
    <div className="mt-1.5 flex flex-wrap items-center gap-2 rounded-control border border-line-strong border-dashed bg-sunken px-3 py-2 text-sm">
      <Icon aria-hidden className="size-4 shrink-0 text-muted" />
      <span className="min-w-0 flex-1 break-all text-muted">{isShown ? url : 'URL hidden'}</span>
      <Button size="sm" variant="ghost" onClick={() => setShown(!isShown)}>
        {isShown ? 'Hide URL' : 'Show URL'}
      </Button>
    </div>
  )
}
