import type { Metadata } from 'next'
import { AcceptScreen } from '@/components/auth/accept-screen'
import { getSettings } from '@/lib/settings/queries'
import { openPage } from '@/lib/staff/access'

export const metadata: Metadata = { title: 'Invitation' }

/** Opening it changes nothing: only the form's POST does, once. */
export default async function InvitationPage() {
  const { db } = await openPage()
  const { name } = await getSettings(db)
  return <AcceptScreen community={name} />
}
