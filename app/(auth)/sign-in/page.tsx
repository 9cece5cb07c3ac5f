import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { AuthCard } from '@/components/auth/auth-card'
import { DemoEntry } from '@/components/auth/demo-entry'
import { FormAlert } from '@/components/auth/form-alert'
import { SignInForm } from '@/components/auth/sign-in-form'
import { SingleSignOn } from '@/components/auth/single-sign-on'
import { signInChoices } from '@/lib/core/auth/choices'
import { nextPath } from '@/lib/core/auth/next-path'
import { signInErrorOf } from '@/lib/core/auth/refusals'
import { getSettings } from '@/lib/settings/queries'
import { openPage } from '@/lib/staff/access'
import { hasOperator } from '@/lib/staff/queries/has-operator'

export const metadata: Metadata = { title: 'Sign in' }

interface SignInPageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

export default async function SignInPage({ searchParams }: SignInPageProps) {
  const asked = await searchParams
  const next = nextPath(asked.next)
  const { db, staff } = await openPage()
  if (staff) redirect(next)
  const { name } = await getSettings(db)
  const { isDemo, hasSingleSignOn } = signInChoices()
  if (isDemo) {
    return (
      <AuthCard title="The demo" intro="A sample community with working tools. You sign in as its operator.">
        <DemoEntry next={next} isAutomatic={asked['signed-out'] === undefined} />
      </AuthCard>
    )
  }
  if (!(await hasOperator(db))) {
    return (
      <AuthCard
        title="Not set up yet"
        intro="Open the setup link that Guildhall printed when it started. Each start prints a new link."
      />
    )
  }
  const refusal = signInErrorOf(asked.error)
  return (
    <AuthCard title="Sign in" intro={`The operations room of ${name}.`}>
      {refusal ? <FormAlert>{refusal}</FormAlert> : null}
      <SignInForm next={next} />
      {hasSingleSignOn ? <SingleSignOn next={next} /> : null}
    </AuthCard>
  )
}
