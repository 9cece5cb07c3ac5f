'use client'

import { useQuery } from '@tanstack/react-query'
import { Button } from '@/components/ui/button'
import { Link } from '@/components/ui/link'
import { Skeleton } from '@/components/ui/skeleton'
import { ApiError } from '@/lib/core/http/client'
import type { OpenInvitation } from '@/lib/staff/schema'
import { AcceptForm } from './accept-form'
import { AuthCard } from './auth-card'
import { invitationQuery } from './auth-client'
import { reasonOf } from './reason'
import { useLinkToken } from './use-link-token'

/** What a set-up or invitation link opens. The token stands after the `#`, which the browser sends to nobody. */
export function AcceptScreen({ community }: { community: string }) {
  const token = useLinkToken()
  const { data, error, isFetching, refetch } = useQuery({ ...invitationQuery(token ?? ''), enabled: Boolean(token) })
  if (token === '') return <NoLink reason="You need a link to open this page. Ask an operator for one." />
  if (data && token) {
    return (
      <AuthCard title={titleOf(data, community)} intro={introOf(data)}>
        <AcceptForm token={token} invitation={data} />
      </AuthCard>
    )
  }
  if (error && !isFetching) {
    const isFinal = error instanceof ApiError && error.status < 500
    return <NoLink reason={reasonOf(error)} {...(isFinal ? {} : { onRetry: refetch })} />
  }
  return <Waiting />
}

const titleOf = ({ kind }: OpenInvitation, community: string): string =>
  kind === 'setup' ? 'Set up Guildhall' : `Join the staff of ${community}`

const introOf = ({ kind, role }: OpenInvitation): string =>
  kind === 'setup'
    ? 'You’re the first operator. You have all permissions and can invite others.'
    : `You’re invited as ${role}. Choose how to sign in.`

function NoLink({ reason, onRetry }: { reason: string; onRetry?: () => unknown }) {
  return (
    <AuthCard title="This link doesn’t work" intro={reason}>
      {onRetry ? (
        <Button size="lg" onClick={() => onRetry()}>
          Try again
        </Button>
      ) : (
        <Button size="lg" asChild>
          <Link href="/sign-in">Go to sign-in</Link>
        </Button>
      )}
    </AuthCard>
  )
}

function Waiting() {
  return (
    <AuthCard title="Opening your link">
      <div aria-busy="true" className="grid gap-4">
        {['name', 'e-mail', 'password'].map((field) => (
          <div key={field} className="grid gap-1.5">
            <Skeleton className="h-4 w-16" />
            <Skeleton className="h-10 w-full" />
          </div>
        ))}
        <Skeleton className="h-10 w-full" />
      </div>
    </AuthCard>
  )
}
