'use client'

import { useQuery } from '@tanstack/react-query'
import { WellnessCard } from '@/components/moderation/media/wellness-card'
import { ListState } from '@/components/screen/list-state'
import { PageHeader } from '@/components/shell/page-header'
import { useCan } from '@/components/shell/permissions'
import { Card } from '@/components/ui/card'
import { accountQuery } from './account-client'
import { NameForm } from './name-form'
import { PasswordForm } from './password-form'
import { SessionsCard } from './sessions-card'

/** One's own name, password and sessions. */
export function AccountPage() {
  const can = useCan()
  const account = useQuery(accountQuery())
  return (
    <>
      <PageHeader title="Your account">Your name, password, preferences and sessions.</PageHeader>
      <div className="grid max-w-3xl gap-4">
        {account.data ? (
          <>
            <NameForm account={account.data} />
            {account.data.hasPassword ? <PasswordForm email={account.data.email} /> : null}
            {can('cases:read') ? <WellnessCard /> : null}
            <SessionsCard />
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
