import { useInfiniteQuery } from '@tanstack/react-query'
import { LogOut, MonitorSmartphone } from 'lucide-react'
import { useState } from 'react'
import { ListState } from '@/components/screen/list-state'
import { LoadMore } from '@/components/screen/load-more'
import { ConfirmDialog } from '@/components/ui/alert-dialog'
import { Button } from '@/components/ui/button'
import { Card, CardFooter, CardHeader, CardTitle } from '@/components/ui/card'
import { EmptyState } from '@/components/ui/empty-state'
import { toast } from '@/components/ui/toast'
import { endSessions, sessionListQuery, useEndOtherSessions } from './account-client'
import { SessionRow } from './session-row'

/** Where one is signed in, with a way to end each. */
export function SessionsCard() {
  const [asking, setAsking] = useState<'others' | 'all' | null>(null)
  const list = useInfiniteQuery(sessionListQuery())
  const endOthers = useEndOtherSessions()
  const all = list.data?.pages.flatMap((page) => page.items) ?? []
  const sessions = all.toSorted((one, other) => Number(other.isCurrent) - Number(one.isCurrent))
  return (
    <Card aria-labelledby="sessions-title">
      <CardHeader className="block pb-3">
        <CardTitle id="sessions-title">Sessions</CardTitle>
        <p className="mt-0.5 text-muted text-sm">
          Where you are signed in. If you don’t recognize a session, end it and change your password.
        </p>
      </CardHeader>
      <div className="border-line border-t">
        <ListState query={list} noun="sessions" columns={2}>
          {sessions.length === 0 ? (
            <EmptyState icon={MonitorSmartphone} title="No sessions listed yet" className="py-7">
              Your sessions appear here after you next sign in. This session started before Guildhall listed them.
            </EmptyState>
          ) : (
            <ul aria-label="Your sessions">
              {sessions.map((session) => (
                <SessionRow key={session.id} session={session} />
              ))}
            </ul>
          )}
          {list.hasNextPage ? (
            <LoadMore
              noun="sessions"
              shown={sessions.length}
              hasMore
              isLoading={list.isFetchingNextPage}
              isFailed={list.isFetchNextPageError}
              onLoad={() => list.fetchNextPage()}
            />
          ) : null}
        </ListState>
      </div>
      <CardFooter className="flex-wrap justify-end">
        <Button onClick={() => setAsking('others')}>End all other sessions</Button>
        <Button onClick={() => setAsking('all')}>
          <LogOut aria-hidden />
          Sign out everywhere
        </Button>
      </CardFooter>
      <ConfirmDialog
        isOpen={asking === 'others'}
        onOpenChange={() => setAsking(null)}
        title="End all other sessions?"
        confirmLabel="End other sessions"
        onConfirm={async () => {
          await endOthers.mutateAsync()
          toast('All other sessions have ended')
        }}
      >
        You’ll be signed out on all other devices and stay signed in here.
      </ConfirmDialog>
      <ConfirmDialog
        isOpen={asking === 'all'}
        onOpenChange={() => setAsking(null)}
        title="Sign out everywhere?"
        confirmLabel="Sign out everywhere"
        onConfirm={async () => {
          await endSessions()
          // A full load: nothing of what was on the screen stays in memory.
          window.location.assign('/sign-in')
        }}
      >
        You’ll be signed out on all devices, including this one.
      </ConfirmDialog>
    </Card>
  )
}
