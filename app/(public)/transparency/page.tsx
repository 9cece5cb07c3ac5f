import type { Metadata } from 'next'
import { PublishedList } from '@/components/moderation/exports/published-list'
import { listPublished } from '@/lib/moderation/queries/transparency'
import { getSettings } from '@/lib/settings/queries'
import { openPage } from '@/lib/staff/access'

export const metadata: Metadata = { title: 'Transparency' }

export default async function TransparencyPage() {
  const { db } = await openPage()
  const [{ name, zone }, items] = await Promise.all([getSettings(db), listPublished(db)])
  return <PublishedList community={name} zone={zone} items={items} />
}
