'use client'

import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { AuthCard } from '@/components/auth/auth-card'
import { reasonOf } from '@/components/auth/reason'
import { useLinkToken } from '@/components/auth/use-link-token'
import { Button } from '@/components/ui/button'
import { Skeleton } from '@/components/ui/skeleton'
import { ApiError } from '@/lib/core/http/client'
import { formatDateTime } from '@/lib/core/time/format'
import type { OpenAppealLink } from '@/lib/moderation/schema/appeals'
import { AppealForm } from './appeal-form'
import { appealLinkQuery } from './appeal-link-client'
import { appliedSanctionsText } from './appeal-text'

interface AppealScreenProps {
  community: string
  /** The community's: who comes by a link has told us no other. */
  zone: string
}

/** What a link of a decision opens for its member: what was done, and the form to object. */
export function AppealScreen({ community, zone }: AppealScreenProps) {
  const token = useLinkToken()
  const [isSent, setSent] = useState(false)
  const { data, error, isFetching, refetch } = useQuery({ ...appealLinkQuery(token ?? ''), enabled: Boolean(token) })
  if (isSent) {
    return (
      <div role="status">
        <AuthCard
          title="Appeal sent"
          intro={`Someone who didn’t make the decision will review your appeal. ${community} will notify you of the outcome.`}
        />
      </div>
    )
  }
  if (token === '')
    return (
      <AuthCard
        title="This link doesn’t work"
        intro="To open this page, use the link that you received with a decision."
      />
    )
  if (data && token) {
    return (
      <AuthCard title="Appeal a decision" intro={`See what ${community} decided, and object to it.`}>
        <Decided link={data} zone={zone} />
        <AppealForm token={token} expiresAt={data.expiresAt} zone={zone} onSent={() => setSent(true)} />
      </AuthCard>
    )
  }
  if (error && !isFetching) {
    const isFinal = error instanceof ApiError && error.status < 500
    return (
      <AuthCard title={isFinal ? titleOfRefusal(error.code) : 'This link doesn’t work'} intro={reasonOf(error)}>
        {isFinal ? null : (
          <Button size="lg" onClick={() => refetch()}>
            Try again
          </Button>
        )}
      </AuthCard>
    )
  }
  return <Waiting />
}

function titleOfRefusal(code: string): string {
  if (code === 'appeal_link.used') return 'Already appealed'
  if (code === 'appeal_link.expired') return 'Too late to appeal'
  return code === 'decision.reversed' ? 'Already reversed' : 'This link doesn’t work'
}

function Decided({ link, zone }: { link: OpenAppealLink; zone: string }) {
  const { item, actions, policy, decidedAt } = link
  const said = item.content.text ?? item.content.name ?? item.content.url
  return (
    <section
      aria-label="What was decided"
      className="grid gap-3 rounded-control border border-line bg-sunken px-3.5 py-3 text-sm"
    >
      <p>
        <span className="font-semibold">{appliedSanctionsText(actions, item.type, zone)}</span>{' '}
        <time dateTime={decidedAt} className="num text-muted">
          {formatDateTime(decidedAt, zone)}
        </time>
      </p>
      {policy ? (
        <p>
          <span className="font-semibold">{policy.name}.</span> <span className="text-muted">{policy.description}</span>
        </p>
      ) : null}
      {said ? (
        <blockquote className="max-h-48 overflow-y-auto whitespace-pre-wrap break-words border-line-strong border-l-2 pl-3 text-muted">
          {said}
        </blockquote>
      ) : null}
    </section>
  )
}

function Waiting() {
  return (
    <AuthCard title="Opening your link">
      <div aria-busy="true" className="grid gap-4">
        <Skeleton className="h-28 w-full" />
        <Skeleton className="h-4 w-24" />
        <Skeleton className="h-24 w-full" />
        <Skeleton className="h-10 w-full" />
      </div>
    </AuthCard>
  )
}
