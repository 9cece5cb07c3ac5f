import { Monitor, Smartphone } from 'lucide-react'
import { leavePage } from '@/components/shell/leave'
import { Button } from '@/components/ui/button'
import { Chip } from '@/components/ui/chip'
import { RelativeTime } from '@/components/ui/relative-time'
import { toast } from '@/components/ui/toast'
import type { SessionView } from '@/lib/staff/schema/sessions'
import { useEndSession } from './account-client'

/** One session: browser and system, from where, when it was last seen and began, and the way to end it. */
export function SessionRow({ session }: { session: SessionView }) {
  const { client, address, isCurrent } = session
  const end = useEndSession()
  const name = client ?? 'Unknown browser'
  const Icon = /Android|iOS/.test(name) ? Smartphone : Monitor
  const onEnd = () =>
    end.mutate(session.id, {
      onSuccess: () => toast('Session ended', { description: `You were signed out on ${name}.` }),
      onError: (error) => toast('The session could not be ended', { description: error.message, tone: 'danger' }),
    })
  return (
    <li className="flex items-center gap-3 border-line border-b px-4 py-3 last:border-b-0">
      <Icon aria-hidden className="size-5 shrink-0 stroke-[1.75] text-muted max-sm:hidden" />
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-center gap-x-2 gap-y-1 font-medium">
          <span className="min-w-0 truncate">{name}</span>
          {isCurrent ? <Chip tone="accent">This session</Chip> : null}
        </p>
        <p className="mt-0.5 break-words text-muted text-sm">
          {address ? `${address}, ` : null}
          {isCurrent ? (
            'active now'
          ) : (
            <>
              last seen <RelativeTime at={session.lastSeenAt} />
            </>
          )}
          , signed in <RelativeTime at={session.createdAt} />
        </p>
      </div>
      {isCurrent ? (
        <Button size="sm" onClick={leavePage} aria-label="Sign out of this session">
          Sign out
        </Button>
      ) : (
        <Button
          size="sm"
          onClick={onEnd}
          isPending={end.isPending}
          aria-label={`End the session of ${name}${address ? `, ${address}` : ''}`}
        >
          End
        </Button>
      )}
    </li>
  )
}
