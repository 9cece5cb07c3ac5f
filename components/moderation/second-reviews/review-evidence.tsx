'use client'

import { Eye, EyeOff } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { Button } from '@/components/ui/button'
import { Chip } from '@/components/ui/chip'
import { useZones } from '@/components/ui/clock'
import { cn } from '@/components/ui/cn'
import { countOf } from '@/components/ui/format'
import { formatDate, formatDateTime } from '@/lib/core/time/format'
import type { ReviewTask } from '@/lib/moderation/schema/second-reviews'
import { TYPE_LABELS } from '../case-text'
import { CaseMedia } from '../media/case-media'
import { ShowNearbyMessages, useNearbyMessages } from '../nearby-messages'

/** What the decision was about, as it was frozen, with what was said of it and what was known of its author by then. */
export function ReviewEvidence({ review }: { review: ReviewTask }) {
  return (
    <div className="grid min-w-0 content-start gap-3.5">
      <div className="flex flex-wrap items-center gap-2">
        <Chip>{TYPE_LABELS[review.itemType]}</Chip>
        <Chip className="num">revision {review.revision}</Chip>
        {review.channel ? <Chip>{review.channel}</Chip> : null}
      </div>
      <Item review={review} />
      <Reports review={review} />
      <AuthorRecord review={review} />
    </div>
  )
}

function Item({ review: { content, media, before, after, author, itemType } }: { review: ReviewTask }) {
  const around = useNearbyMessages(before, after)
  const said = content.text ?? content.name ?? ''
  return (
    <section
      aria-label="Item"
      className="overflow-hidden rounded-card border border-line bg-surface shadow-card [&>*+*]:border-line [&>*+*]:border-t"
    >
      <ShowNearbyMessages {...around} />
      <NearbyMessages messages={around.before} />
      <Line isItem who={author ?? ''} at={content.createdAt} text={said}>
        <CaseMedia isMain media={media} />
        {content.url && itemType !== 'image' ? <Address url={content.url} /> : null}
        {said || content.url || media.length > 0 ? null : <p className="text-muted">The item’s content wasn’t sent.</p>}
      </Line>
      <NearbyMessages messages={around.after} />
    </section>
  )
}

const NearbyMessages = ({ messages }: { messages: readonly ReviewTask['before'][0][] }) =>
  messages.map((message) => (
    <Line key={`${message.sentAt} ${message.text}`} who={message.member} at={message.sentAt} text={message.text} />
  ))

interface LineProps {
  who: string
  at: string | null
  text: string
  isItem?: boolean
  children?: ReactNode
}

function Line({ who, at, text, isItem = false, children }: LineProps) {
  const { viewer } = useZones()
  return (
    <div className={cn('px-4 py-1.5', isItem && 'bg-accent-soft')}>
      {who || at ? (
        <p className="text-xs">
          <span className="font-semibold">{who}</span>{' '}
          {at ? <span className="num text-muted">{formatDateTime(at, viewer)}</span> : null}
        </p>
      ) : null}
      {text ? <p className={cn('whitespace-pre-wrap break-words', !isItem && 'text-muted')}>{text}</p> : null}
      {children}
    </div>
  )
}

/** Nothing that the platform's members bring is opened or fetched by looking at it. */
function Address({ url }: { url: string }) {
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

function Reports({ review: { reports, findings } }: { review: ReviewTask }) {
  if (reports.length === 0 && findings === 0) return null
  const parts = [
    reports.length > 0 ? countOf(reports.length, 'report') : '',
    findings > 0 ? countOf(findings, 'rule hit') : '',
  ]
  return (
    <section
      aria-label="Reports"
      className="rounded-card border border-line bg-surface px-4 py-2.5 text-sm shadow-card"
    >
      <h2 className="font-semibold">{parts.filter(Boolean).join(' · ')}</h2>
      <ul>
        {reports.map(({ policy, reason, comment }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: reports are shown without anything that identifies them
          <li key={index} className="mt-2 border-line border-t pt-2">
            <p className="text-muted text-xs">{policy ?? (reason || 'no reason given')}</p>
            {comment ? <p className="mt-0.5 whitespace-pre-wrap break-words">{comment}</p> : null}
          </li>
        ))}
      </ul>
    </section>
  )
}

function AuthorRecord({ review: { author, record } }: { review: ReviewTask }) {
  const { viewer } = useZones()
  if (author === null) return null
  return (
    <section
      aria-label="Author’s record"
      className="rounded-card border border-line bg-surface px-4 py-2.5 text-sm shadow-card"
    >
      <h2 className="font-semibold">{author} at the time</h2>
      <p className="num mt-0.5 text-muted">
        {record.cases === 0 ? 'No other cases' : countOf(record.cases, 'other case')},{' '}
        {record.strikes.length === 0 ? 'no strikes' : countOf(record.strikes.length, 'strike')}
      </p>
      <ul className="grid gap-1">
        {record.strikes.map(({ policy, points, givenAt }) => (
          <li key={givenAt} className="num mt-1.5 flex gap-2 border-line border-t pt-1.5">
            <span className="min-w-0 flex-1">{policy}</span>
            <span className="text-muted">
              {countOf(points, 'point')}, {formatDate(givenAt, viewer, { hasYear: true })}
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}
