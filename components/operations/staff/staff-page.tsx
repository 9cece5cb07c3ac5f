'use client'

import { useInfiniteQuery } from '@tanstack/react-query'
import { UserPlus } from 'lucide-react'
import dynamic from 'next/dynamic'
import { useState } from 'react'
import { ListState } from '@/components/screen/list-state'
import { LoadMore } from '@/components/screen/load-more'
import { PageHeader } from '@/components/shell/page-header'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { countOf } from '@/components/ui/format'
import type { StaffView } from '@/lib/staff/schema'
import { InvitationList } from './invitation-list'
import { staffListQuery } from './staff-client'
import { StaffTable } from './staff-table'

/** With its form, which is fetched while the page is being read. */
const InviteDialog = dynamic(() => import('./invite-dialog').then((module) => module.InviteDialog), { ssr: false })

/** Who may sign in, as what; and who was asked to. */
export function StaffPage({ selfId }: { selfId: string }) {
  const [isInviting, setInviting] = useState(false)
  const list = useInfiniteQuery(staffListQuery())
  const people = list.data?.pages.flatMap((page) => page.items) ?? []
  return (
    <>
      <PageHeader
        title="Staff"
        actions={
          <Button variant="primary" onClick={() => setInviting(true)}>
            <UserPlus aria-hidden />
            Invite
          </Button>
        }
      >
        {describe(people, list.hasNextPage)}
      </PageHeader>
      <Card aria-label="Staff">
        <ListState query={list} noun="staff" columns={5}>
          <StaffTable people={people} selfId={selfId} isWhole={!list.hasNextPage} />
          <LoadMore
            noun="people"
            shown={people.length}
            hasMore={list.hasNextPage}
            isLoading={list.isFetchingNextPage}
            isFailed={list.isFetchNextPageError}
            onLoad={() => list.fetchNextPage()}
          />
        </ListState>
      </Card>
      <InvitationList onInvite={() => setInviting(true)} />
      <InviteDialog isOpen={isInviting} onOpenChange={setInviting} />
    </>
  )
}

function describe(people: StaffView[], hasMore: boolean): string {
  if (hasMore || people.length === 0) return 'People who sign in to Guildhall, and their roles.'
  const active = people.filter((person) => !person.isDisabled)
  const operators = active.filter((person) => person.role === 'operator')
  return `${countOf(active.length, 'person', 'people')} can sign in, including ${countOf(operators.length, 'operator')}.`
}
