'use client'

import { useQuery } from '@tanstack/react-query'
import { LogOut } from 'lucide-react'
import { useState } from 'react'
import { WellnessCard } from '@/components/moderation/media/wellness-card'
import { ListState } from '@/components/screen/list-state'
import { PageHeader } from '@/components/shell/page-header'
import { ConfirmDialog } from '@/components/ui/alert-dialog'
import { Button } from '@/components/ui/button'
import { Card, CardBody } from '@/components/ui/card'
import { can } from '@/lib/staff/permissions'
import { accountQuery, endSessions } from './account-client'
import { NameForm } from './name-form'
import { PasswordForm } from './password-form'

/** One's own name, password and sessions. */
export function AccountPage() {
  const account = useQuery(accountQuery())
  return (
    <>
      <PageHeader title="Your account">
        Your name, your password, what you want to see, and where you are signed in.
      </PageHeader>
      <div className="grid max-w-3xl gap-4">
        {account.data ? (
          <>
            <NameForm account={account.data} />
            {account.data.hasPassword ? <PasswordForm email={account.data.email} /> : null}
            {can(account.data.role, 'cases:read') ? <WellnessCard /> : null}
            <Sessions />
          </>
        ) : (
          <Card aria-label="Your account">
            <ListState query={account} noun="account" columns={2}>
              {null}
            </ListState>
          </Card>
        )}
      </div>
    </>
  )
}

function Sessions() {
  const [isAsking, setAsking] = useState(false)
  return (
    <Card aria-label="Sessions">
      <CardBody className="flex flex-wrap items-center gap-x-4 gap-y-3">
        <div className="min-w-0 flex-1 basis-64">
          <h2 className="font-semibold">Sessions</h2>
          <p className="mt-0.5 text-muted text-sm">
            Ends every session of yours at once, on all devices: useful where one was lost.
          </p>
        </div>
        <Button onClick={() => setAsking(true)}>
          <LogOut aria-hidden />
          Sign out everywhere
        </Button>
      </CardBody>
      <ConfirmDialog
        isOpen={isAsking}
        onOpenChange={setAsking}
        title="Sign out everywhere?"
        confirmLabel="Sign out everywhere"
        onConfirm={async () => {
          await endSessions()
          // A full load: nothing of what was on the screen stays in memory.
          window.location.assign('/sign-in')
        }}
      >
        You are signed out on all devices, here too, and come to the sign-in page.
      </ConfirmDialog>
    </Card>
  )
}
