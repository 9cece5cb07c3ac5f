import type { Metadata } from 'next'
import { AppealScreen } from '@/components/moderation/appeals/appeal-screen'
import { getSettings } from '@/lib/settings/queries'
import { openPage } from '@/lib/staff/access'

export const metadata: Metadata = { title: 'Appeal' }

/** Opening it changes nothing: only the form's POST does, once. */
export default async function AppealPage() {
  const { db } = await openPage()
  const { name, zone } = await getSettings(db)
  return <AppealScreen community={name} zone={zone} />
}
